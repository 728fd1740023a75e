// What people chose not to have kept: signals of a type, or of everything. From the moment an
// opt-out is answered nothing of its kind is kept or stored, whoever would store it
// (Signals::Keep). Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "services/discovery/discovery_store.h"

namespace keys::discovery {

class OptOuts {
 public:
  OptOuts(pg::Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

  absl::StatusOr<v1::ListOptOutsResponse> List(rpc::Call& call,
                                               const v1::ListOptOutsRequest& request);
  // Forgets what it rules out in the same transaction; again changes nothing. NOT_FOUND for a word
  // that is neither a signal type nor "everything".
  absl::StatusOr<v1::SetOptOutResponse> Set(rpc::Call& call, const v1::SetOptOutRequest& request);
  // Lifts this one and no other: "everything" leaves those of single types. NOT_FOUND as Set.
  absl::StatusOr<v1::LiftOptOutResponse> Lift(rpc::Call& call,
                                              const v1::LiftOptOutRequest& request);
  absl::StatusOr<v1::LiftOptOutsResponse> LiftAll(rpc::Call& call,
                                                  const v1::LiftOptOutsRequest& request);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
};

// Whether one of them rules the type out.
bool RulesOut(const std::vector<OptOutRow>& opt_outs, std::string_view signal_type);

// Ok, or CONFLICT with what stands in the way and how to lift it.
absl::Status CheckAllowed(const std::vector<OptOutRow>& opt_outs, const std::string& signal_type);

}  // namespace keys::discovery

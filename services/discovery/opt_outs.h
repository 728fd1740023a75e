// Keeps people's opt-outs, of signals of a type or of everything. Once an opt-out was answered, no
// signal of its kind is kept or stored, from whichever source (Signals::Keep). Thread-safe.
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
  // Deletes the signals that it covers in the same transaction. Repeating it changes nothing.
  // NOT_FOUND for a word that is neither a signal type nor "everything".
  absl::StatusOr<v1::SetOptOutResponse> Set(rpc::Call& call, const v1::SetOptOutRequest& request);
  // Lifts this opt-out and no other: lifting "everything" leaves those of single types. NOT_FOUND
  // as for Set.
  absl::StatusOr<v1::LiftOptOutResponse> Lift(rpc::Call& call,
                                              const v1::LiftOptOutRequest& request);
  absl::StatusOr<v1::LiftOptOutsResponse> LiftAll(rpc::Call& call,
                                                  const v1::LiftOptOutsRequest& request);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
};

// Whether one of the opt-outs covers the type.
bool RulesOut(const std::vector<OptOutRow>& opt_outs, std::string_view signal_type);

// Returns Ok, or CONFLICT with the opt-outs that cover the type and how to lift them.
absl::Status CheckAllowed(const std::vector<OptOutRow>& opt_outs, const std::string& signal_type);

}  // namespace keys::discovery

// Decides whether the access behind downloads under way is still there.
//
// Handler: thread-safe, blocking.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/entitlement/v1/holdings.pb.h"
#include "services/entitlement/ledger/ledger.h"

namespace keys::entitlement {

inline constexpr int kMaxHoldings = 1000;

// Says for each holding whether, at `now`, some grant of its tenant gives the KEY and, for an
// organisation, the user is a member. Errors as in common/pg/error.h.
struct HoldingAnswer {
  bool stands = false;
  // The end of the grant that lasts longest. Absent when it has no end.
  std::optional<absl::Time> ends_at;
};
absl::StatusOr<std::vector<HoldingAnswer>> StandingOf(pg::Executor& db,
                                                      const std::vector<ledger::Holding>& holdings,
                                                      absl::Time now);

class Holdings {
 public:
  Holdings(pg::Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

  // INVALID_ARGUMENT when a holding is malformed or there are too many. UNAVAILABLE when it cannot
  // be decided, and never a yes then.
  absl::StatusOr<v1::CheckHoldingsResponse> Check(rpc::Call& call,
                                                  const v1::CheckHoldingsRequest& request);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
};

}  // namespace keys::entitlement

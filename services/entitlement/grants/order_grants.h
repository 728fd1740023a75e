// Turns billing's snapshots of orders into facts.
//
// Handler: thread-safe, blocking.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/audit.h"
#include "common/id/id.h"
#include "common/metrics/metrics.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/entitlement/domain/order_diff.h"
#include "services/entitlement/ledger/ledger.h"

namespace keys::entitlement {

// No order has more lines than a bundle has KEYS.
inline constexpr int kGrantsPerOrder = 1000;

class OrderGrants {
 public:
  OrderGrants(pg::Pool& pool, const Clock& clock, IdSource& ids, metrics::Registry& metrics);

  // Brings the ledger to the snapshot, completely or not at all, unless this revision or a later
  // one was applied before. INVALID_ARGUMENT for a malformed snapshot.
  absl::StatusOr<v1::ApplyOrderAccessResponse> Apply(rpc::Call& call,
                                                     const v1::ApplyOrderAccessRequest& request);

 private:
  absl::StatusOr<bool> ApplyIn(pg::Transaction& tx, const event::v1::OrderAccess& access);
  absl::StatusOr<event::v1::OrderAccess> WithBundle(pg::Transaction& tx,
                                                    const event::v1::OrderAccess& access,
                                                    const std::vector<Grant>& current,
                                                    absl::Time now);
  absl::StatusOr<Grant> RecordChange(pg::Transaction& tx, const GrantChange& change,
                                     const event::v1::OrderAccess& access, absl::Time now);

  pg::Pool& pool_;
  const Clock& clock_;
  IdSource& ids_;
  const audit::Log audit_{"entitlement"};
  prometheus::Counter& applied_;
  prometheus::Counter& repeated_;
};

}  // namespace keys::entitlement

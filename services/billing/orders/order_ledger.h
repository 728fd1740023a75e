// The only code that changes what becomes of an order: adds facts, decides anew from all of them,
// and hands what changed to the outbox, in the caller's transaction.
//
//   ASSIGN_OR_RETURN(std::optional<StoredOrder> order, ledger.Open(tx, order_id));
//   ASSIGN_OR_RETURN(OrderState state, ledger.Record(tx, *order, {fact}, {.source = event_id}));
//
// Open takes the tenant's lock, then the order's row: two facts about one tenant's orders are never
// decided at the same time. The same fact twice changes nothing. Topics of the outbox: order_access
// (aggregate: the order) and analytics (aggregate: "purchase " and the order, so that neither holds
// up the other), stripe_refund and stripe_expire (aggregate: "refund " or "expire " and the order;
// the payload is its id).
//
// A payment that settles for what the tenant owns already is a second payment: decided here, once,
// and kept as a fact. What one order's change means for the pledges of others is decided in the
// same transaction: also which lines are pledged, which entitlement is told anew. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/metrics/metrics.h"
#include "common/outbox/outbox.h"
#include "common/pg/transaction.h"
#include "common/time/clock.h"
#include "services/billing/orders/order_store.h"

namespace keys::billing {

inline constexpr char kOrderAccessTopic[] = "order_access";
inline constexpr char kAnalyticsTopic[] = "analytics";
inline constexpr char kStripeRefundTopic[] = "stripe_refund";
inline constexpr char kStripeExpireTopic[] = "stripe_expire";

struct Cause {
  // What told us: a Stripe event's id, checkout, reconciler, relay.
  std::string source;
  // For the logs of whoever receives what follows.
  std::string request_id;
};

class OrderLedger {
 public:
  struct Parts {
    const OrderStore& orders;
    const outbox::Outbox& outbox;
    IdSource& ids;
    const Clock& clock;
    metrics::Registry& metrics;
  };
  explicit OrderLedger(Parts parts) : parts_(parts) {}

  // Absent when there is no such order.
  absl::StatusOr<std::optional<StoredOrder>> Open(pg::Transaction& tx,
                                                  const std::string& order_id) const;

  // `order` comes from Open in the same transaction and is as of then.
  absl::StatusOr<OrderState> Record(pg::Transaction& tx, const StoredOrder& order,
                                    const std::vector<Fact>& facts, const Cause& cause) const;

  // After an order with pledges was placed: decides anew about the orders it pledges.
  absl::Status DecideRelated(pg::Transaction& tx, const std::string& order_id,
                             const Cause& cause) const;

 private:
  struct Change {
    const StoredOrder& order;
    const std::vector<StoredLine>& lines;
    const OrderState& state;
    const Cause& cause;
    absl::Time now;
  };
  struct Decided {
    OrderState state;
    // Something others may depend on is different.
    bool moved = false;
  };
  struct Written {
    bool given_changed = false;
    bool net_changed = false;
  };
  absl::Status MarkSecondPayment(pg::Transaction& tx, const StoredOrder& order,
                                 const Cause& cause) const;
  // Whether what the order gives, or pays for, is there already.
  absl::StatusOr<bool> IsNeedless(pg::Transaction& tx, const StoredOrder& order) const;
  absl::Status SuspendWithParent(pg::Transaction& tx, const StoredOrder& order,
                                 Coverage& coverage) const;
  absl::Status GiveBackShortfalls(pg::Transaction& tx, const Change& change) const;
  absl::Status EndNeedlessShortfalls(pg::Transaction& tx, const StoredOrder& order,
                                     const Cause& cause) const;
  absl::StatusOr<Decided> Decide(pg::Transaction& tx, const StoredOrder& order,
                                 const Cause& cause) const;
  absl::StatusOr<Written> WriteLines(pg::Transaction& tx, const Change& change,
                                     const std::vector<Fact>& facts) const;
  absl::Status HandToStripe(pg::Transaction& tx, const char* topic, const std::string& order_id,
                            const Cause& cause) const;
  // A new revision for entitlement, when what the lines give or which are pledged is different.
  absl::Status Announce(pg::Transaction& tx, const Change& change, bool given_changed) const;
  absl::Status TellEntitlement(pg::Transaction& tx, const Change& change,
                               const std::vector<int64_t>& pledged, int64_t revision) const;
  absl::Status TellAnalytics(pg::Transaction& tx, const Change& change) const;
  void Count(const Change& change) const;

  const Parts parts_;
};

}  // namespace keys::billing

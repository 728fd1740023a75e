// Is the only code that changes an order's state. It adds facts, decides again from all of them,
// and hands the changes to the outbox, all in the caller's transaction.
//
//   ASSIGN_OR_RETURN(std::optional<StoredOrder> order, ledger.Open(tx, order_id));
//   ASSIGN_OR_RETURN(OrderState state, ledger.Record(tx, *order, {fact},
//                                                  {CauseKind::kEvent, event_id}));
//
// Open takes the tenant's lock, then the order's row: two facts about one tenant's orders are never
// decided at the same time. The same fact twice changes nothing. Topics of the outbox: order_access
// (aggregate: the order) and analytics (aggregate: "purchase " and the order, so that neither holds
// up the other), stripe_refund and stripe_expire (aggregate: "refund " or "expire " and the order;
// the payload is its id).
//
// A payment that settles for an item that the tenant owns already is a second payment. That is
// decided here, once, and kept as a fact. The same transaction decides what one order's change
// means for the pledges of others, and tells entitlement which lines are pledged now. The tenant's
// books are read once for all of that (order_books.h) and kept up to date. Thread-safe.
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
#include "services/billing/domain/pledges.h"
#include "services/billing/orders/order_store.h"

namespace keys::billing {

inline constexpr char kOrderAccessTopic[] = "order_access";
inline constexpr char kAnalyticsTopic[] = "analytics";
inline constexpr char kStripeRefundTopic[] = "stripe_refund";
inline constexpr char kStripeExpireTopic[] = "stripe_expire";

// The source of a fact.
enum class CauseKind {
  kEvent,     // an event of Stripe's
  kCheckout,  // a buyer's checkout
  kAdmin,     // an administrator
  kRefund,    // the answer to a refund of ours, which takes care of the order's shortfall payments
              // itself
  kRelay,     // the outbox, after another service has applied something
  kReconciler,  // the scan
  kErasure,     // the erasure of a person
};

struct Cause {
  CauseKind kind = CauseKind::kCheckout;
  // Goes into the logs of the services that receive what follows. For an event it is the event's
  // id.
  std::string request_id;

  // Returns the form that facts and logs keep: a word, or the event's id.
  std::string source() const;
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
  // The same, but UNAVAILABLE instead of a wait when another transaction has the tenant's lock.
  absl::StatusOr<std::optional<StoredOrder>> OpenAtOnce(pg::Transaction& tx,
                                                        const std::string& order_id) const;

  // `order` must come from Open in the same transaction.
  absl::StatusOr<OrderState> Record(pg::Transaction& tx, const StoredOrder& order,
                                    const std::vector<Fact>& facts, const Cause& cause) const;

  // After an order was placed: decides again the orders whose lines it pledges.
  absl::Status DecideRelated(pg::Transaction& tx, const StoredOrder& order,
                             const Cause& cause) const;

 private:
  struct Change {
    const StoredOrder& order;
    // The order as it was before, until Decide has written everything.
    const BookOrder& book;
    const OrderState& state;
    // The standing that entitlement is told, one per line.
    const std::vector<Standing>& standings;
    const Cause& cause;
    absl::Time now;
  };
  struct Decided {
    OrderState state;
    // True when something changed on which other orders may depend.
    bool moved = false;
  };
  struct Written {
    // One for each line.
    std::vector<int64_t> net_cents;
    bool given_changed = false;
    bool net_changed = false;
  };
  // The order's shortfall, and the orders that caused it.
  struct Shortfall {
    int64_t cents = 0;
    std::vector<std::string> causes;
  };
  enum class StripeTask { kRefund, kExpire };
  // Stores the fact and adds it to those of `book`, unless it was known.
  absl::Status Add(pg::Transaction& tx, BookOrder& book, const Fact& fact,
                   const Cause& cause) const;
  absl::Status MarkSecondPayment(pg::Transaction& tx, TenantBooks& books, BookOrder& book,
                                 const Cause& cause) const;
  // Returns whether the tenant already has what the order gives, or no longer lacks what it pays
  // for.
  absl::StatusOr<bool> IsNeedless(pg::Transaction& tx, TenantBooks& books,
                                  const BookOrder& order) const;
  absl::StatusOr<Shortfall> ShortfallOf(pg::Transaction& tx, TenantBooks& books,
                                        const BookOrder& order) const;
  absl::Status GiveBackShortfalls(pg::Transaction& tx, const TenantBooks& books,
                                  const Change& change) const;
  absl::Status EndNeedlessShortfalls(pg::Transaction& tx, TenantBooks& books,
                                     const BookOrder& order, const Cause& cause) const;
  // Decides the state of `order` and writes it to the tables and to `books`.
  absl::StatusOr<Decided> Decide(pg::Transaction& tx, TenantBooks& books, const StoredOrder& order,
                                 const Cause& cause) const;
  absl::Status DecideRelated(pg::Transaction& tx, TenantBooks& books, const std::string& order_id,
                             const Cause& cause) const;
  absl::StatusOr<Written> WriteLines(pg::Transaction& tx, const TenantBooks& books,
                                     const Change& change) const;
  absl::Status HandToStripe(pg::Transaction& tx, StripeTask task, const std::string& order_id,
                            const Cause& cause) const;
  // Makes a new revision for entitlement when the standings of lines or their pledges have changed.
  absl::Status Announce(pg::Transaction& tx, const TenantBooks& books, BookOrder& book,
                        const Change& change, bool given_changed) const;
  absl::Status TellEntitlement(pg::Transaction& tx, const Change& change,
                               const std::vector<int64_t>& pledged, int64_t revision) const;
  absl::Status TellAnalytics(pg::Transaction& tx, const Change& change) const;
  void Count(const Change& change) const;

  const Parts parts_;
};

}  // namespace keys::billing

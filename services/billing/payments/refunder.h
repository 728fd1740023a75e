// Sends refunds to Stripe through the book of requests, and records what came of them.
//
//   RETURN_IF_ERROR(refunder.GiveBack(order_id, deadline));         // by ourselves, in full
//   RETURN_IF_ERROR(refunder.Send(order, {.name = "admin-1"}, deadline));
//
// The same name is the same refund, however often. Errors: STRIPE_UNAVAILABLE when it is not known
// whether it was made (send it again under the same name), CONFLICT when Stripe refuses it, the
// database's. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "common/metrics/metrics.h"
#include "services/billing/payments/order_sync.h"
#include "services/billing/payments/stripe_requests.h"

namespace keys::billing {

struct RefundOrder {
  // Distinguishes this refund from the order's other refunds.
  std::string name;
  // Absent to refund all that is left.
  std::optional<int64_t> amount_cents;
  // Empty for the whole order.
  std::string line_id;
  // Runs in the transaction that writes the request down (PlannedPost).
  std::function<absl::Status(pg::Transaction&)> before = nullptr;
};

class Refunder {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const OrderLedger& ledger;
    const StripeRequests& requests;
    const OrderSync& sync;
    const Clock& clock;
    metrics::Registry& metrics;
  };
  explicit Refunder(Parts parts) : parts_(parts) {}

  // Refunds money that an order must not keep, in full, once the retrieved session confirms that it
  // was paid in this mode. Also returns Ok when nothing is (left) to refund and when Stripe does
  // not confirm the payment; then the order stays as it is and the reconciler asks again.
  absl::Status GiveBack(const std::string& order_id, Deadline deadline) const;

  absl::Status Send(const StoredOrder& order, const RefundOrder& refund, Deadline deadline) const;

  // Sends again, under the same keys, refunds that were written down and have had no answer for
  // half a minute. A refund that can never be answered is given up once it is certain that it was
  // not made, so that another refund of the order is possible. `each` is the time for one. Ends
  // early when Stripe cannot be asked.
  absl::Status DriveOn(absl::Duration each) const;

 private:
  absl::Status Keep(pg::Transaction& tx, const std::string& order_id,
                    const stripe::Answer& answer) const;
  absl::StatusOr<std::string> PaymentIntentOf(const std::string& order_id, Deadline deadline) const;
  absl::Status SendDue(const StoredOrder& order, const std::string& payment_intent,
                       Deadline deadline) const;
  absl::StatusOr<Sent> Post(const StoredOrder& order, const std::string& payment_intent,
                            const RefundOrder& refund, Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

// Asks Stripe what became of an order's session and records it, as the webhooks would have done.
//
//   ASSIGN_OR_RETURN(const OrderState state, sync.Refresh(order_id, deadline));
//
// A session that is not known here is looked for among those of its customer, by metadata.order_id;
// one that Stripe does not know (any more) ends its order. Every order ends at the latest when its
// hour is over. Nothing is guessed about money: without an answer of Stripe's nothing changes, and
// a payment that is reported later settles the order whatever was recorded before. Errors:
// STRIPE_UNAVAILABLE, NOT_FOUND for an unknown order, the database's. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"
#include "services/billing/orders/order_ledger.h"
#include "services/billing/payments/request_lookup.h"
#include "services/billing/payments/stripe_facts.h"
#include "services/billing/payments/stripe_store.h"
#include "services/billing/stripe/retrieve.h"

namespace keys::billing {

// Names the request that makes an order's session (StripeRequests).
std::string CheckoutSubject(const std::string& order_id);

class OrderSync {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const OrderLedger& ledger;
    stripe::StripeClient& client;
    const RequestLookup& lookup;
    const Clock& clock;
  };
  explicit OrderSync(Parts parts) : parts_(parts) {}

  // `cause` is recorded with the facts.
  absl::StatusOr<OrderState> Refresh(const std::string& order_id, const Cause& cause,
                                     Deadline deadline) const;

  // Does the same as stripe::Retrieve.
  absl::StatusOr<std::string> Retrieve(const std::string& path, Deadline deadline) const {
    return stripe::Retrieve(parts_.client, path, deadline);
  }

 private:
  absl::StatusOr<OrderState> RefreshKnown(const StoredOrder& order, const StoredSession& session,
                                          const Cause& cause, Deadline deadline) const;
  absl::StatusOr<OrderState> RefreshUnknown(const StoredOrder& order, const Cause& cause,
                                            Deadline deadline) const;
  absl::StatusOr<OrderState> RecordGone(const StoredOrder& order, const StoredSession& session,
                                        const Cause& cause) const;
  // Returns the event that would have reported the session's state, or an empty text where the
  // session itself shows it.
  absl::StatusOr<DelayedPayment> DelayedPaymentOf(const stripe::Session& session,
                                                  Deadline deadline) const;
  absl::StatusOr<OrderState> RecordSession(const std::string& order_id,
                                           const stripe::Session& session, const Cause& cause,
                                           Deadline deadline) const;
  absl::StatusOr<OrderState> RecordFact(const std::string& order_id, const Fact& fact,
                                        const Cause& cause) const;

  const Parts parts_;
};

}  // namespace keys::billing

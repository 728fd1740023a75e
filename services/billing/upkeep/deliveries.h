// Delivers billing's outbox: access to entitlement, purchases to analytics, and due refunds and
// sessions that must end to Stripe.
//
// That entitlement applied a revision is itself a fact about the order, which is fulfilled only
// then. The fact and the end of the delivery are one commit. Purchases for analytics are not
// urgent: what gathers in a quarter of a second is handed over at once. Both services take a
// repeated delivery as one. Thread-safe.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "common/outbox/relay.h"
#include "common/pg/pool.h"
#include "services/analytics/client.h"
#include "services/billing/orders/order_ledger.h"
#include "services/billing/payments/checkout_sessions.h"
#include "services/billing/payments/refunder.h"
#include "services/entitlement/client.h"

namespace keys::billing {

class Deliveries {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderLedger& ledger;
    entitlement::EntitlementClient& entitlement;
    analytics::AnalyticsClient& analytics;
    const Refunder& refunder;
    const OrderStore& orders;
    const CheckoutSessions& sessions;
    const outbox::Outbox& outbox;
    const Clock& clock;
  };
  explicit Deliveries(Parts parts) : parts_(parts) {}

  // Returns one lane per topic for the relay, which this object must outlive.
  std::vector<outbox::LaneOptions> ListLanes() const;

 private:
  using Rows = std::vector<outbox::Delivery>;
  using OneRow = absl::Status (Deliveries::*)(const outbox::Delivery&, Deadline) const;
  outbox::Handler Each(OneRow deliver) const;

  absl::Status DeliverAccess(const outbox::Delivery& delivery, Deadline deadline) const;
  absl::Status GiveBack(const outbox::Delivery& delivery, Deadline deadline) const;
  absl::Status Expire(const outbox::Delivery& delivery, Deadline deadline) const;
  absl::Status DeliverPurchases(const Rows& rows, Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

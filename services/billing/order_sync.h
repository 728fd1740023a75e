// Asks Stripe what became of an order's session and records it: what the webhooks would have told.
//
//   ASSIGN_OR_RETURN(const OrderState state, sync.Refresh(order_id, deadline));
//
// An order whose session is not known is looked for by metadata.order_id; when none is found and
// its time is over, the order expires. Nothing is guessed: what Stripe does not answer stays as it
// is. Errors: STRIPE_UNAVAILABLE, NOT_FOUND for an unknown order, the database's. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"
#include "services/billing/ledger.h"
#include "services/billing/stripe/stripe_client.h"
#include "services/billing/stripe_store.h"

namespace keys::billing {

class OrderSync {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const OrderLedger& ledger;
    stripe::StripeClient& client;
    const Clock& clock;
  };
  explicit OrderSync(Parts parts) : parts_(parts) {}

  // `cause` is written beside the facts.
  absl::StatusOr<OrderState> Refresh(const std::string& order_id, const Cause& cause,
                                     Deadline deadline) const;

  // GET of one object's JSON. STRIPE_UNAVAILABLE, or NOT_FOUND when Stripe does not know it.
  absl::StatusOr<std::string> Retrieve(const std::string& path, Deadline deadline) const;

 private:
  // The order's session among Stripe's, by metadata. `complete`: the whole list was seen, so that
  // absence means there is none.
  struct Search {
    std::optional<stripe::Session> session;
    bool complete = false;
  };
  absl::StatusOr<Search> SearchSession(const StoredOrder& order, Deadline deadline) const;
  // The event that the session's state would have been told by; empty where the session says it
  // itself.
  absl::StatusOr<std::string> LastEventOf(const stripe::Session& session, Deadline deadline) const;
  absl::StatusOr<OrderState> RecordSession(const std::string& order_id,
                                           const stripe::Session& session, const Cause& cause,
                                           Deadline deadline) const;
  absl::StatusOr<OrderState> RecordFact(const std::string& order_id, const Fact& fact,
                                        const Cause& cause) const;

  const Parts parts_;
};

}  // namespace keys::billing

// Turns one stored event of Stripe's into facts about an order, and records both at once.
//
//   ASSIGN_OR_RETURN(const Handled handled, handler.Handle(event, deadline));
//
// Whose event it is is decided before anything else is read of it. The snapshot in an event is
// believed only when it has the pinned version; else, and for disputes always, the object is
// retrieved. Events of the other mode, of types we do not act on and about payments that are not
// ours are marked handled with a word that says so. Errors leave the event unhandled: try again.
// Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/metrics/metrics.h"
#include "common/pg/pool.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"
#include "services/billing/inbox/event_store.h"
#include "services/billing/orders/order_ledger.h"
#include "services/billing/payments/order_sync.h"
#include "services/billing/payments/stripe_store.h"

namespace keys::billing {

struct Handled {
  // applied, ignored, no_order, other_mode, other_account, other_session, gone.
  std::string outcome;
  // Empty when no order was concerned.
  std::string order_id;
};

class EventHandler {
 public:
  struct Parts {
    pg::Pool& pool;
    const EventStore& events;
    const StripeStore& stripe;
    const OrderLedger& ledger;
    const OrderStore& orders;
    const OrderSync& sync;
    const Clock& clock;
    metrics::Registry& metrics;
    bool livemode = false;
  };
  explicit EventHandler(Parts parts) : parts_(parts) {}

  // The types of events that orders learn from. All others are stored and answered, and nothing
  // else.
  static std::vector<std::string_view> ListTypes();

  absl::StatusOr<Handled> Handle(const ClaimedEvent& claimed, Deadline deadline) const;

 private:
  struct Entry {
    std::string_view type;
    absl::StatusOr<Handled> (EventHandler::*handle)(const stripe::Event&, Deadline) const;
  };
  // Both what is handled and what the feed of events asks Stripe for.
  static const std::vector<Entry>& Table();
  // Under the order's lock: the facts to add, or a word why there are none.
  struct Finding {
    std::vector<Fact> facts;
    std::string instead;
  };
  using Look = std::function<absl::StatusOr<Finding>(pg::Transaction&, const StoredOrder&)>;

  absl::StatusOr<Handled> Route(const stripe::Event& event, Deadline deadline) const;
  absl::StatusOr<Handled> OfSession(const stripe::Event& event, Deadline deadline) const;
  absl::StatusOr<Handled> OfCharge(const stripe::Event& event, Deadline deadline) const;
  absl::StatusOr<Handled> OfRefund(const stripe::Event& event, Deadline deadline) const;
  absl::StatusOr<Handled> OfDispute(const stripe::Event& event, Deadline deadline) const;

  // The object as the event has it, or as it is now when the event's version is not ours.
  absl::StatusOr<std::string> ObjectOf(const stripe::Event& event, const std::string& path,
                                       Deadline deadline) const;
  // The order that names itself in the payment's metadata; empty when it is not one of ours.
  absl::StatusOr<std::string> OrderOfPayment(const std::string& payment_intent,
                                             const std::string& charge_id, Deadline deadline) const;
  absl::StatusOr<Handled> Apply(const stripe::Event& event, const std::string& order_id,
                                const Look& look, Deadline deadline) const;
  absl::StatusOr<Handled> Close(const stripe::Event& event, Handled handled,
                                Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

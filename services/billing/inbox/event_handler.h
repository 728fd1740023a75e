// Turns one stored event of Stripe's into facts about an order, and records both at once.
//
//   ASSIGN_OR_RETURN(const Handled handled, handler.Handle(event, deadline));
//
// The order that an event belongs to is found before anything else of it is read. The snapshot in
// an event is used only if it has the pinned API version; otherwise, and for disputes always, the
// object is retrieved. Events of the other mode, of types without an effect and about payments of
// other shops are marked as handled with a word that says so. After an error the event stays
// unhandled and is tried again. Thread-safe.
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
  // applied, ignored, no_order, other_mode, other_account, other_session or gone.
  std::string outcome;
  // Empty when the event concerned no order.
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

  // Returns the types of events that can change an order. All others are only stored and answered.
  static std::vector<std::string_view> ListTypes();

  absl::StatusOr<Handled> Handle(const ClaimedEvent& claimed, Deadline deadline) const;

 private:
  struct Entry {
    std::string_view type;
    absl::StatusOr<Handled> (EventHandler::*handle)(const stripe::Event&, Deadline) const;
  };
  // This one table decides which events are handled and which the feed of events asks Stripe for.
  static const std::vector<Entry>& Table();
  // Found under the order's lock: the facts to add, or a word that says why there are none.
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

  // Returns the object in the event, or the object as it is now when the event has another API
  // version.
  absl::StatusOr<std::string> ObjectOf(const stripe::Event& event, const std::string& path,
                                       Deadline deadline) const;
  // Returns the order that the payment's metadata names, or an empty text when the payment is not
  // this shop's.
  absl::StatusOr<std::string> OrderOfPayment(const std::string& payment_intent,
                                             const std::string& charge_id, Deadline deadline) const;
  absl::StatusOr<Handled> Apply(const stripe::Event& event, const std::string& order_id,
                                const Look& look, Deadline deadline) const;
  absl::StatusOr<Handled> Close(const stripe::Event& event, Handled handled,
                                Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

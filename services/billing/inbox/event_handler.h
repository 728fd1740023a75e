// Turns one event of Stripe's into facts about an order, and records both at once.
//
//   ASSIGN_OR_RETURN(const Handled handled, handler.Handle(event, deadline));           // stored
//   ASSIGN_OR_RETURN(const auto fresh, handler.StoreHandled(event, payload, deadline)); // new
//
// The order that an event belongs to is found before anything else of it is read. The snapshot in
// an event is used only if it has the pinned API version; otherwise, and for disputes always, the
// object is retrieved. Events of the other mode, of types without an effect and about payments of
// other shops are marked as handled with a word that says so. After an error the event stays
// unhandled and is tried again. A new event that needs nothing of Stripe's is stored and handled in
// one commit. Thread-safe.
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

  // Stores an event that is not stored yet, in the transaction that handles it. Absent when only
  // Stripe can tell what it means; ALREADY_EXISTS when it was stored before. Then, and after any
  // other error, nothing was stored here, unless the commit's answer was lost. It does not wait for
  // a tenant's lock: whoever holds it may be waiting for Stripe.
  absl::StatusOr<std::optional<Handled>> StoreHandled(const stripe::Event& event,
                                                      const std::string& payload,
                                                      Deadline deadline) const;

 private:
  struct Incoming {
    const stripe::Event& event;
    Deadline deadline;
    // The bytes of an event that is not stored yet; else null.
    const std::string* unstored = nullptr;
  };
  struct Entry {
    std::string_view type;
    absl::StatusOr<Handled> (EventHandler::*handle)(const Incoming&) const;
    // The event's own snapshot is enough, if it has the pinned API version.
    bool by_snapshot = false;
  };
  // This one table decides which events are handled and which the feed of events asks Stripe for.
  static const std::vector<Entry>& Table();
  // Found under the order's lock: the facts to add, or a word that says why there are none.
  struct Finding {
    std::vector<Fact> facts;
    std::string instead;
  };
  using Look = std::function<absl::StatusOr<Finding>(pg::Transaction&, const StoredOrder&)>;

  // Returns why the event changes nothing, or an empty word.
  std::string_view WhyNotOurs(const stripe::Event& event) const;
  static const Entry* EntryOf(const stripe::Event& event);
  static bool NeedsStripe(const stripe::Event& event, const Entry& entry);
  absl::StatusOr<Handled> Route(const Incoming& incoming) const;
  absl::StatusOr<Handled> OfSession(const Incoming& incoming) const;
  absl::StatusOr<Handled> OfCharge(const Incoming& incoming) const;
  absl::StatusOr<Handled> OfRefund(const Incoming& incoming) const;
  absl::StatusOr<Handled> OfDispute(const Incoming& incoming) const;

  // Returns the object in the event, or the object as it is now when the event has another API
  // version.
  absl::StatusOr<std::string> ObjectOf(const stripe::Event& event, const std::string& path,
                                       Deadline deadline) const;
  // Returns the order that the payment's metadata names, or an empty text when the payment is not
  // this shop's.
  absl::StatusOr<std::string> OrderOfPayment(const std::string& payment_intent,
                                             const std::string& charge_id, Deadline deadline) const;
  absl::StatusOr<Handled> Apply(const Incoming& incoming, const std::string& order_id,
                                const Look& look) const;
  absl::StatusOr<Handled> Close(const Incoming& incoming, Handled handled) const;
  // Marks a stored event as handled, or stores one that was not.
  absl::Status Write(pg::Executor& db, const Incoming& incoming, const Handled& handled) const;
  // Counts and logs what came of a handled event.
  void Tell(const stripe::Event& event, const Handled& handled) const;

  const Parts parts_;
};

}  // namespace keys::billing

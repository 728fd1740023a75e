// Does what all checkouts have in common: checks return addresses, gives one answer per idempotency
// key, ends the orders that stand in the way, and hands out the session that pays an order.
//
// Errors carry the codes of docs/contract.md §1. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/idempotency/idempotency.h"
#include "common/outbox/relay.h"
#include "common/rpc/call.h"
#include "services/billing/domain/return_url.h"
#include "services/billing/payments/checkout_sessions.h"

namespace keys::billing {

struct ReturnUrls {
  std::string success;
  std::string cancel;
};

class Cashier {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const CheckoutSessions& sessions;
    const ReturnUrlPolicy& urls;
    const idempotency::Store& idempotency;
    outbox::Relay& relay;
    const Clock& clock;
  };
  explicit Cashier(Parts parts) : parts_(parts) {}

  // Returns the addresses as they are sent to Stripe. URL_NOT_ALLOWED names each that is not
  // allowed.
  absl::StatusOr<ReturnUrls> CheckUrls(const std::string& success, const std::string& cancel) const;

  // The outcome of one look under the tenant's lock: an order to pay, or orders in its way, or
  // neither.
  struct Choice {
    std::optional<StoredOrder> order;
    std::vector<StoredOrder> in_the_way;

    bool none() const { return !order.has_value() && in_the_way.empty(); }
  };
  // Chooses among the open orders that share a KEY with what is wanted. `same` tells whether an
  // order is the very one that is wanted.
  absl::StatusOr<Choice> Choose(std::vector<StoredOrder> open,
                                const std::function<bool(const StoredOrder&)>& same) const;

  using Response = absl::StatusOr<v1::CheckoutResponse>;
  struct Once {
    std::string scope;
    std::string request_hash;
  };
  // Returns the stored answer to the call's idempotency key, or the answer of `buy`, which is then
  // stored under it.
  Response Answer(rpc::Call& call, const Once& once, Deadline deadline,
                  const std::function<Response()>& buy) const;

  // Ends the orders. ALREADY_OWNED when one turns out to be paid, IN_PROGRESS when one is being
  // paid.
  absl::Status Clear(rpc::Call& call, const std::vector<StoredOrder>& orders,
                     Deadline deadline) const;
  Response Pay(rpc::Call& call, const StoredOrder& order, const ItemText& text,
               Deadline deadline) const;
  // Waits a little for the access of an order that costs nothing, and answers with the order.
  Response Give(const StoredOrder& order, const std::string& url, Deadline deadline) const;

 private:
  const Parts parts_;
};

// The life of a quote and of the session that charges it (docs/contract.md §4, "Quote").
inline constexpr absl::Duration kSessionLife = absl::Minutes(60);
// The reconciler first asks after this time what became of the order.
inline constexpr absl::Duration kFirstCheck = absl::Seconds(20);
// A whole checkout ends within this time, so that the gateway's limit of 10 s is never reached.
inline constexpr absl::Duration kWholeCheckout = absl::Seconds(8);
// Each round ends the orders that stood in the way of the one before.
inline constexpr int kCheckoutRounds = 5;

absl::Status PaymentUnderWay();

}  // namespace keys::billing

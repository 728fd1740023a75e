// What every checkout does the same way: return addresses, one answer per idempotency key, ending
// the orders that stand in the way, and handing out the session that pays an order.
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

  // As they are sent to Stripe. URL_NOT_ALLOWED names each that is not allowed.
  absl::StatusOr<ReturnUrls> CheckUrls(const std::string& success, const std::string& cancel) const;

  // One look under the tenant's lock: an order to pay, or orders in its way, or neither.
  struct Choice {
    std::optional<StoredOrder> order;
    std::vector<StoredOrder> in_the_way;

    bool none() const { return !order.has_value() && in_the_way.empty(); }
  };
  // Among the open orders that share a KEY with what is wanted. `same`: it is the very one.
  absl::StatusOr<Choice> Choose(std::vector<StoredOrder> open,
                                const std::function<bool(const StoredOrder&)>& same) const;

  using Response = absl::StatusOr<v1::CheckoutResponse>;
  struct Once {
    std::string scope;
    std::string request_hash;
  };
  // The stored answer to the call's idempotency key, or what `buy` answers, kept under it.
  Response Answer(rpc::Call& call, const Once& once, Deadline deadline,
                  const std::function<Response()>& buy) const;

  // Ends the orders; ALREADY_OWNED or IN_PROGRESS when one turns out paid, or being paid.
  absl::Status Clear(rpc::Call& call, const std::vector<StoredOrder>& orders,
                     Deadline deadline) const;
  Response Pay(rpc::Call& call, const StoredOrder& order, const ItemText& text,
               Deadline deadline) const;
  // An order that costs nothing, or nothing any more: waits a little for its access.
  Response Give(const StoredOrder& order, const std::string& url, Deadline deadline) const;

 private:
  const Parts parts_;
};

// The life of a quote and of the session that charges it (docs/contract.md §4, "Quote").
inline constexpr absl::Duration kSessionLife = absl::Minutes(60);
// Before the reconciler first asks what became of it.
inline constexpr absl::Duration kFirstCheck = absl::Seconds(20);
// All of a checkout, so that the gateway's 10 s are never reached.
inline constexpr absl::Duration kWholeCheckout = absl::Seconds(8);
// Each round ends the orders that stood in the way of the one before.
inline constexpr int kCheckoutRounds = 5;

absl::Status PaymentUnderWay();

}  // namespace keys::billing

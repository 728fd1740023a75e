// What a checkout session is made of at Stripe: the tenant's customer, product and price, and the
// order's coupon. Made when they are missing, and mended or left out when Stripe refuses them.
//
//   SessionSupplies::Tried tried;
//   ASSIGN_OR_RETURN(const auto needed, supplies.Gather(wish, tried, deadline));
//   … Stripe refuses the session …
//   ASSIGN_OR_RETURN(const bool again, supplies.Mend(wish, answer, tried, deadline));
//
// What a person can do in Stripe's Dashboard (archive, edit, delete, another account) never makes
// an item unbuyable: a part is first put right, and left out when it is refused once more. Without
// its customer a session asks for the buyer's address, without product and price it carries name
// and amount itself, without its coupon it shows the order's final amount as the price. Errors:
// STRIPE_UNAVAILABLE, NOT_FOR_SALE (Customer), the database's. Thread-safe, also across
// processes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/billing/orders/order_store.h"
#include "services/billing/payments/order_sync.h"
#include "services/billing/payments/stripe_products.h"
#include "services/billing/payments/stripe_requests.h"
#include "services/billing/stripe/answers.h"

namespace keys::billing {

// Of the request that makes the tenant's customer (StripeRequests).
std::string CustomerSubject(const Tenant& tenant);

class SessionSupplies {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const StripeRequests& requests;
    const OrderSync& sync;
    const StripeProducts& products;
    const Clock& clock;
  };
  explicit SessionSupplies(Parts parts) : parts_(parts) {}

  // For whom and what. `text` is not read for a shortfall.
  struct Wish {
    const StoredOrder& order;
    const ItemText& text;
    const std::string& email;
  };
  struct Supplies {
    // Empty: none.
    std::string customer_id;
    std::string price_id;
    std::vector<stripe::InlinePrice> inline_prices;
    std::optional<std::string> coupon_id;
  };
  // What has been tried for one session: each part is mended once, then left out.
  struct Tried {
    bool Contains(const std::vector<stripe::Part>& list, stripe::Part part) const;
    bool without(stripe::Part part) const { return Contains(left_out, part); }

    std::vector<stripe::Part> mended;
    std::vector<stripe::Part> left_out;
    // It was asked for once more because of its hour.
    bool renewed = false;
  };

  // A part whose making Stripe refuses is left out, and noted so.
  absl::StatusOr<Supplies> Gather(const Wish& wish, Tried& tried, Deadline deadline) const;
  // After a refusal of the session: puts right or leaves out what it was about. False when nothing
  // is left to try.
  absl::StatusOr<bool> Mend(const Wish& wish, const stripe::Answer& answer, Tried& tried,
                            Deadline deadline) const;

  // Stripe's id of the tenant's customer, made if there is none. Empty e-mail: without one; so also
  // when Stripe refuses the address.
  absl::StatusOr<std::string> EnsureCustomer(const Tenant& tenant, const std::string& email,
                                             Deadline deadline) const;
  // The customer is gone at Stripe: the next Customer makes another.
  absl::Status ForgetCustomer(const Tenant& tenant, Deadline deadline) const;

 private:
  absl::Status AddPrices(const Wish& wish, Tried& tried, Supplies& supplies,
                         Deadline deadline) const;
  // Of a shortfall: its KEYS, for what is lacking of each.
  absl::StatusOr<std::vector<stripe::InlinePrice>> MakeShortfallPrices(const StoredOrder& order,
                                                                       bool with_products,
                                                                       Deadline deadline) const;
  absl::StatusOr<std::string> EnsureCoupon(const StoredOrder& order, Deadline deadline) const;
  absl::StatusOr<bool> MendCustomer(const Tenant& tenant, Deadline deadline) const;
  absl::StatusOr<bool> MendCatalog(const StoredOrder& order, Deadline deadline) const;
  absl::StatusOr<bool> MendCoupon(const StoredOrder& order, Deadline deadline) const;
  absl::StatusOr<bool> MendPart(stripe::Part part, const StoredOrder& order,
                                Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

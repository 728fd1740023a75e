// Makes the objects at Stripe that a checkout session needs: the tenant's customer, product and
// price, and the order's coupon. They are made when they are missing, and mended or left out when
// Stripe refuses them.
//
//   SessionSupplies::Tried tried;
//   ASSIGN_OR_RETURN(const auto needed, supplies.Gather(wish, tried, deadline));
//   … Stripe refuses the session …
//   ASSIGN_OR_RETURN(const bool again, supplies.Mend(wish, answer, tried, deadline));
//
// Nothing that a person does in Stripe's Dashboard (archive, edit, delete, another account) makes
// an item unbuyable: a part is first mended, and left out when it is refused once more. Without its
// customer a session asks for the buyer's address, without product and price it carries name and
// amount itself, without its coupon it shows the order's final amount as the price. Errors:
// STRIPE_UNAVAILABLE, NOT_FOR_SALE (Customer), the database's. Thread-safe, also across processes.
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

// The subject of the request that makes the tenant's customer (StripeRequests).
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

  // The order, the buyer and the item of a session. `text` is not read for a shortfall.
  struct Wish {
    const StoredOrder& order;
    const ItemText& text;
    const std::string& email;
  };
  struct Supplies {
    // Empty when the session names no customer.
    std::string customer_id;
    std::string price_id;
    std::vector<stripe::InlinePrice> inline_prices;
    std::optional<std::string> coupon_id;
  };
  // The attempts that were made for one session: each part is mended once, then left out.
  struct Tried {
    bool Contains(const std::vector<stripe::Part>& list, stripe::Part part) const;
    bool without(stripe::Part part) const { return Contains(left_out, part); }

    std::vector<stripe::Part> mended;
    std::vector<stripe::Part> left_out;
    // True after the session was asked for once more with a later expiry.
    bool renewed = false;
  };

  // A part that Stripe refuses to make is left out, and `tried` says so.
  absl::StatusOr<Supplies> Gather(const Wish& wish, Tried& tried, Deadline deadline) const;
  // Mends or leaves out the part that Stripe's refusal of the session was about. Returns false when
  // nothing is left to try.
  absl::StatusOr<bool> Mend(const Wish& wish, const stripe::Answer& answer, Tried& tried,
                            Deadline deadline) const;

  // Returns Stripe's id of the tenant's customer, and makes the customer if there is none. The
  // customer has no address when the e-mail is empty or Stripe refuses it.
  absl::StatusOr<std::string> EnsureCustomer(const Tenant& tenant, const std::string& email,
                                             Deadline deadline) const;
  // Records that the customer is gone at Stripe, so that the next EnsureCustomer makes another.
  absl::Status ForgetCustomer(const Tenant& tenant, Deadline deadline) const;

 private:
  absl::Status AddPrices(const Wish& wish, Tried& tried, Supplies& supplies,
                         Deadline deadline) const;
  // Returns one price for each KEY of a shortfall: the amount that is lacking of it.
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

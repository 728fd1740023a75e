// Keeps Stripe's products and prices in step with the items for sale. Each is made once, and
// renamed, revived or archived when it differs from the item. A price never changes at Stripe;
// another amount is another price.
//
//   ASSIGN_OR_RETURN(const std::string price,
//                    products.EnsurePrice(text, {item_id, "usd", 7900}, deadline));
//
// An object that is gone at Stripe is made again. Changes that a person made in Stripe's Dashboard
// are looked for only when Stripe refuses the object (LookAgain) and by stripe_sync.h. Errors:
// STRIPE_UNAVAILABLE, NOT_FOR_SALE, the database's. Thread-safe, also across processes: two who
// want the same thing at once make it once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/billing/payments/order_sync.h"
#include "services/billing/payments/stripe_requests.h"

namespace keys::billing {

// An item for sale, as Stripe's pages shall show it.
struct ItemText {
  ItemKind kind = ItemKind::kKey;
  v1::OrderItem item;
  std::string description;
};

// The change that was made at Stripe.
enum class Change { kNone, kCreated, kUpdated, kArchived };

class StripeProducts {
 public:
  struct Parts {
    pg::Pool& pool;
    const StripeStore& stripe;
    const StripeRequests& requests;
    const OrderSync& sync;
    const Clock& clock;
  };
  explicit StripeProducts(Parts parts) : parts_(parts) {}

  struct Done {
    // Stripe's id.
    std::string id;
    Change change = Change::kNone;
  };
  // Returns an active product of that name.
  absl::StatusOr<Done> EnsureProduct(const ItemText& text, Deadline deadline) const;
  // Returns an active price of an active product.
  absl::StatusOr<Done> EnsurePrice(const ItemText& text, const PriceKey& key,
                                   Deadline deadline) const;

  // Asks Stripe for the state of the item's product, and of its price when `price` is given, and
  // stores it, so that the next EnsureProduct or EnsurePrice mends what differs. Returns true when
  // something differed.
  absl::StatusOr<bool> LookAgain(const std::string& item_id, const PriceKey* price,
                                 Deadline deadline) const;

  // Archives a product that is no longer for sale. Returns kNone when it was archived before.
  absl::StatusOr<Change> ArchiveProduct(const StoredProduct& product, Deadline deadline) const;
  absl::StatusOr<Change> ArchivePrice(const StoredPrice& price, Deadline deadline) const;

 private:
  // Records that the price is gone at Stripe, so that the next EnsurePrice makes another.
  absl::Status ForgetPrice(pg::Transaction& tx, const PriceKey& key) const;
  absl::Status ForgetProduct(pg::Transaction& tx, const std::string& item_id) const;
  absl::StatusOr<bool> LookAtProduct(const std::string& item_id, Deadline deadline) const;
  absl::StatusOr<bool> LookAtPrice(const PriceKey& key, Deadline deadline) const;
  absl::Status CreateProduct(const ItemText& text, Deadline deadline) const;
  absl::StatusOr<Sent> CreatePrice(const PriceKey& key, const std::string& product_id,
                                   Deadline deadline) const;
  // Sets name and state. Returns false when Stripe does not know the product any more.
  absl::StatusOr<bool> UpdateProduct(const StoredProduct& product, const std::string& name,
                                     bool active, Deadline deadline) const;
  absl::StatusOr<bool> UpdatePrice(const StoredPrice& price, bool active, Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

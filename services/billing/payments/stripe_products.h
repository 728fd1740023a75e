// Keeps Stripe's products and prices in step with what is sold: each made once, renamed, revived
// and archived when it differs from what is wanted. A price never changes at Stripe; another amount
// is another price.
//
//   ASSIGN_OR_RETURN(const std::string price, products.EnsurePrice(text, {item_id, "usd", 7900},
//   deadline));
//
// What is gone at Stripe is made anew. What a person changed in Stripe's Dashboard is not looked
// for each time but when Stripe refuses it (LookAgain) and by stripe_sync.h. Errors:
// STRIPE_UNAVAILABLE, NOT_FOR_SALE, the database's. Thread-safe, also across processes: two who
// want the same thing at once make it once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/billing/payments/order_sync.h"
#include "services/billing/payments/stripe_requests.h"

namespace keys::billing {

// What is sold, as Stripe's pages shall show it.
struct ItemText {
  v1::OrderItem item;
  std::string description;
};

// What had to be done at Stripe.
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
    // Stripe's.
    std::string id;
    Change change = Change::kNone;
  };
  // Active and of that name.
  absl::StatusOr<Done> EnsureProduct(const ItemText& text, Deadline deadline) const;
  // Active; its product too.
  absl::StatusOr<Done> EnsurePrice(const ItemText& text, const PriceKey& key,
                                   Deadline deadline) const;

  // Asks Stripe what has become of the item's product, and of its price when `price` is given, and
  // stores that; the next Product or Price then puts right what differs. True when something did.
  absl::StatusOr<bool> LookAgain(const std::string& item_id, const PriceKey* price,
                                 Deadline deadline) const;

  // Not for sale any more; kNone when it was archived before.
  absl::StatusOr<Change> ArchiveProduct(const StoredProduct& product, Deadline deadline) const;
  absl::StatusOr<Change> ArchivePrice(const StoredPrice& price, Deadline deadline) const;

 private:
  // Stripe says that it is gone: the next wish makes another.
  absl::Status ForgetPrice(pg::Transaction& tx, const PriceKey& key) const;
  absl::Status ForgetProduct(pg::Transaction& tx, const std::string& item_id) const;
  absl::StatusOr<bool> LookAtProduct(const std::string& item_id, Deadline deadline) const;
  absl::StatusOr<bool> LookAtPrice(const PriceKey& key, Deadline deadline) const;
  absl::Status CreateProduct(const ItemText& text, Deadline deadline) const;
  absl::StatusOr<Sent> CreatePrice(const PriceKey& key, const std::string& product_id,
                                   Deadline deadline) const;
  // Name and state as wanted; false when Stripe does not know it any more.
  absl::StatusOr<bool> UpdateProduct(const StoredProduct& product, const std::string& name,
                                     bool active, Deadline deadline) const;
  absl::StatusOr<bool> UpdatePrice(const StoredPrice& price, bool active, Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

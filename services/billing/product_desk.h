// Keeps Stripe's products and prices in step with what is sold: each made once, renamed, revived
// and archived when it differs from what is wanted. A price never changes at Stripe; another amount
// is another price.
//
//   ASSIGN_OR_RETURN(const std::string price, products.Price(text, {item_id, "usd", 7900},
//   deadline));
//
// What is gone at Stripe is made anew. Errors: STRIPE_UNAVAILABLE, the database's. Thread-safe,
// also across processes: two who want the same thing at once make it once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/billing/request_book.h"

namespace keys::billing {

// What is sold, as Stripe's pages shall show it.
struct ItemText {
  v1::OrderItem item;
  std::string description;
};

// What had to be done at Stripe.
enum class Change { kNone, kCreated, kUpdated, kArchived };

class ProductDesk {
 public:
  struct Parts {
    pg::Pool& pool;
    const StripeStore& stripe;
    const RequestBook& book;
    const Clock& clock;
  };
  explicit ProductDesk(Parts parts) : parts_(parts) {}

  struct Done {
    // Stripe's.
    std::string id;
    Change change = Change::kNone;
  };
  // Active and of that name.
  absl::StatusOr<Done> Product(const ItemText& text, Deadline deadline) const;
  // Active; its product too.
  absl::StatusOr<Done> Price(const ItemText& text, const PriceKey& key, Deadline deadline) const;

  // Not for sale any more; kNone when it was archived before.
  absl::StatusOr<Change> ArchiveProduct(const StoredProduct& product, Deadline deadline) const;
  absl::StatusOr<Change> ArchivePrice(const StoredPrice& price, Deadline deadline) const;

  // Stripe says that it is gone: the next wish makes another.
  absl::Status ForgetPrice(pg::Transaction& tx, const PriceKey& key) const;
  absl::Status ForgetProduct(pg::Transaction& tx, const std::string& item_id) const;

 private:
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

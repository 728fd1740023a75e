// Opens and closes an order's checkout session at Stripe, with the objects it needs: the tenant's
// customer, the order's coupon, and what product_desk.h keeps. Each is made once and kept.
//
// Errors: STRIPE_UNAVAILABLE when Stripe cannot be asked or left something open (nothing is
// guessed), CONFLICT when the order is no longer open, the database's. Thread-safe, also across
// processes.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/billing/order_sync.h"
#include "services/billing/product_desk.h"
#include "services/billing/request_book.h"

namespace keys::billing {

// Of the request that makes the tenant's customer (RequestBook).
std::string CustomerSubject(const Tenant& tenant);

class SessionDesk {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const OrderLedger& ledger;
    const RequestBook& book;
    const OrderSync& sync;
    const ProductDesk& products;
    const Clock& clock;
  };
  explicit SessionDesk(Parts parts) : parts_(parts) {}

  // The session of an open order that costs something, made if there is none. `text` is not read
  // for a shortfall.
  absl::StatusOr<StoredSession> Open(const StoredOrder& order, const ItemText& text,
                                     const std::string& email, Deadline deadline) const;

  enum class Closed { kClosed, kPaid, kAwaitingPayment };
  // Ends an open order so that it can no longer be paid; or tells, and records, that it was.
  absl::StatusOr<Closed> Close(const StoredOrder& order, const Cause& cause,
                               Deadline deadline) const;

  // Stripe's id of the tenant's customer, made if there is none. Empty e-mail: without one.
  absl::StatusOr<std::string> Customer(const Tenant& tenant, const std::string& email,
                                       Deadline deadline) const;
  // The customer is gone at Stripe: the next Customer makes another.
  absl::Status ForgetCustomer(const Tenant& tenant, Deadline deadline) const;

 private:
  struct Needed {
    std::string customer_id;
    std::string price_id;
    std::vector<stripe::InlinePrice> inline_prices;
    std::optional<std::string> coupon_id;
  };
  // Of a shortfall: its KEYS, for what is lacking of each.
  absl::StatusOr<std::vector<stripe::InlinePrice>> InlinePricesOf(const StoredOrder& order,
                                                                  Deadline deadline) const;
  absl::StatusOr<std::string> Coupon(const StoredOrder& order, Deadline deadline) const;
  absl::StatusOr<Needed> Prepare(const StoredOrder& order, const ItemText& text,
                                 const std::string& email, Deadline deadline) const;
  absl::StatusOr<Sent> Ask(const StoredOrder& order, const Needed& needed, Deadline deadline) const;
  absl::StatusOr<bool> ForgetMissing(const StoredOrder& order, const stripe::Answer& answer,
                                     Deadline deadline) const;
  absl::Status Fail(const StoredOrder& order, const stripe::Answer& answer) const;
  absl::StatusOr<bool> Abandon(const StoredOrder& order, const Cause& cause,
                               Deadline deadline) const;
  absl::StatusOr<std::optional<std::string>> FindOut(const StoredOrder& order, const Cause& cause,
                                                     Deadline deadline) const;
  absl::StatusOr<Closed> Settled(const StoredOrder& order, const Cause& cause,
                                 Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

// Opens and closes an order's checkout session at Stripe. session_supplies.h makes the objects that
// a session needs.
//
// Errors: STRIPE_UNAVAILABLE when Stripe cannot be asked or left something open (nothing is
// guessed), NOT_FOR_SALE when it refuses the session whatever it is made of, CONFLICT when the
// order is no longer open, the database's. Thread-safe, also across processes.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/billing/payments/session_supplies.h"
#include "services/billing/payments/settlement_minimums.h"

namespace keys::billing {

class CheckoutSessions {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const OrderLedger& ledger;
    const StripeRequests& requests;
    const OrderSync& sync;
    const SessionSupplies& supplies;
    SettlementMinimums& minimums;
    const Clock& clock;
  };
  explicit CheckoutSessions(Parts parts) : parts_(parts) {}

  // Returns the session of an open order that costs something, and makes it if there is none.
  // `text` is not read for a shortfall.
  absl::StatusOr<StoredSession> Open(const StoredOrder& order, const ItemText& text,
                                     const std::string& email, Deadline deadline) const;

  enum class Closed { kClosed, kPaid, kAwaitingPayment };
  // Ends an open order so that it can no longer be paid. If it was paid already, that is recorded
  // and returned.
  absl::StatusOr<Closed> Close(const StoredOrder& order, const Cause& cause,
                               Deadline deadline) const;

  // Both are as in SessionSupplies.
  absl::StatusOr<std::string> EnsureCustomer(const Tenant& tenant, const std::string& email,
                                             Deadline deadline) const {
    return parts_.supplies.EnsureCustomer(tenant, email, deadline);
  }
  absl::Status ForgetCustomer(const Tenant& tenant, Deadline deadline) const {
    return parts_.supplies.ForgetCustomer(tenant, deadline);
  }

 private:
  absl::StatusOr<Sent> Ask(const StoredOrder& order, const SessionSupplies::Supplies& supplies,
                           Deadline deadline) const;
  absl::Status Fail(const StoredOrder& order, const stripe::Answer& answer) const;
  absl::StatusOr<bool> Abandon(const StoredOrder& order, const Cause& cause,
                               Deadline deadline) const;
  absl::StatusOr<std::optional<std::string>> FindOut(const StoredOrder& order, const Cause& cause,
                                                     Deadline deadline) const;
  absl::StatusOr<Closed> RefreshEnd(const StoredOrder& order, const Cause& cause,
                                    Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing

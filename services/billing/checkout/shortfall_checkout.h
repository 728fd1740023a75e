// Sells what an order lacks since a credit that it used no longer stands (docs/contract.md §4,
// "Credits are pledged").
//
// The payment is an order of its own, tied to the one it is made for: its lines are the KEYS whose
// credit is lacking, for what is lacking of each. So it is paid, refunded, disputed and reconciled
// like any other, and covers the credits like any purchase of those KEYS. At most one is open; it
// is ended when nothing is lacking any more, and given back when it was paid all the same.
//
// Errors: NOT_FOUND for an order that is not the caller's to pay, CONFLICT when it lacks nothing,
// those of a checkout. Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/money/currency.h"
#include "services/billing/checkout/cashier.h"
#include "services/billing/orders/tenancy.h"
#include "services/billing/payments/settlement_minimums.h"

namespace keys::billing {

class ShortfallCheckout {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const OrderLedger& ledger;
    const Cashier& cashier;
    const Tenancy& tenancy;
    const money::CurrencyTable& currencies;
    const SettlementMinimums& minimums;
    const Clock& clock;
    IdSource& ids;
    bool livemode = false;
  };
  explicit ShortfallCheckout(Parts parts) : parts_(parts) {}

  absl::StatusOr<v1::CheckoutResponse> Pay(rpc::Call& call,
                                           const v1::CheckoutShortfallRequest& request);

 private:
  // Looks once under the tenant's lock. If the choice has neither an order nor others in its way,
  // the shortfall was given away.
  absl::StatusOr<Cashier::Choice> Decide(rpc::Call& call, const StoredOrder& seen,
                                         const ReturnUrls& urls, Deadline deadline);
  absl::StatusOr<StoredOrder> FindPayable(rpc::Call& call, const std::string& id) const;
  absl::StatusOr<Quote> QuoteOf(pg::Transaction& tx, const StoredOrder& order,
                                const ShortfallPlan& plan) const;
  absl::Status GiveAway(pg::Transaction& tx, const StoredOrder& order, int64_t amount_cents,
                        const rpc::Call& call) const;
  absl::StatusOr<StoredOrder> Place(pg::Transaction& tx, rpc::Call& call, const StoredOrder& order,
                                    const Quote& quote, const ReturnUrls& urls) const;

  const Parts parts_;
};

}  // namespace keys::billing

// Sells an item to a tenant: makes the order and the session that pays it.
//
// At most one open order of a tenant holds a KEY at any moment: the same item, quote and URLs get
// the same session again, any other open order that shares a KEY is ended at Stripe first. An order
// of nothing is granted at once. A credit is only counted on once entitlement knows that its line
// is pledged. Errors carry the codes of docs/contract.md §1. Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "services/billing/checkout/cashier.h"
#include "services/billing/checkout/quoting.h"
#include "services/billing/orders/tenancy.h"

namespace keys::billing {

class Checkout {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const OrderLedger& ledger;
    const Cashier& cashier;
    const Quoting& quoting;
    const Tenancy& tenancy;
    const SettlementMinimums& minimums;
    outbox::Relay& relay;
    const Clock& clock;
    IdSource& ids;
    bool livemode = false;
  };
  explicit Checkout(Parts parts) : parts_(parts) {}

  absl::StatusOr<v1::CheckoutResponse> BuyKey(rpc::Call& call,
                                              const v1::CheckoutKeyRequest& request);
  absl::StatusOr<v1::CheckoutResponse> BuyBundle(rpc::Call& call,
                                                 const v1::CheckoutBundleRequest& request);

 private:
  // A buyer's request, in one form for KEYS and bundles.
  struct Wish {
    std::string rpc;
    ItemKind kind = ItemKind::kKey;
    std::string name;
    ReturnUrls urls;
    std::optional<std::string> org_id;
    std::string request_hash;
  };
  // The item that is wished for, the tenant that buys it, and what that tenant holds.
  struct Basket {
    Item item;
    Tenant tenant;
    Holdings held;
  };
  struct Decision {
    Cashier::Choice choice;
    // The source orders of its credits whose pledges entitlement does not know yet.
    std::vector<std::string> untold;
  };

  template <typename Request>
  absl::StatusOr<v1::CheckoutResponse> Run(rpc::Call& call, const char* rpc, ItemKind kind,
                                           const Request& request);
  absl::StatusOr<v1::CheckoutResponse> Buy(rpc::Call& call, const Wish& wish, const Basket& basket,
                                           Deadline deadline);
  absl::StatusOr<Decision> Decide(rpc::Call& call, const Wish& wish, const Basket& basket,
                                  Deadline deadline);
  absl::StatusOr<StoredOrder> Place(pg::Transaction& tx, rpc::Call& call, const Wish& wish,
                                    const Basket& basket, const Quote& quote);
  absl::Status WaitForPledges(const std::vector<std::string>& orders, Deadline deadline);

  const Parts parts_;
};

}  // namespace keys::billing

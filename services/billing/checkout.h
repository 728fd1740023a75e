// Buying: from an item and a tenant to an order and the session that pays it.
//
// At most one open order of a tenant holds a KEY at any moment: the same item, quote and URLs get
// the same session again, any other open order that shares a KEY is ended at Stripe first. An order
// of nothing is granted at once. Errors as CONTRACT §1 and §4 name them. Thread-safe.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/idempotency/idempotency.h"
#include "common/outbox/relay.h"
#include "common/rpc/call.h"
#include "services/billing/domain/return_url.h"
#include "services/billing/quoting.h"
#include "services/billing/session_desk.h"
#include "services/billing/tenancy.h"

namespace keys::billing {

class Checkout {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const OrderLedger& ledger;
    const SessionDesk& desk;
    const Quoting& quoting;
    const Tenancy& tenancy;
    const ReturnUrlPolicy& urls;
    const idempotency::Store& idempotency;
    outbox::Relay& relay;
    const Clock& clock;
    IdSource& ids;
    bool livemode = false;
  };
  explicit Checkout(Parts parts) : parts_(parts) {}

  absl::StatusOr<v1::CheckoutResponse> Key(rpc::Call& call, const v1::CheckoutKeyRequest& request);
  absl::StatusOr<v1::CheckoutResponse> Bundle(rpc::Call& call,
                                              const v1::CheckoutBundleRequest& request);

 private:
  // What is asked for, the same for KEYS and bundles.
  struct Wish {
    std::string rpc;
    std::string kind;
    std::string name;
    std::string success_url;
    std::string cancel_url;
    std::optional<std::string> org_id;
    std::string request_hash;
  };
  // What is wanted, resolved.
  struct Basket {
    Item item;
    Tenant tenant;
    Holdings held;
  };
  // One look under the tenant's lock: an order to pay (new or found), or orders in its way.
  struct Decision {
    std::optional<StoredOrder> order;
    std::vector<StoredOrder> in_the_way;
  };

  absl::StatusOr<v1::CheckoutResponse> Run(rpc::Call& call, const Wish& wish);
  absl::StatusOr<v1::CheckoutResponse> Buy(rpc::Call& call, const Wish& wish, const Basket& basket,
                                           Deadline deadline);
  absl::StatusOr<Decision> Decide(rpc::Call& call, const Wish& wish, const Basket& basket,
                                  Deadline deadline);
  absl::StatusOr<StoredOrder> Place(pg::Transaction& tx, rpc::Call& call, const Wish& wish,
                                    const Basket& basket, const Quote& quote);
  absl::Status Clear(rpc::Call& call, const std::vector<StoredOrder>& orders, Deadline deadline);
  absl::StatusOr<v1::CheckoutResponse> Pay(rpc::Call& call, const Basket& basket,
                                           const StoredOrder& order, Deadline deadline);
  absl::StatusOr<v1::CheckoutResponse> Give(const StoredOrder& order, Deadline deadline);
  absl::Status CheckUrls(const Wish& wish) const;

  const Parts parts_;
};

}  // namespace keys::billing

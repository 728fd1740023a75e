// Brings Stripe's products and prices in step with the catalog: created, renamed, revived, repriced
// and archived. Checkout does the same for what it sells (product_desk.h), so this is for what
// nobody has bought yet, or any more.
//
// In batches: a call changes at most its limit, in at most the time of a call, and says whether it
// was done; the next call goes on, and one that finds nothing to do asks Stripe nothing. KEYS and
// bundles that are free or not sold singly have no product. Errors: STRIPE_UNAVAILABLE, those of
// the catalog. Thread-safe, also across processes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/audit.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "services/billing/product_desk.h"
#include "services/catalog/client.h"

namespace keys::billing {

class StripeSync {
 public:
  struct Parts {
    pg::Pool& pool;
    const StripeStore& stripe;
    const ProductDesk& products;
    catalog::CatalogClient& catalog;
    const audit::Log& audit;
    const Clock& clock;
  };
  explicit StripeSync(Parts parts) : parts_(parts) {}

  absl::StatusOr<v1::SyncStripeResponse> Run(rpc::Call& call, const v1::SyncStripeRequest& request);

 private:
  // What has a price now.
  struct Offer {
    ItemText text;
    PriceKey price;
  };
  using Offers = std::map<std::string, Offer>;  // by item id
  struct Batch {
    v1::SyncStripeResponse report;
    int left = 0;
    Deadline deadline;

    bool over() const { return left <= 0 || deadline.Expired(); }
    void Count(Change change, bool is_price);
  };
  absl::StatusOr<Offers> ListOffers(rpc::Call& call) const;
  absl::Status AddKeys(rpc::Call& call, Offers& offers) const;
  absl::Status AddBundles(rpc::Call& call, Offers& offers) const;
  absl::Status Put(const Offer& offer, Batch& batch) const;
  absl::Status ArchiveOthers(const std::string& item_id, const PriceKey* current,
                             Batch& batch) const;
  absl::Status ArchiveUnsold(const Offers& offers, Batch& batch) const;

  const Parts parts_;
};

}  // namespace keys::billing

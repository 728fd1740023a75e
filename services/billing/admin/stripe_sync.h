// Brings Stripe's products and prices in step with the catalog: created, renamed, revived, repriced
// and archived. Checkout does the same for what it sells (product_desk.h), so this is for what
// nobody has bought yet, or any more.
//
// Stripe is asked about each item: what a person archived, edited or deleted in its Dashboard is
// put right, and an account that knows none of it is filled. In batches: a call changes at most its
// limit, in at most the time of a call, and says whether it was done; the next call goes on where
// it stopped. What Stripe refuses is named and does not hold up the rest. KEYS and bundles that are
// free or not sold singly have no product. Errors: STRIPE_UNAVAILABLE, those of the catalog.
// Thread-safe, also across processes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/audit/audit.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "services/billing/payments/stripe_products.h"
#include "services/catalog/client.h"

namespace keys::billing {

class StripeSync {
 public:
  struct Parts {
    pg::Pool& pool;
    const StripeStore& stripe;
    const StripeProducts& products;
    catalog::CatalogClient& catalog;
    const audit::Log& audit;
    const Clock& clock;
  };
  explicit StripeSync(Parts parts) : parts_(parts) {}
  StripeSync(const StripeSync&) = delete;
  StripeSync& operator=(const StripeSync&) = delete;

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
    // Notes a refusal of the item and makes it Ok; any other status stays.
    absl::Status Note(const v1::OrderItem& item, absl::Status status);
  };
  absl::StatusOr<Offers> ListOffers(rpc::Call& call) const;
  absl::Status AddKeys(rpc::Call& call, Offers& offers) const;
  absl::Status AddBundles(rpc::Call& call, Offers& offers) const;
  // Once in a run of calls, until one is complete.
  absl::Status LookOnce(const Offer& offer);
  void EndRun();
  absl::Status Put(const Offer& offer, Batch& batch);
  absl::Status ArchiveOthers(const std::string& item_id, const PriceKey* current,
                             Batch& batch) const;
  absl::Status Archive(const StoredProduct& product, Batch& batch) const;
  absl::Status ArchiveUnsold(const Offers& offers, Batch& batch) const;

  const Parts parts_;
  absl::Mutex mutex_;
  // Items asked for in this run, and until when that is believed.
  std::map<std::string, Deadline> looked_at_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys::billing

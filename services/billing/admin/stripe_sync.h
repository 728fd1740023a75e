// Brings Stripe's products and prices in step with the catalog: created, renamed, revived, repriced
// and archived. Checkout does the same for the item that it sells (stripe_products.h), so this is
// for items that nobody has bought yet, or that are no longer bought.
//
// Stripe is asked about each item. Products and prices that a person archived, edited or deleted in
// its Dashboard are put right, and an account that has none of them is filled. The work goes in
// batches: a call makes at most `limit` changes in at most the time of a call and says whether it
// has finished; the next call goes on where it stopped. Items that Stripe refuses are named and do
// not delay the others. KEYS and bundles that are free or not sold singly have no product. Errors:
// STRIPE_UNAVAILABLE, those of the catalog. Thread-safe, also across processes.
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
  // An item that has a price now.
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
    // Records that Stripe refused the item and returns Ok. Any other status is returned unchanged.
    absl::Status Note(const v1::OrderItem& item, absl::Status status);
  };
  absl::StatusOr<Offers> ListOffers(rpc::Call& call) const;
  absl::Status AddKeys(rpc::Call& call, Offers& offers) const;
  absl::Status AddBundles(rpc::Call& call, Offers& offers) const;
  // Looks each item up once in a run of calls, which ends with a complete one.
  absl::Status LookOnce(const Offer& offer);
  void EndRun();
  absl::Status Put(const Offer& offer, Batch& batch);
  absl::Status ArchiveOthers(const std::string& item_id, const PriceKey* current,
                             Batch& batch) const;
  absl::Status Archive(const StoredProduct& product, Batch& batch) const;
  absl::Status ArchiveUnsold(const Offers& offers, Batch& batch) const;

  const Parts parts_;
  absl::Mutex mutex_;
  // Items that were looked up in this run, and the time until which the result is trusted.
  std::map<std::string, Deadline> looked_at_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys::billing

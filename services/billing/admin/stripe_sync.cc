#include "services/billing/admin/stripe_sync.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"

namespace keys::billing {
namespace {

constexpr int kDefaultEventLimit = 50;
// A call ends within this time, so that the gateway's limit of 10 s is never reached.
constexpr absl::Duration kWholeCall = absl::Seconds(7);
constexpr absl::Duration kOneChange = absl::Seconds(5);
// Calls within this time count as one run. Products that were looked at before it are looked at
// again.
constexpr absl::Duration kOneRun = absl::Minutes(5);
// The catalog answers at most this many at once.
constexpr int kKeysAtOnce = 1000;
constexpr int kProductsAtOnce = 500;

}  // namespace

void StripeSync::Batch::Count(Change change, bool is_price) {
  if (change == Change::kNone) return;
  --left;
  v1::SyncStripeCount& count = is_price ? *report.mutable_prices() : *report.mutable_products();
  if (change == Change::kCreated) count.set_created(count.created() + 1);
  if (change == Change::kUpdated) count.set_updated(count.updated() + 1);
  if (change == Change::kArchived) count.set_archived(count.archived() + 1);
}

absl::Status StripeSync::AddKeys(rpc::Call& call, Offers& offers) const {
  ASSIGN_OR_RETURN(const auto published, parts_.catalog.ListCandidates({}, call));
  for (int from = 0; from < published.candidates_size(); from += kKeysAtOnce) {
    catalog::v1::BatchGetKeysRequest request;
    const int to = std::min(from + kKeysAtOnce, published.candidates_size());
    for (int i = from; i < to; ++i) request.add_keys(published.candidates(i).id());
    ASSIGN_OR_RETURN(const auto keys, parts_.catalog.BatchGetKeys(request, call));
    for (const catalog::v1::KeyForSale& key : keys.keys()) {
      if (catalog::kKeyStatuses.Find(key.status()) != catalog::KeyStatus::kPublished ||
          key.price_cents() <= 0)
        continue;
      Offer& offer = offers[key.id()];
      offer.text.kind = ItemKind::kKey;
      offer.text.item.set_kind(std::string(WordOf(offer.text.kind)));
      offer.text.item.set_id(key.id());
      offer.text.item.set_slug(key.slug());
      offer.text.item.set_title(key.title());
      offer.text.description = key.description();
      offer.price = {key.id(), key.currency(), key.price_cents()};
    }
  }
  return absl::OkStatus();
}

absl::Status StripeSync::AddBundles(rpc::Call& call, Offers& offers) const {
  ASSIGN_OR_RETURN(const auto bundles, parts_.catalog.ListBundles({}, call));
  for (const catalog::v1::Bundle& bundle : bundles.bundles()) {
    if (bundle.price_cents() <= 0) continue;
    Offer& offer = offers[bundle.id()];
    offer.text.kind = ItemKind::kBundle;
    offer.text.item.set_kind(std::string(WordOf(offer.text.kind)));
    offer.text.item.set_id(bundle.id());
    offer.text.item.set_slug(bundle.slug());
    offer.text.item.set_title(bundle.title());
    offer.text.description = bundle.description();
    offer.price = {bundle.id(), bundle.currency(), bundle.price_cents()};
  }
  return absl::OkStatus();
}

absl::StatusOr<StripeSync::Offers> StripeSync::ListOffers(rpc::Call& call) const {
  Offers offers;
  RETURN_IF_ERROR(AddKeys(call, offers));
  RETURN_IF_ERROR(AddBundles(call, offers));
  return offers;
}

// If `current` is null, all of the item's prices are archived.
absl::Status StripeSync::ArchiveOthers(const std::string& item_id, const PriceKey* current,
                                       Batch& batch) const {
  std::vector<StoredPrice> prices;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(batch.deadline));
    ASSIGN_OR_RETURN(prices, parts_.stripe.ListActivePrices(db, item_id));
  }
  for (const StoredPrice& price : prices) {
    const bool stays = current != nullptr && price.key.currency == current->currency &&
                       price.key.unit_amount == current->unit_amount;
    if (stays || batch.over()) continue;
    ASSIGN_OR_RETURN(const Change change,
                     parts_.products.ArchivePrice(price, Deadline::After(kOneChange)));
    batch.Count(change, true);
  }
  return absl::OkStatus();
}

absl::Status StripeSync::Batch::Note(const v1::OrderItem& item, absl::Status status) {
  if (error::ReasonOf(status) != error::Reason::NOT_FOR_SALE) return status;
  *report.add_refused() = item;
  return absl::OkStatus();
}

absl::Status StripeSync::LookOnce(const Offer& offer) {
  const std::string& item_id = offer.price.item_id;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = looked_at_.find(item_id);
    if (found != looked_at_.end() && !found->second.Expired()) return absl::OkStatus();
  }
  const absl::Status looked =
      parts_.products.LookAgain(item_id, &offer.price, Deadline::After(kOneChange)).status();
  // What cannot be read at Stripe is not known to be wrong, so the stored state is used.
  const bool hidden = error::ReasonOf(looked) == error::Reason::UNAVAILABLE;
  if (!looked.ok() && !hidden) return looked;
  absl::MutexLock lock(&mutex_);
  looked_at_.insert_or_assign(item_id, Deadline::After(kOneRun));
  return absl::OkStatus();
}

void StripeSync::EndRun() {
  absl::MutexLock lock(&mutex_);
  looked_at_.clear();
}

absl::Status StripeSync::Put(const Offer& offer, Batch& batch) {
  RETURN_IF_ERROR(LookOnce(offer));
  ASSIGN_OR_RETURN(const StripeProducts::Done product,
                   parts_.products.EnsureProduct(offer.text, Deadline::After(kOneChange)));
  batch.Count(product.change, false);
  ASSIGN_OR_RETURN(
      const StripeProducts::Done price,
      parts_.products.EnsurePrice(offer.text, offer.price, Deadline::After(kOneChange)));
  batch.Count(price.change, true);
  return ArchiveOthers(offer.price.item_id, &offer.price, batch);
}

absl::Status StripeSync::Archive(const StoredProduct& product, Batch& batch) const {
  RETURN_IF_ERROR(ArchiveOthers(product.item_id, nullptr, batch));
  ASSIGN_OR_RETURN(const Change change,
                   parts_.products.ArchiveProduct(product, Deadline::After(kOneChange)));
  batch.Count(change, false);
  return absl::OkStatus();
}

absl::Status StripeSync::ArchiveUnsold(const Offers& offers, Batch& batch) const {
  std::string after;
  while (!batch.over()) {
    std::vector<StoredProduct> products;
    {
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(batch.deadline));
      ASSIGN_OR_RETURN(products, parts_.stripe.ListProducts(db, after, kProductsAtOnce));
    }
    if (products.empty()) return absl::OkStatus();
    for (const StoredProduct& product : products) {
      if (batch.over()) return absl::OkStatus();
      if (offers.contains(product.item_id)) continue;
      v1::OrderItem item;
      item.set_kind(std::string(WordOf(product.item_kind)));
      item.set_id(product.item_id);
      item.set_title(product.name);
      RETURN_IF_ERROR(batch.Note(item, Archive(product, batch)));
    }
    after = products.back().item_id;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::SyncStripeResponse> StripeSync::Run(rpc::Call& call,
                                                       const v1::SyncStripeRequest& request) {
  Batch batch{.left = request.has_limit() ? request.limit() : kDefaultEventLimit,
              .deadline = call.deadline().Within(kWholeCall)};
  // The list is present in the answer even when nothing was done.
  batch.report.mutable_products();
  batch.report.mutable_prices();
  ASSIGN_OR_RETURN(const Offers offers, ListOffers(call));
  int looked_at = 0;
  for (const auto& [id, offer] : offers) {
    if (batch.over()) break;
    RETURN_IF_ERROR(batch.Note(offer.text.item, Put(offer, batch)));
    ++looked_at;
  }
  if (!batch.over()) RETURN_IF_ERROR(ArchiveUnsold(offers, batch));
  batch.report.set_offers(static_cast<int32_t>(offers.size()));
  // The next call finds what this one left out for lack of room or time.
  const bool done = !batch.over();
  if (done) EndRun();
  batch.report.set_complete(done && batch.report.refused().empty());
  const std::string details = Concat({R"({"offers":)", std::to_string(offers.size()),
                                      R"(,"looked_at":)", std::to_string(looked_at), "}"});
  RETURN_IF_ERROR(
      pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
        return parts_.audit.Append(tx,
                                   {.actor = call.caller().user_id,
                                    .action = "stripe.sync",
                                    .subject = "catalog",
                                    .details_json = details},
                                   parts_.clock.Now());
      }));
  log::Info("stripe.synced", {{"offers", static_cast<int64_t>(offers.size())},
                              {"complete", batch.report.complete()}});
  return batch.report;
}

}  // namespace keys::billing

#include "gateway/endpoints/event_names.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/id/id.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::gateway {
namespace {

constexpr char kKeysPath[] = "/keys.catalog.v1.CatalogInternal/BatchGetKeys";
constexpr char kBundlePath[] = "/keys.catalog.v1.CatalogInternal/GetBundleForSale";
constexpr absl::Duration kCatalogPatience = absl::Milliseconds(500);
// A slug may be this long. Analytics refuses what cannot be a name.
constexpr size_t kLongestName = 100;

bool MayBeName(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                  (c >= 'A' && c <= 'Z');
         });
}

prometheus::Counter& Dropped(metrics::Registry& metrics, const char* kind) {
  return metrics.Counter("keys_gateway_event_names_dropped_total",
                         "Names in clients' events that the catalog does not know.",
                         {{"kind", kind}});
}

}  // namespace

struct EventNames::Question {
  ExchangePtr exchange;
  analytics::v1::RecordEventRequest* event = nullptr;
  std::function<void()> then;
  catalog::v1::BatchGetKeysRequest keys;
  catalog::v1::BatchGetKeysResponse found_keys;
  catalog::v1::GetBundleForSaleRequest bundle;
  catalog::v1::GetBundleForSaleResponse found_bundle;
};

EventNames::EventNames(Upstream& upstream, CatalogCache& cache, metrics::Registry& metrics)
    : upstream_(upstream),
      cache_(cache),
      keys_dropped_(Dropped(metrics, "key")),
      bundles_dropped_(Dropped(metrics, "bundle")) {}

void EventNames::Check(const ExchangePtr& exchange, google::protobuf::Message* request,
                       std::function<void()> then) const {
  auto question = std::make_shared<Question>();
  question->exchange = exchange;
  question->event =
      google::protobuf::DynamicCastToGenerated<analytics::v1::RecordEventRequest>(request);
  CHECK_THAT(question->event != nullptr, "names are checked of client events only");
  question->then = std::move(then);
  CheckKey(question);
}

void EventNames::CheckKey(const QuestionPtr& question) const {
  const std::string& sent = question->event->key_id();
  if (!MayBeName(sent)) return CheckBundle(question);
  const std::string name = NormalizeUuid(sent).value_or(sent);
  const std::string cache_key = StrCat("known KEY ", name);
  if (cache_.Find(cache_key) != nullptr) return CheckBundle(question);
  question->keys.add_keys(name);
  upstream_.Call({.process = "catalog",
                  .grpc_path = kKeysPath,
                  .request = &question->keys,
                  .response = &question->found_keys,
                  .exchange = *question->exchange,
                  .timeout = kCatalogPatience},
                 [this, question, cache_key](const UpstreamAnswer& answer) {
                   const bool found = question->found_keys.keys_size() > 0;
                   if (answer.status.ok() && !found) {
                     question->event->clear_key_id();
                     keys_dropped_.Increment();
                   }
                   if (answer.status.ok() && found && answer.revision.has_value()) {
                     cache_.Keep(cache_key, std::make_shared<KeptAnswer>(*answer.revision));
                   }
                   CheckBundle(question);
                 });
}

void EventNames::CheckBundle(const QuestionPtr& question) const {
  const std::string& sent = question->event->bundle_id();
  if (!MayBeName(sent)) return question->then();
  question->bundle.set_bundle(NormalizeUuid(sent).value_or(sent));
  upstream_.Call({.process = "catalog",
                  .grpc_path = kBundlePath,
                  .request = &question->bundle,
                  .response = &question->found_bundle,
                  .exchange = *question->exchange,
                  .timeout = kCatalogPatience},
                 [this, question](const UpstreamAnswer& answer) {
                   if (absl::IsNotFound(answer.status)) {
                     question->event->clear_bundle_id();
                     bundles_dropped_.Increment();
                   }
                   question->then();
                 });
}

}  // namespace keys::gateway

#include "gateway/cache/catalog_cache.h"

#include <utility>

#include "common/rpc/client.h"
#include "common/rpc/watch/client.h"
#include "keys/catalog/v1/watch.pb.h"

namespace keys::gateway {
namespace {

constexpr char kWatchPath[] = "/keys.catalog.v1.CatalogWatch/WatchRevision";

prometheus::Counter& Answers(metrics::Registry& metrics, const char* result) {
  return metrics.Counter("keys_gateway_cache_answers_total",
                         "Answers that could be cached: found (hit), not found (miss), not looked "
                         "for because the catalog's stream is down or behind (bypass), or for one "
                         "caller only (private).",
                         {{"result", result}});
}

}  // namespace

class CatalogCache::Stream {
 public:
  Stream(const std::string& address, rpc::TokenMinter& minter, CatalogCache& cache)
      : channel_(address, minter),
        watcher_(channel_, minter, {.path = kWatchPath}, catalog::v1::WatchRevisionRequest(),
                 {.on_event =
                      [&cache](const catalog::v1::WatchRevisionResponse& event) {
                        cache.OnRevision(event.revision());
                      },
                  .on_down = [&cache] { cache.OnDown(); }}) {}

 private:
  rpc::Channel channel_;
  rpc::Watcher<catalog::v1::WatchRevisionResponse> watcher_;
};

CatalogCache::CatalogCache(AnswerCache::Limits limits, metrics::Registry& metrics)
    : answers_(limits),
      hits_(Answers(metrics, "hit")),
      misses_(Answers(metrics, "miss")),
      bypasses_(Answers(metrics, "bypass")),
      private_(Answers(metrics, "private")),
      bytes_(metrics.Gauge("keys_gateway_cache_bytes", "About what cached answers take.")),
      entries_(metrics.Gauge("keys_gateway_cache_entries", "Cached answers.")),
      up_(metrics.Gauge("keys_gateway_catalog_watch_up",
                        "1 while the catalog tells its revision, else 0 and nothing is cached.")) {}

CatalogCache::~CatalogCache() { Stop(); }

void CatalogCache::Follow(const std::string& catalog_address, rpc::TokenMinter& minter) {
  stream_ = std::make_unique<Stream>(catalog_address, minter, *this);
}

void CatalogCache::OnRevision(int64_t revision) {
  // Old answers are dropped before the revision is announced, because a caller that waited for it
  // must not find one.
  answers_.DropBelow(revision);
  gate_.Learn(revision);
  up_.Set(1);
  Measure();
}

void CatalogCache::OnDown() {
  gate_.Lose();
  answers_.Clear();
  up_.Set(0);
  Measure();
}

KeptAnswerPtr CatalogCache::Find(const std::string& key) {
  const std::optional<int64_t> revision = gate_.Current();
  if (!revision.has_value()) {
    bypasses_.Increment();
    return nullptr;
  }
  KeptAnswerPtr found = answers_.Find(key, *revision);
  (found != nullptr ? hits_ : misses_).Increment();
  return found;
}

KeptAnswerPtr CatalogCache::FindSpelled(const std::string& spelling) {
  const std::optional<int64_t> revision = gate_.Current();
  if (!revision.has_value()) return nullptr;
  KeptAnswerPtr found = answers_.FindSpelled(spelling, *revision);
  if (found != nullptr) hits_.Increment();
  return found;
}

void CatalogCache::Spell(const std::string& key, const std::string& spelling) {
  answers_.Spell(key, spelling);
}

void CatalogCache::Keep(const std::string& key, KeptAnswerPtr answer) {
  const std::optional<int64_t> revision = gate_.Current();
  if (!revision.has_value() || answer->revision() < *revision) return;
  answers_.Keep(key, std::move(answer));
  Measure();
}

void CatalogCache::CountPrivate() { private_.Increment(); }

void CatalogCache::AwaitRevision(int64_t revision, Deadline deadline, std::function<void()> then) {
  gate_.Await(revision, deadline.Within(kLongestRevisionWait), std::move(then));
}

void CatalogCache::Stop() {
  stream_.reset();
  gate_.Stop();
}

void CatalogCache::Measure() {
  bytes_.Set(static_cast<double>(answers_.bytes()));
  entries_.Set(static_cast<double>(answers_.entries()));
}

}  // namespace keys::gateway

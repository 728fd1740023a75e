// /sitemap.xml: every published KEY and bundle, and the pages that search engines may keep
// (sitemaps.org). One file up to kSitemapAddresses; beyond that an index of files /sitemap/1.xml,
// ….
//
//   routes: GET /sitemap.xml, GET /sitemap/{part}
//
// The list is read from the catalog page by page through the routes of the API, and kept for a
// hundred times as long as reading it took, a second at least. Thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/rpc/worker_pool.h"
#include "gateway/endpoints/rpc_endpoint.h"
#include "gateway/exchange.h"
#include "gateway/pages/site.h"

namespace keys::gateway {

// sitemaps.org allows this many addresses in one file.
inline constexpr size_t kSitemapAddresses = 50'000;
// The most addresses in all. Further KEYS are left out, and the log says so.
inline constexpr size_t kMaxSitemapAddresses = 500'000;
// The most requests that wait for the first list. Further ones are told to come back.
inline constexpr size_t kMaxSitemapWaiting = 100;

struct SitemapAddress {
  std::string path;
  // A time such as "2026-11-23T12:00:00Z", or empty.
  std::string changed;
};

// Writes one part of the list, or the index when there are several. Empty when there is no such
// part.
std::string WriteSitemap(const Site& site, const std::vector<SitemapAddress>& addresses,
                         size_t part, size_t per_part = kSitemapAddresses);
std::string WriteSitemapIndex(const Site& site, size_t addresses,
                              size_t per_part = kSitemapAddresses);

class Sitemap : public std::enable_shared_from_this<Sitemap> {
 public:
  Sitemap(const Site& site, std::unique_ptr<RpcEndpoint> keys, std::unique_ptr<RpcEndpoint> bundles,
          rpc::WorkerPool& workers)
      : site_(site), keys_(std::move(keys)), bundles_(std::move(bundles)), workers_(workers) {}

  using List = std::shared_ptr<const std::vector<SitemapAddress>>;
  using Use = std::function<void(const absl::StatusOr<List>&)>;
  // Calls `use` with the list that is kept, or once it has been read.
  void Get(Use use);

  const Site& site() const { return site_; }

 private:
  struct Reading;
  using ReadingPtr = std::shared_ptr<Reading>;

  // Asks for the next page on a thread of the pool, so that answers from the cache do not nest
  // calls ever deeper.
  void Next(const ReadingPtr& reading);
  void Ask(const ReadingPtr& reading);
  void Take(const ReadingPtr& reading, const absl::StatusOr<HttpResponse>& answer);
  void End(const ReadingPtr& reading, const absl::Status& status);

  const Site& site_;
  const std::unique_ptr<RpcEndpoint> keys_;
  const std::unique_ptr<RpcEndpoint> bundles_;
  rpc::WorkerPool& workers_;
  std::mutex mutex_;
  List list_;
  // The list is read again after this.
  Deadline fresh_ = Deadline::After(absl::ZeroDuration());
  bool reading_ = false;
  std::vector<Use> waiting_;
};

// Serves /sitemap.xml, or with `part` /sitemap/{part}.
class SitemapEndpoint : public Endpoint {
 public:
  SitemapEndpoint(std::shared_ptr<Sitemap> sitemap, bool part)
      : sitemap_(std::move(sitemap)), part_(part) {}
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const std::shared_ptr<Sitemap> sitemap_;
  const bool part_;
};

// Writes /robots.txt: the addresses that crawlers may visit, and the sitemap.
std::string RobotsText(const Site& site);

}  // namespace keys::gateway

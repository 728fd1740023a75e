// Makes routes of every address of the storefront: the pages at the API's own addresses, those that
// are pages only, and the built files.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/rpc/worker_pool.h"
#include "gateway/cache/catalog_cache.h"
#include "gateway/exchange.h"
#include "gateway/pages/site.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/upstream.h"

namespace keys::gateway {

struct PageParts {
  const Site& site;
  const std::vector<RpcRoute>& rpcs;
  Upstream& upstream;
  CatalogCache& cache;
  rpc::WorkerPool& workers;
};

// Gives the routes made from `parts.rpcs` their pages and appends the others. INVALID_ARGUMENT when
// a rule promises a page and none is known here. The objects in `parts`, except `rpcs`, must
// outlive the routes.
absl::Status AddPages(const PageParts& parts, std::vector<Route>& routes);

// Answers addresses that match no route.
std::unique_ptr<Endpoint> MissingPageEndpoint(const Site& site);

}  // namespace keys::gateway

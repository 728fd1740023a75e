// Makes every route of the gateway: the contract's RPCs and the few endpoints that are none.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/blob/object_store.h"
#include "common/metrics/metrics.h"
#include "common/rpc/worker_pool.h"
#include "gateway/cache/catalog_cache.h"
#include "gateway/endpoints/erasures.h"
#include "gateway/endpoints/event_gatherer.h"
#include "gateway/endpoints/health.h"
#include "gateway/endpoints/open_transfers.h"
#include "gateway/exchange.h"
#include "gateway/pages/config_json.h"
#include "gateway/pages/site.h"
#include "gateway/transcode/shape.h"
#include "gateway/upstream.h"

namespace keys::gateway {

struct RouteParts {
  ShapeSet& shapes;
  Upstream& upstream;
  CatalogCache& cache;
  OpenTransfers& transfers;
  EventGatherer& gatherer;
  Readiness& readiness;
  blob::ObjectStore& store;
  rpc::WorkerPool& workers;
  metrics::Registry& metrics;
  Erasures& erasures;
  const PublicSettings& settings;
  const Site& site;
};

// Returns INVALID_ARGUMENT when the contract's rules are wrong. The parts must outlive the routes.
absl::StatusOr<std::vector<Route>> MakeRoutes(const RouteParts& parts);

}  // namespace keys::gateway

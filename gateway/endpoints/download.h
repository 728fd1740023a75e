// GET /marketplace/downloads/{token}: the bytes behind a signed link. Entitlement says whether the
// link and the access behind it stand at this moment; the bytes come from the object store, whole
// or one range of them, with their digest as strong ETag.
//
// Const; thread-safe. What it refers to must outlive it.
#pragma once

#include "common/blob/object_store.h"
#include "common/metrics/metrics.h"
#include "common/rpc/worker_pool.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

class DownloadEndpoint : public Endpoint {
 public:
  // `workers` open objects, which may block.
  DownloadEndpoint(Upstream& upstream, blob::ObjectStore& store, rpc::WorkerPool& workers,
                   metrics::Registry& metrics);

  // LINK_INVALID, LINK_EXPIRED, LINK_REVOKED; ASSET_MISSING when the object is gone or not what it
  // should be; RANGE_NOT_SATISFIABLE.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  struct Link;
  absl::StatusOr<HttpResponse> Open(const Link& link) const;
  absl::StatusOr<std::unique_ptr<blob::ObjectReader>> OpenObject(const Link& link) const;

  Upstream& upstream_;
  blob::ObjectStore& store_;
  rpc::WorkerPool& workers_;
  prometheus::Counter& missing_;
};

}  // namespace keys::gateway

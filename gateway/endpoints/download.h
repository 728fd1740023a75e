// GET /marketplace/downloads/{token}: the bytes behind a sealed link. Entitlement says whether the
// link and the access behind it stand at this moment, and again while the bytes are on their way;
// they come from the object store, whole or one range of them, with their digest as strong ETag,
// and none is sent that is not the digest's.
//
// Const; thread-safe. What it refers to must outlive it.
#pragma once

#include "common/blob/object_store.h"
#include "common/metrics/metrics.h"
#include "common/rpc/worker_pool.h"
#include "gateway/endpoints/open_transfers.h"
#include "gateway/endpoints/verified_objects.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

class DownloadEndpoint : public Endpoint {
 public:
  // `workers` open objects, which may block.
  DownloadEndpoint(Upstream& upstream, blob::ObjectStore& store, rpc::WorkerPool& workers,
                   OpenTransfers& transfers, metrics::Registry& metrics);

  // LINK_INVALID, LINK_EXPIRED, LINK_REVOKED; ASSET_MISSING when the object is gone or its bytes
  // are not the digest's; RANGE_NOT_SATISFIABLE. A transfer whose access ends, or whose object
  // turns out damaged, is cut short of its Content-Length.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  struct Link;
  using LinkPtr = std::shared_ptr<Link>;
  void OnAuthorized(const LinkPtr& link) const;
  absl::StatusOr<HttpResponse> OnOpened(const Link& link, VerifiedObjects::Opened opened) const;
  absl::Status Missing(const Link& link, const absl::Status& why) const;

  Upstream& upstream_;
  OpenTransfers& transfers_;
  prometheus::Counter& missing_;
  // Endpoints are const to their callers; this one keeps what is shared between requests.
  const std::unique_ptr<VerifiedObjects> objects_;
};

}  // namespace keys::gateway

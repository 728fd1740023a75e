// GET /marketplace/downloads/{token}: the bytes behind a sealed link. Entitlement decides whether
// the link and the access behind it are valid at this moment, and again while bytes are being sent.
// The bytes come from the object store, whole or one range of them, with their digest as strong
// ETag. Each block is compared with the digest before it is sent.
//
// Const; thread-safe. The objects that it refers to must outlive it.
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

  // Answers with LINK_INVALID, LINK_EXPIRED or LINK_REVOKED; ASSET_MISSING when the object is gone
  // or its bytes do not match the digest; RANGE_NOT_SATISFIABLE. A transfer whose access ends, or
  // whose object turns out damaged, is cut short of its Content-Length.
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
  // Endpoints are const to their callers; this one keeps state that requests share.
  const std::unique_ptr<VerifiedObjects> objects_;
};

}  // namespace keys::gateway

// GET /marketplace/screenshots/{file}: a picture that an author ships with a KEY, under the SHA-256
// of its bytes, so that browsers and caches keep it for ever. Ingestion has checked the picture.
// Its type comes from its name, and its bytes are compared with the digest before they are sent.
//
// Const; thread-safe. The objects that it refers to must outlive it.
#pragma once

#include <cstdint>
#include <string>

#include "common/blob/object_store.h"
#include "common/metrics/metrics.h"
#include "common/rpc/worker_pool.h"
#include "gateway/exchange.h"

namespace keys::gateway {

// Ingestion takes pictures of at most 2 MiB.
inline constexpr int64_t kMaxScreenshotBytes = int64_t{2} << 20;

class ScreenshotEndpoint : public Endpoint {
 public:
  // `workers` read objects, which may block.
  ScreenshotEndpoint(blob::ObjectStore& store, rpc::WorkerPool& workers,
                     metrics::Registry& metrics);

  // Answers NOT_FOUND for a name that is malformed or that no picture has; ASSET_MISSING when the
  // stored bytes do not match the digest; STORAGE_UNAVAILABLE; RESOURCE_EXHAUSTED when too many
  // wait.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  absl::StatusOr<HttpResponse> Read(const std::string& file) const;
  absl::StatusOr<std::string> ReadBytes(const std::string& file) const;

  blob::ObjectStore& store_;
  rpc::WorkerPool& workers_;
  prometheus::Counter& damaged_;
};

}  // namespace keys::gateway

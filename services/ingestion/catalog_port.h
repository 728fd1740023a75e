// The catalog as an ingestion needs it: the process ends here, so tests put a fake in its place.
//
// Errors are the catalog's own (VERSION_IMMUTABLE, CONFLICT, …) or UNAVAILABLE. Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::rpc {
class Channel;
}

namespace keys::ingestion {

class CatalogPort {
 public:
  virtual ~CatalogPort() = default;
  // `request_id` of the run travels along for the logs of both sides.
  virtual absl::StatusOr<catalog::v1::PublishVersionResponse> PublishVersion(
      const catalog::v1::PublishVersionRequest& request, const std::string& request_id) = 0;
  virtual absl::StatusOr<catalog::v1::GetPublishedResponse> GetPublished(
      const catalog::v1::GetPublishedRequest& request, const std::string& request_id) = 0;
  virtual absl::StatusOr<catalog::v1::ApplyPricingResponse> ApplyPricing(
      const catalog::v1::ApplyPricingRequest& request, const std::string& request_id) = 0;
};

// `channel` outlives it.
std::unique_ptr<CatalogPort> MakeCatalogPort(rpc::Channel& channel);

}  // namespace keys::ingestion

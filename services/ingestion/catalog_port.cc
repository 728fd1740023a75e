#include "services/ingestion/catalog_port.h"

#include "common/rpc/client.h"
#include "keys/catalog/v1/catalog.grpc.pb.h"

namespace keys::ingestion {
namespace {

using catalog::v1::CatalogIngest;

// A publication is one transaction; pricing is one for the whole file.
constexpr absl::Duration kCallLimit = absl::Seconds(8);

class RpcCatalog final : public CatalogPort {
 public:
  explicit RpcCatalog(rpc::Channel& channel) : channel_(channel), stub_(channel.grpc()) {}

  absl::StatusOr<catalog::v1::PublishVersionResponse> PublishVersion(
      const catalog::v1::PublishVersionRequest& request, const std::string& request_id) override {
    return channel_.Invoke(&stub_, &CatalogIngest::Stub::PublishVersion, request,
                           Outgoing(request_id));
  }
  absl::StatusOr<catalog::v1::GetPublishedResponse> GetPublished(
      const catalog::v1::GetPublishedRequest& request, const std::string& request_id) override {
    return channel_.Invoke(&stub_, &CatalogIngest::Stub::GetPublished, request,
                           Outgoing(request_id));
  }
  absl::StatusOr<catalog::v1::ApplyPricingResponse> ApplyPricing(
      const catalog::v1::ApplyPricingRequest& request, const std::string& request_id) override {
    return channel_.Invoke(&stub_, &CatalogIngest::Stub::ApplyPricing, request,
                           Outgoing(request_id));
  }

 private:
  static rpc::Outgoing Outgoing(const std::string& request_id) {
    return rpc::Outgoing(Deadline::After(kCallLimit), request_id);
  }

  rpc::Channel& channel_;
  CatalogIngest::Stub stub_;
};

}  // namespace

std::unique_ptr<CatalogPort> MakeCatalogPort(rpc::Channel& channel) {
  return std::make_unique<RpcCatalog>(channel);
}

}  // namespace keys::ingestion

#include "services/entitlement/sources_client.h"

#include "keys/entitlement/v1/sources.grpc.pb.h"

namespace keys::entitlement {
namespace {

using SourcesStub = v1::EntitlementSources::Stub;

class RemoteSources final : public SourcesClient {
 public:
  RemoteSources(const std::string& address, rpc::TokenMinter& minter)
      : channel_(address, minter), stub_(channel_.grpc()) {}

  absl::StatusOr<v1::ListOrderGrantsResponse> ListOrderGrants(
      const v1::ListOrderGrantsRequest& request, const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &SourcesStub::ListOrderGrants, request, outgoing);
  }

 private:
  rpc::Channel channel_;
  SourcesStub stub_;
};

}  // namespace

std::unique_ptr<SourcesClient> MakeRemoteSources(const std::string& address,
                                                 rpc::TokenMinter& minter) {
  return std::make_unique<RemoteSources>(address, minter);
}

}  // namespace keys::entitlement

#include "services/entitlement/client.h"

#include "keys/entitlement/v1/entitlement.grpc.pb.h"

namespace keys::entitlement {
namespace {

using Stub = v1::EntitlementInternal::Stub;

class RemoteEntitlement final : public EntitlementClient {
 public:
  RemoteEntitlement(const std::string& address, rpc::TokenMinter& minter)
      : channel_(address, minter), stub_(channel_.grpc()) {}

  absl::StatusOr<v1::ApplyOrderAccessResponse> ApplyOrderAccess(
      const v1::ApplyOrderAccessRequest& request, const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::ApplyOrderAccess, request, outgoing);
  }

  absl::StatusOr<v1::ListStandingGrantsResponse> ListStandingGrants(
      const v1::ListStandingGrantsRequest& request, const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::ListStandingGrants, request, outgoing);
  }

  absl::StatusOr<v1::ListTenantsResponse> ListTenants(const v1::ListTenantsRequest& request,
                                                      const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::ListTenants, request, outgoing);
  }

  absl::StatusOr<v1::GetUserAccessResponse> GetUserAccess(const v1::GetUserAccessRequest& request,
                                                          const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::GetUserAccess, request, outgoing);
  }

 private:
  rpc::Channel channel_;
  Stub stub_;
};

}  // namespace

std::unique_ptr<EntitlementClient> MakeRemoteEntitlement(const std::string& address,
                                                         rpc::TokenMinter& minter) {
  return std::make_unique<RemoteEntitlement>(address, minter);
}

}  // namespace keys::entitlement

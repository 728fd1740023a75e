// The client by which services of a higher rank call entitlement.
//
//   auto entitlement = MakeRemoteEntitlement(address, minter);
//   ASSIGN_OR_RETURN(auto standing, entitlement->ListStandingGrants(request, call));
//
// Tests implement EntitlementClient. Thread-safe, blocking; errors as rpc::Channel gives them.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::entitlement {

class EntitlementClient {
 public:
  virtual ~EntitlementClient() = default;
  // Idempotent by order and revision, so the call may be repeated when it is not known whether it
  // succeeded.
  virtual absl::StatusOr<v1::ApplyOrderAccessResponse> ApplyOrderAccess(
      const v1::ApplyOrderAccessRequest& request, const rpc::Outgoing& outgoing) = 0;
  virtual absl::StatusOr<v1::ListStandingGrantsResponse> ListStandingGrants(
      const v1::ListStandingGrantsRequest& request, const rpc::Outgoing& outgoing) = 0;
  virtual absl::StatusOr<v1::ListTenantsResponse> ListTenants(const v1::ListTenantsRequest& request,
                                                              const rpc::Outgoing& outgoing) = 0;
  virtual absl::StatusOr<v1::GetUserAccessResponse> GetUserAccess(
      const v1::GetUserAccessRequest& request, const rpc::Outgoing& outgoing) = 0;
};

// `address` is host:port. `minter` must outlive the client.
std::unique_ptr<EntitlementClient> MakeRemoteEntitlement(const std::string& address,
                                                         rpc::TokenMinter& minter);

}  // namespace keys::entitlement

// Decides for which tenants a caller may act: for themselves, and for organisations.
//
// Errors: INVALID_ARGUMENT for an org_id that is no UUID, NOT_FOUND for an organisation one does
// not belong to (it is not told whether it exists), NOT_ADMIN for a member who may not buy.
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "services/billing/orders/order_store.h"
#include "services/entitlement/client.h"

namespace keys::billing {

class Tenancy {
 public:
  explicit Tenancy(entitlement::EntitlementClient& entitlement) : entitlement_(entitlement) {}

  // Returns the tenant that buys: the caller, or the organisation whose owner or admin the caller
  // is. org_id came in a body.
  absl::StatusOr<Tenant> RequireBuyer(const rpc::Call& call,
                                      const std::optional<std::string>& org_id) const;
  // Returns the tenant whose prices the caller may see; any member may. org_id came in a query.
  absl::StatusOr<Tenant> RequireViewer(const rpc::Call& call,
                                       const std::optional<std::string>& org_id) const;
  // Returns the id of an organisation whose owner or admin the caller is. org_id came in a query.
  absl::StatusOr<std::string> RequireOrgRun(const rpc::Call& call, const std::string& org_id) const;
  // Returns the ids of the tenants whose orders the caller may read: the caller, and the
  // organisations the caller runs.
  absl::StatusOr<std::vector<std::string>> ReadableIds(const rpc::Call& call) const;

 private:
  entitlement::EntitlementClient& entitlement_;
};

}  // namespace keys::billing

#include "services/billing/orders/tenancy.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "common/tenant/tenant.h"

namespace keys::billing {
namespace {

using error::Reason;

// Absent stands for a role that entitlement has and billing does not know: such a member may see
// prices, like any other.
using Role = std::optional<OrgRole>;

bool MayBuy(Role role) { return role == OrgRole::kOwner || role == OrgRole::kAdmin; }

struct Membership {
  std::string org_id;
  Role role;
};

// Returns the memberships that entitlement knows, and those of the caller's token that the gateway
// trusts.
absl::StatusOr<std::vector<Membership>> MembershipsOf(entitlement::EntitlementClient& entitlement,
                                                      const rpc::Call& call) {
  entitlement::v1::ListTenantsRequest request;
  request.set_user_id(call.caller().user_id);
  ASSIGN_OR_RETURN(const auto response, entitlement.ListTenants(request, call));
  std::vector<Membership> memberships;
  for (const auto& membership : response.memberships()) {
    if (TenantTypeOf(membership.tenant()) == TenantType::kOrg) {
      memberships.push_back({membership.tenant().id(), kOrgRoles.Find(membership.role())});
    }
  }
  for (const rpc::OrgClaim& claim : call.caller().orgs) {
    const auto id = NormalizeUuid(claim.org_id);
    const bool known = std::any_of(memberships.begin(), memberships.end(),
                                   [&](const Membership& m) { return m.org_id == id; });
    if (id.has_value() && !known) memberships.push_back({*id, kOrgRoles.Find(claim.role)});
  }
  return memberships;
}

// `pointer` names the field of the request in the error.
absl::StatusOr<std::string> ReadOrgId(const std::string& org_id, const char* pointer) {
  const auto id = NormalizeUuid(org_id);
  if (id.has_value()) return *id;
  return error::Invalid(pointer, "WRONG_TYPE", "org_id is the UUID of an organisation.");
}

// Returns the caller's role in the organisation, or NOT_FOUND.
absl::StatusOr<Role> RoleIn(entitlement::EntitlementClient& entitlement, const rpc::Call& call,
                            const std::string& org_id) {
  ASSIGN_OR_RETURN(const auto memberships, MembershipsOf(entitlement, call));
  for (const Membership& membership : memberships) {
    if (membership.org_id == org_id) return membership.role;
  }
  return error::Make(Reason::NOT_FOUND, "There is no such organisation among yours.");
}

}  // namespace

absl::StatusOr<Tenant> Tenancy::RequireBuyer(const rpc::Call& call,
                                             const std::optional<std::string>& org_id) const {
  if (!org_id.has_value()) return MakeTenant(TenantType::kUser, call.caller().user_id);
  ASSIGN_OR_RETURN(const std::string id, ReadOrgId(*org_id, "/org_id"));
  ASSIGN_OR_RETURN(const Role role, RoleIn(entitlement_, call, id));
  if (MayBuy(role)) return MakeTenant(TenantType::kOrg, id);
  return error::WithAction(
      error::Make(Reason::NOT_ADMIN, "Only an owner or admin buys for an organisation."),
      "Ask an owner or admin of the organisation, or buy it for yourself.");
}

absl::StatusOr<std::string> Tenancy::RequireOrgRun(const rpc::Call& call,
                                                   const std::string& org_id) const {
  ASSIGN_OR_RETURN(const std::string id, ReadOrgId(org_id, "?org_id"));
  ASSIGN_OR_RETURN(const Role role, RoleIn(entitlement_, call, id));
  if (MayBuy(role)) return id;
  return error::WithAction(
      error::Make(Reason::NOT_ADMIN, "Only an owner or admin sees the orders of an organisation."),
      "Ask an owner or admin of the organisation.");
}

absl::StatusOr<Tenant> Tenancy::RequireViewer(const rpc::Call& call,
                                              const std::optional<std::string>& org_id) const {
  if (!org_id.has_value()) return MakeTenant(TenantType::kUser, call.caller().user_id);
  ASSIGN_OR_RETURN(const std::string id, ReadOrgId(*org_id, "?org_id"));
  RETURN_IF_ERROR(RoleIn(entitlement_, call, id).status());
  return MakeTenant(TenantType::kOrg, id);
}

absl::StatusOr<std::vector<std::string>> Tenancy::ReadableIds(const rpc::Call& call) const {
  ASSIGN_OR_RETURN(const auto memberships, MembershipsOf(entitlement_, call));
  std::vector<std::string> ids = {call.caller().user_id};
  for (const Membership& membership : memberships) {
    if (MayBuy(membership.role)) ids.push_back(membership.org_id);
  }
  return ids;
}

}  // namespace keys::billing

#include "services/entitlement/access/access.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "common/time/proto_time.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/ledger/person.h"

namespace keys::entitlement {
namespace {

absl::StatusOr<std::string> UserIdOf(const std::string& text) {
  if (auto id = NormalizeUuid(text)) return *std::move(id);
  return error::Invalid("/user_id", "INVALID", "This is no UUID.");
}

absl::StatusOr<std::vector<std::string>> KeysOf(pg::Pool& pool, const Person& person,
                                                absl::Time now, const rpc::Call& call) {
  auto db = pool.Acquire(call.deadline());
  if (!db.ok()) return Undecided(db.status(), call);
  auto key_ids = access::AccessSet(*db, person, now);
  if (!key_ids.ok()) return Undecided(key_ids.status(), call);
  return key_ids;
}

}  // namespace

absl::StatusOr<v1::GetAccessSetResponse> Access::GetSet(rpc::Call& call,
                                                        const v1::GetAccessSetRequest&) {
  ASSIGN_OR_RETURN(const Person person, PersonOf(call));
  ASSIGN_OR_RETURN(auto key_ids, KeysOf(pool_, person, clock_.Now(), call));
  v1::GetAccessSetResponse response;
  response.mutable_access_set();  // present, also when empty: known, and nothing
  for (std::string& id : key_ids) response.mutable_access_set()->add_key_ids(std::move(id));
  return response;
}

absl::StatusOr<v1::GetUserAccessResponse> Access::GetOfUser(
    rpc::Call& call, const v1::GetUserAccessRequest& request) {
  ASSIGN_OR_RETURN(std::string user_id, UserIdOf(request.user_id()));
  ASSIGN_OR_RETURN(auto key_ids,
                   KeysOf(pool_, {.user_id = std::move(user_id)}, clock_.Now(), call));
  v1::GetUserAccessResponse response;
  for (std::string& id : key_ids) response.add_key_ids(std::move(id));
  return response;
}

absl::StatusOr<v1::ListStandingGrantsResponse> Access::ListStanding(
    rpc::Call& call, const v1::ListStandingGrantsRequest& request) {
  const auto& tenant = request.tenant();
  if (!IsUuid(tenant.id()) || (tenant.type() != "user" && tenant.type() != "org")) {
    return error::Invalid("/tenant", "INVALID", "A tenant is a UUID of a user or an org.");
  }
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto grants,
                   ledger::GrantsOfTenant(db, {tenant.id(), tenant.type()}, std::nullopt));
  v1::ListStandingGrantsResponse response;
  for (const Grant& grant : grants) {
    if (WhyNot(grant, now) != error::Reason::REASON_UNSPECIFIED) continue;
    auto& standing = *response.add_grants();
    standing.set_key_id(grant.key_id);
    standing.set_grant_id(grant.id);
    standing.set_source(grant.source);
    if (grant.order_id.has_value()) standing.set_order_id(*grant.order_id);
    if (grant.order_line_id.has_value()) standing.set_order_line_id(*grant.order_line_id);
    if (grant.ends_at.has_value()) *standing.mutable_ends_at() = ToProto(*grant.ends_at);
  }
  return response;
}

absl::StatusOr<v1::ListTenantsResponse> Access::ListTenants(rpc::Call& call,
                                                            const v1::ListTenantsRequest& request) {
  ASSIGN_OR_RETURN(const std::string user_id, UserIdOf(request.user_id()));
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto memberships, access::Memberships(db, user_id));
  v1::ListTenantsResponse response;
  const auto add = [&response](const std::string& id, const char* type, const std::string& role) {
    auto& membership = *response.add_memberships();
    membership.mutable_tenant()->set_id(id);
    membership.mutable_tenant()->set_type(type);
    membership.set_role(role);
  };
  add(user_id, "user", "self");
  for (const access::Membership& membership : memberships) {
    add(membership.org_id, "org", membership.role);
  }
  return response;
}

}  // namespace keys::entitlement

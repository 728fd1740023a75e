#include "services/entitlement/entitlement_rpc.h"

namespace keys::entitlement {
namespace {

constexpr std::string_view kPublic = "keys.entitlement.v1.Entitlement";
constexpr std::string_view kAdmin = "keys.entitlement.v1.EntitlementAdmin";
constexpr std::string_view kGateway = "keys.entitlement.v1.EntitlementGateway";
constexpr std::string_view kHoldings = "keys.entitlement.v1.EntitlementHoldings";
constexpr std::string_view kOrganisations = "keys.entitlement.v1.Organisations";
constexpr std::string_view kSources = "keys.entitlement.v1.EntitlementSources";
constexpr std::string_view kInternal = "keys.entitlement.v1.EntitlementInternal";

}  // namespace

Reactor* EntitlementRpc::ListEntitlements(Context* context,
                                          const v1::ListEntitlementsRequest* request,
                                          v1::ListEntitlementsResponse* response) {
  return unary_.Run(
      context, {kPublic, "ListEntitlements"}, request, response,
      [this](rpc::Call& call, const auto& in) { return entitlements_.List(call, in); });
}

Reactor* EntitlementRpc::ExplainAccess(Context* context, const v1::ExplainAccessRequest* request,
                                       v1::ExplainAccessResponse* response) {
  return unary_.Run(
      context, {kPublic, "ExplainAccess"}, request, response,
      [this](rpc::Call& call, const auto& in) { return entitlements_.Explain(call, in); });
}

Reactor* EntitlementRpc::Download(Context* context, const v1::DownloadRequest* request,
                                  v1::DownloadResponse* response) {
  return unary_.Run(context, {kPublic, "Download"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return downloads_.Start(call, in); });
}

Reactor* EntitlementAdminRpc::GrantEntitlement(Context* context,
                                               const v1::GrantEntitlementRequest* request,
                                               v1::GrantEntitlementResponse* response) {
  return unary_.Run(context, {kAdmin, "GrantEntitlement"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return grants_.Give(call, in); });
}

Reactor* EntitlementAdminRpc::RevokeEntitlement(Context* context,
                                                const v1::RevokeEntitlementRequest* request,
                                                v1::RevokeEntitlementResponse* response) {
  return unary_.Run(context, {kAdmin, "RevokeEntitlement"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return grants_.Revoke(call, in); });
}

Reactor* EntitlementAdminRpc::TransferEntitlement(Context* context,
                                                  const v1::TransferEntitlementRequest* request,
                                                  v1::TransferEntitlementResponse* response) {
  return unary_.Run(
      context, {kAdmin, "TransferEntitlement"}, request, response,
      [this](rpc::Call& call, const auto& in) { return transfers_.Transfer(call, in); });
}

Reactor* EntitlementAdminRpc::PutMember(Context* context, const v1::PutMemberRequest* request,
                                        v1::PutMemberResponse* response) {
  return unary_.Run(context, {kAdmin, "PutMember"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return members_.Put(call, in); });
}

Reactor* EntitlementAdminRpc::DeleteMember(Context* context, const v1::DeleteMemberRequest* request,
                                           v1::DeleteMemberResponse* response) {
  return unary_.Run(context, {kAdmin, "DeleteMember"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return members_.Delete(call, in); });
}

Reactor* EntitlementAdminRpc::ListAudit(Context* context, const v1::ListAuditRequest* request,
                                        v1::ListAuditResponse* response) {
  return unary_.Run(context, {kAdmin, "ListAudit"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return audit_.List(call, in); });
}

Reactor* EntitlementGatewayRpc::GetAccessSet(Context* context,
                                             const v1::GetAccessSetRequest* request,
                                             v1::GetAccessSetResponse* response) {
  return unary_.Run(context, {kGateway, "GetAccessSet"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return access_.GetSet(call, in); });
}

Reactor* EntitlementGatewayRpc::AuthorizeLink(Context* context,
                                              const v1::AuthorizeLinkRequest* request,
                                              v1::AuthorizeLinkResponse* response) {
  return unary_.Run(
      context, {kGateway, "AuthorizeLink"}, request, response,
      [this](rpc::Call& call, const auto& in) { return downloads_.Authorize(call, in); });
}

Reactor* OrganisationsRpc::ListOrganisations(Context* context,
                                             const v1::ListOrganisationsRequest* request,
                                             v1::ListOrganisationsResponse* response) {
  return unary_.Run(
      context, {kOrganisations, "ListOrganisations"}, request, response,
      [this](rpc::Call& call, const auto& in) { return organisations_.List(call, in); });
}

Reactor* OrganisationsRpc::RenameOrganisation(Context* context,
                                              const v1::RenameOrganisationRequest* request,
                                              v1::RenameOrganisationResponse* response) {
  return unary_.Run(
      context, {kOrganisations, "RenameOrganisation"}, request, response,
      [this](rpc::Call& call, const auto& in) { return organisations_.Rename(call, in); });
}

Reactor* OrganisationsRpc::ListMembers(Context* context, const v1::ListMembersRequest* request,
                                       v1::ListMembersResponse* response) {
  return unary_.Run(
      context, {kOrganisations, "ListMembers"}, request, response,
      [this](rpc::Call& call, const auto& in) { return organisations_.ListMembers(call, in); });
}

Reactor* OrganisationsRpc::AddMember(Context* context, const v1::AddMemberRequest* request,
                                     v1::AddMemberResponse* response) {
  return unary_.Run(
      context, {kOrganisations, "AddMember"}, request, response,
      [this](rpc::Call& call, const auto& in) { return organisations_.Add(call, in); });
}

Reactor* OrganisationsRpc::ChangeRole(Context* context, const v1::ChangeRoleRequest* request,
                                      v1::ChangeRoleResponse* response) {
  return unary_.Run(
      context, {kOrganisations, "ChangeRole"}, request, response,
      [this](rpc::Call& call, const auto& in) { return organisations_.ChangeRole(call, in); });
}

Reactor* OrganisationsRpc::RemoveMember(Context* context, const v1::RemoveMemberRequest* request,
                                        v1::RemoveMemberResponse* response) {
  return unary_.Run(
      context, {kOrganisations, "RemoveMember"}, request, response,
      [this](rpc::Call& call, const auto& in) { return organisations_.Remove(call, in); });
}

Reactor* EntitlementGatewayRpc::NotePerson(Context* context, const v1::NotePersonRequest* request,
                                           v1::NotePersonResponse* response) {
  return unary_.Run(
      context, {kGateway, "NotePerson"}, request, response,
      [this](rpc::Call& call, const auto& in) { return organisations_.Note(call, in); });
}

Reactor* EntitlementHoldingsRpc::CheckHoldings(Context* context,
                                               const v1::CheckHoldingsRequest* request,
                                               v1::CheckHoldingsResponse* response) {
  return unary_.Run(context, {kHoldings, "CheckHoldings"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return holdings_.Check(call, in); });
}

Reactor* EntitlementSourcesRpc::ListOrderGrants(Context* context,
                                                const v1::ListOrderGrantsRequest* request,
                                                v1::ListOrderGrantsResponse* response) {
  return unary_.Run(context, {kSources, "ListOrderGrants"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return sources_.List(call, in); });
}

Reactor* EntitlementInternalRpc::ApplyOrderAccess(Context* context,
                                                  const v1::ApplyOrderAccessRequest* request,
                                                  v1::ApplyOrderAccessResponse* response) {
  return unary_.Run(context, {kInternal, "ApplyOrderAccess"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return orders_.Apply(call, in); });
}

Reactor* EntitlementInternalRpc::ListStandingGrants(Context* context,
                                                    const v1::ListStandingGrantsRequest* request,
                                                    v1::ListStandingGrantsResponse* response) {
  return unary_.Run(
      context, {kInternal, "ListStandingGrants"}, request, response,
      [this](rpc::Call& call, const auto& in) { return access_.ListStanding(call, in); });
}

Reactor* EntitlementInternalRpc::ListTenants(Context* context,
                                             const v1::ListTenantsRequest* request,
                                             v1::ListTenantsResponse* response) {
  return unary_.Run(
      context, {kInternal, "ListTenants"}, request, response,
      [this](rpc::Call& call, const auto& in) { return access_.ListTenants(call, in); });
}

Reactor* EntitlementInternalRpc::GetUserAccess(Context* context,
                                               const v1::GetUserAccessRequest* request,
                                               v1::GetUserAccessResponse* response) {
  return unary_.Run(
      context, {kInternal, "GetUserAccess"}, request, response,
      [this](rpc::Call& call, const auto& in) { return access_.GetOfUser(call, in); });
}

}  // namespace keys::entitlement

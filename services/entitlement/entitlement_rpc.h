// gRPC's side of entitlement, with one line for each RPC.
#pragma once

#include "common/rpc/unary.h"
#include "keys/entitlement/v1/entitlement.grpc.pb.h"
#include "keys/entitlement/v1/holdings.grpc.pb.h"
#include "keys/entitlement/v1/organisations.grpc.pb.h"
#include "keys/entitlement/v1/sources.grpc.pb.h"
#include "services/entitlement/access/access.h"
#include "services/entitlement/access/entitlements.h"
#include "services/entitlement/admin/audit_list.h"
#include "services/entitlement/downloads/downloads.h"
#include "services/entitlement/downloads/holdings.h"
#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/grants/order_grants.h"
#include "services/entitlement/grants/order_sources.h"
#include "services/entitlement/grants/transfers.h"
#include "services/entitlement/organisations/members.h"
#include "services/entitlement/organisations/organisations.h"

namespace keys::entitlement {

using Reactor = grpc::ServerUnaryReactor;
using Context = grpc::CallbackServerContext;

class EntitlementRpc final : public v1::Entitlement::CallbackService {
 public:
  EntitlementRpc(rpc::Unary& unary, Entitlements& entitlements, Downloads& downloads)
      : unary_(unary), entitlements_(entitlements), downloads_(downloads) {}
  Reactor* ListEntitlements(Context* context, const v1::ListEntitlementsRequest* request,
                            v1::ListEntitlementsResponse* response) override;
  Reactor* ExplainAccess(Context* context, const v1::ExplainAccessRequest* request,
                         v1::ExplainAccessResponse* response) override;
  Reactor* Download(Context* context, const v1::DownloadRequest* request,
                    v1::DownloadResponse* response) override;

 private:
  rpc::Unary& unary_;
  Entitlements& entitlements_;
  Downloads& downloads_;
};

class EntitlementAdminRpc final : public v1::EntitlementAdmin::CallbackService {
 public:
  EntitlementAdminRpc(rpc::Unary& unary, AdminGrants& grants, Transfers& transfers,
                      Members& members, AuditList& audit)
      : unary_(unary), grants_(grants), transfers_(transfers), members_(members), audit_(audit) {}
  Reactor* ListAudit(Context* context, const v1::ListAuditRequest* request,
                     v1::ListAuditResponse* response) override;
  Reactor* GrantEntitlement(Context* context, const v1::GrantEntitlementRequest* request,
                            v1::GrantEntitlementResponse* response) override;
  Reactor* RevokeEntitlement(Context* context, const v1::RevokeEntitlementRequest* request,
                             v1::RevokeEntitlementResponse* response) override;
  Reactor* TransferEntitlement(Context* context, const v1::TransferEntitlementRequest* request,
                               v1::TransferEntitlementResponse* response) override;
  Reactor* PutMember(Context* context, const v1::PutMemberRequest* request,
                     v1::PutMemberResponse* response) override;
  Reactor* DeleteMember(Context* context, const v1::DeleteMemberRequest* request,
                        v1::DeleteMemberResponse* response) override;

 private:
  rpc::Unary& unary_;
  AdminGrants& grants_;
  Transfers& transfers_;
  Members& members_;
  AuditList& audit_;
};

class EntitlementGatewayRpc final : public v1::EntitlementGateway::CallbackService {
 public:
  EntitlementGatewayRpc(rpc::Unary& unary, Access& access, Downloads& downloads,
                        Organisations& organisations)
      : unary_(unary), access_(access), downloads_(downloads), organisations_(organisations) {}
  Reactor* NotePerson(Context* context, const v1::NotePersonRequest* request,
                      v1::NotePersonResponse* response) override;
  Reactor* GetAccessSet(Context* context, const v1::GetAccessSetRequest* request,
                        v1::GetAccessSetResponse* response) override;
  Reactor* AuthorizeLink(Context* context, const v1::AuthorizeLinkRequest* request,
                         v1::AuthorizeLinkResponse* response) override;

 private:
  rpc::Unary& unary_;
  Access& access_;
  Downloads& downloads_;
  Organisations& organisations_;
};

class OrganisationsRpc final : public v1::Organisations::CallbackService {
 public:
  OrganisationsRpc(rpc::Unary& unary, Organisations& organisations)
      : unary_(unary), organisations_(organisations) {}
  Reactor* ListOrganisations(Context* context, const v1::ListOrganisationsRequest* request,
                             v1::ListOrganisationsResponse* response) override;
  Reactor* RenameOrganisation(Context* context, const v1::RenameOrganisationRequest* request,
                              v1::RenameOrganisationResponse* response) override;
  Reactor* ListMembers(Context* context, const v1::ListMembersRequest* request,
                       v1::ListMembersResponse* response) override;
  Reactor* AddMember(Context* context, const v1::AddMemberRequest* request,
                     v1::AddMemberResponse* response) override;
  Reactor* ChangeRole(Context* context, const v1::ChangeRoleRequest* request,
                      v1::ChangeRoleResponse* response) override;
  Reactor* RemoveMember(Context* context, const v1::RemoveMemberRequest* request,
                        v1::RemoveMemberResponse* response) override;

 private:
  rpc::Unary& unary_;
  Organisations& organisations_;
};

class EntitlementHoldingsRpc final : public v1::EntitlementHoldings::CallbackService {
 public:
  EntitlementHoldingsRpc(rpc::Unary& unary, Holdings& holdings)
      : unary_(unary), holdings_(holdings) {}
  Reactor* CheckHoldings(Context* context, const v1::CheckHoldingsRequest* request,
                         v1::CheckHoldingsResponse* response) override;

 private:
  rpc::Unary& unary_;
  Holdings& holdings_;
};

class EntitlementSourcesRpc final : public v1::EntitlementSources::CallbackService {
 public:
  EntitlementSourcesRpc(rpc::Unary& unary, OrderSources& sources)
      : unary_(unary), sources_(sources) {}
  Reactor* ListOrderGrants(Context* context, const v1::ListOrderGrantsRequest* request,
                           v1::ListOrderGrantsResponse* response) override;

 private:
  rpc::Unary& unary_;
  OrderSources& sources_;
};

class EntitlementInternalRpc final : public v1::EntitlementInternal::CallbackService {
 public:
  EntitlementInternalRpc(rpc::Unary& unary, OrderGrants& orders, Access& access)
      : unary_(unary), orders_(orders), access_(access) {}
  Reactor* ApplyOrderAccess(Context* context, const v1::ApplyOrderAccessRequest* request,
                            v1::ApplyOrderAccessResponse* response) override;
  Reactor* ListStandingGrants(Context* context, const v1::ListStandingGrantsRequest* request,
                              v1::ListStandingGrantsResponse* response) override;
  Reactor* ListTenants(Context* context, const v1::ListTenantsRequest* request,
                       v1::ListTenantsResponse* response) override;
  Reactor* GetUserAccess(Context* context, const v1::GetUserAccessRequest* request,
                         v1::GetUserAccessResponse* response) override;

 private:
  rpc::Unary& unary_;
  OrderGrants& orders_;
  Access& access_;
};

}  // namespace keys::entitlement

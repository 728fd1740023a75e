#include "services/entitlement/entitlement_rpc.h"

#include "common/rpc/service.h"
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

std::vector<std::unique_ptr<grpc::Service>> MakeEntitlementServices(rpc::Unary& unary,
                                                                    const Handlers& handlers) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(rpc::MakeService<v1::Entitlement>(
      unary, {
                 rpc::On("ListEntitlements", handlers.entitlements, &Entitlements::List),
                 rpc::On("ExplainAccess", handlers.entitlements, &Entitlements::Explain),
                 rpc::On("Download", handlers.downloads, &Downloads::Start),
             }));
  services.push_back(rpc::MakeService<v1::EntitlementAdmin>(
      unary, {
                 rpc::On("GrantEntitlement", handlers.grants, &AdminGrants::Give),
                 rpc::On("RevokeEntitlement", handlers.grants, &AdminGrants::Revoke),
                 rpc::On("TransferEntitlement", handlers.transfers, &Transfers::Transfer),
                 rpc::On("PutMember", handlers.members, &Members::Put),
                 rpc::On("DeleteMember", handlers.members, &Members::Delete),
                 rpc::On("ListAudit", handlers.audit, &AuditList::List),
             }));
  services.push_back(rpc::MakeService<v1::EntitlementGateway>(
      unary, {
                 rpc::On("GetAccessSet", handlers.access, &Access::GetSet),
                 rpc::On("AuthorizeLink", handlers.downloads, &Downloads::Authorize),
                 rpc::On("NotePerson", handlers.organisations, &Organisations::Note),
             }));
  services.push_back(rpc::MakeService<v1::EntitlementHoldings>(
      unary, {
                 rpc::On("CheckHoldings", handlers.holdings, &Holdings::Check),
             }));
  services.push_back(rpc::MakeService<v1::Organisations>(
      unary, {
                 rpc::On("ListOrganisations", handlers.organisations, &Organisations::List),
                 rpc::On("RenameOrganisation", handlers.organisations, &Organisations::Rename),
                 rpc::On("ListMembers", handlers.organisations, &Organisations::ListMembers),
                 rpc::On("AddMember", handlers.organisations, &Organisations::Add),
                 rpc::On("ChangeRole", handlers.organisations, &Organisations::ChangeRole),
                 rpc::On("RemoveMember", handlers.organisations, &Organisations::Remove),
             }));
  services.push_back(rpc::MakeService<v1::EntitlementSources>(
      unary, {
                 rpc::On("ListOrderGrants", handlers.sources, &OrderSources::List),
             }));
  services.push_back(rpc::MakeService<v1::EntitlementInternal>(
      unary, {
                 rpc::On("ApplyOrderAccess", handlers.orders, &OrderGrants::Apply),
                 rpc::On("ListStandingGrants", handlers.access, &Access::ListStanding),
                 rpc::On("ListTenants", handlers.access, &Access::ListTenants),
                 rpc::On("GetUserAccess", handlers.access, &Access::GetOfUser),
             }));
  return services;
}

}  // namespace keys::entitlement

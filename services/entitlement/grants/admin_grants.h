// Gives and revokes grants by hand, for administrators.
//
// Handlers: thread-safe, blocking. NOT_ADMIN for anybody else. Each request is carried out once per
// Idempotency-Key and leaves an entry in the audit chain.
#pragma once

#include "absl/status/statusor.h"
#include "common/audit/audit.h"
#include "common/id/id.h"
#include "common/idempotency/idempotency.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/entitlement/ledger/catalog_keys.h"
#include "services/entitlement/ledger/ledger.h"

namespace keys::entitlement {

class AdminGrants {
 public:
  AdminGrants(pg::Pool& pool, catalog::CatalogClient& catalog, const Clock& clock, IdSource& ids)
      : pool_(pool), catalog_(catalog), clock_(clock), ids_(ids) {}

  // Makes a new grant, whatever the tenant has already. NOT_FOUND for an unknown KEY.
  absl::StatusOr<v1::GrantEntitlementResponse> Give(rpc::Call& call,
                                                    const v1::GrantEntitlementRequest& request);

  // NOT_FOUND for an unknown grant. One that is revoked already stays as it is.
  absl::StatusOr<v1::RevokeEntitlementResponse> Revoke(rpc::Call& call,
                                                       const v1::RevokeEntitlementRequest& request);

 private:
  absl::StatusOr<Grant> RevokeIn(pg::Transaction& tx, const rpc::Call& call,
                                 const v1::RevokeEntitlementRequest& request, const std::string& id,
                                 absl::Time now);

  pg::Pool& pool_;
  catalog::CatalogClient& catalog_;
  const Clock& clock_;
  IdSource& ids_;
  const idempotency::Store idempotency_{"entitlement"};
  const audit::Log audit_{"entitlement"};
};

}  // namespace keys::entitlement

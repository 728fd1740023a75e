// Moves a grant from one tenant to another.
//
// Handler: thread-safe, blocking. NOT_ADMIN for anybody but administrators. Each request is carried
// out once per Idempotency-Key and leaves an entry in the audit chain.
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

class Transfers {
 public:
  Transfers(pg::Pool& pool, catalog::CatalogClient& catalog, const Clock& clock, IdSource& ids)
      : pool_(pool), catalog_(catalog), clock_(clock), ids_(ids) {}

  // Revokes the giver's grant and gives the receiver one of source transfer with the same KEY,
  // dates, order line and standing. Later changes of the order reach the receiver's grant.
  // NOT_FOUND for an unknown grant, CONFLICT for one that is revoked or the receiver's already,
  // CREDIT_IN_USE for a line that is pledged.
  absl::StatusOr<v1::TransferEntitlementResponse> Transfer(
      rpc::Call& call, const v1::TransferEntitlementRequest& request);

 private:
  absl::StatusOr<Grant> TransferIn(pg::Transaction& tx, const rpc::Call& call,
                                   const v1::TransferEntitlementRequest& request,
                                   const std::string& id, absl::Time now);
  absl::StatusOr<Grant> Receive(pg::Transaction& tx, const Grant& given, const Tenant& receiver,
                                Fact fact);

  pg::Pool& pool_;
  catalog::CatalogClient& catalog_;
  const Clock& clock_;
  IdSource& ids_;
  const idempotency::Store idempotency_{"entitlement"};
  const audit::Log audit_{"entitlement"};
};

}  // namespace keys::entitlement

#include "services/entitlement/grants/transfers.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/idempotency/once.h"
#include "common/log/log.h"
#include "services/entitlement/admin/admin_rules.h"
#include "services/entitlement/ledger/views.h"

namespace keys::entitlement {
namespace {

absl::Status Check(const v1::TransferEntitlementRequest& request) {
  std::vector<error::Violation> violations;
  CheckTenant(request, violations);
  CheckReason(request.reason(), violations);
  return error::Invalid(std::move(violations));
}

// Returns why this grant cannot be transferred, or Ok.
absl::Status CheckGiven(const std::optional<Grant>& grant, const Tenant& receiver, absl::Time now) {
  if (!grant.has_value()) {
    return error::Make(error::Reason::NOT_FOUND, "There is no grant with this id.");
  }
  if (IsRevoked(grant->standing)) {
    return error::Make(error::Reason::CONFLICT,
                       "This grant is revoked: there is nothing left to transfer.");
  }
  if (grant->ends_at.has_value() && *grant->ends_at <= now) {
    return error::Make(error::Reason::CONFLICT,
                       "This grant has ended: there is nothing left to transfer.");
  }
  if (grant->tenant == receiver) {
    return error::Make(error::Reason::CONFLICT, "This grant is the receiver's already.");
  }
  return absl::OkStatus();
}

std::string DetailsOfTransfer(const Grant& given, const Grant& received,
                              const std::string& reason) {
  return Concat({"{\"from\":", DetailsOf(given, reason), ",\"to\":", DetailsOf(received, reason),
                 ",\"grant_id\":\"", received.id, "\",\"reason\":\"", log::EscapeJson(reason),
                 "\"}"});
}

}  // namespace

absl::StatusOr<v1::TransferEntitlementResponse> Transfers::Transfer(
    rpc::Call& call, const v1::TransferEntitlementRequest& request) {
  RETURN_IF_ERROR(RequireAdmin(call));
  RETURN_IF_ERROR(Check(request));
  const auto id = NormalizeUuid(request.id());
  if (!id.has_value()) return CheckGiven(std::nullopt, {}, clock_.Now());
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(
      auto response, pg::RunTransaction(pool_, call.deadline(), [&](pg::Transaction& tx) {
        return idempotency::Once<v1::TransferEntitlementResponse>(
            {.store = idempotency_,
             .tx = tx,
             .call = call,
             .rpc = "TransferEntitlement",
             .now = now},
            request, [&]() -> absl::StatusOr<v1::TransferEntitlementResponse> {
              ASSIGN_OR_RETURN(const Grant received, TransferIn(tx, call, request, *id, now));
              v1::TransferEntitlementResponse transferred;
              *transferred.mutable_entitlement() = ViewOf(received, nullptr, now);
              return transferred;
            });
      }));
  // Slug and title are not essential, as for a revocation.
  auto& view = *response.mutable_entitlement();
  if (const auto key = GetKey(catalog_, view.key_id(), call); key.ok()) {
    view.set_pack_slug(key->slug());
    view.set_pack_title(key->title());
    view.set_version(key->version());
  }
  return response;
}

absl::StatusOr<Grant> Transfers::TransferIn(pg::Transaction& tx, const rpc::Call& call,
                                            const v1::TransferEntitlementRequest& request,
                                            const std::string& id, absl::Time now) {
  const Tenant receiver = TenantNamed(request);
  ASSIGN_OR_RETURN(const std::optional<Grant> grant, ledger::LockGrantAndOrder(tx, id));
  RETURN_IF_ERROR(CheckGiven(grant, receiver, now));
  if (grant->order_id.has_value()) {
    ASSIGN_OR_RETURN(const bool pledged,
                     ledger::IsPledged(tx, *grant->order_id, *grant->order_line_id));
    if (pledged) {
      return error::Make(error::Reason::CREDIT_IN_USE,
                         "The price of this KEY is credited to another purchase of its holder.");
    }
  }
  Fact fact{.id = ids_.NewUuid(),
            .kind = FactKind::kRevoked,
            .grant = *grant,
            .actor = call.caller().user_id,
            .note = request.reason(),
            .occurred_at = now,
            .recorded_at = now};
  fact.grant.standing = Standing::kRevokedTransfer;
  RETURN_IF_ERROR(ledger::Record(tx, grant, fact).status());
  ASSIGN_OR_RETURN(Grant received, Receive(tx, *grant, receiver, fact));
  RETURN_IF_ERROR(
      audit_.Append(tx,
                    {.actor = call.caller().user_id,
                     .action = "entitlement.transfer",
                     .subject = id,
                     .details_json = DetailsOfTransfer(*grant, received, request.reason())},
                    now));
  return received;
}

absl::StatusOr<Grant> Transfers::Receive(pg::Transaction& tx, const Grant& given,
                                         const Tenant& receiver, Fact fact) {
  fact.id = ids_.NewUuid();
  fact.kind = FactKind::kGranted;
  fact.grant = given;
  fact.grant.id = ids_.NewUuid();
  fact.grant.tenant = receiver;
  fact.grant.source = "transfer";
  // The receiver has the grant from now on and not from before.
  fact.grant.begins_later = given.begins_later && given.starts_at > fact.recorded_at;
  fact.grant.starts_at = fact.grant.begins_later ? given.starts_at : fact.recorded_at;
  fact.grant.standing = Standing::kActive;
  ASSIGN_OR_RETURN(Grant received, ledger::Record(tx, std::nullopt, fact));
  if (!IsSuspended(given.standing)) return received;
  fact.id = ids_.NewUuid();
  fact.kind = FactKind::kSuspended;
  fact.grant.standing = given.standing;
  return ledger::Record(tx, received, fact);
}

}  // namespace keys::entitlement

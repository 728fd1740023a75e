#include "services/entitlement/grants/admin_grants.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/idempotency/once.h"
#include "common/time/proto_time.h"
#include "services/entitlement/admin/admin_rules.h"
#include "services/entitlement/ledger/views.h"

namespace keys::entitlement {
namespace {

using error::MakeViolation;

// Cuts a moment to microseconds, as the ledger keeps them.
absl::Time Kept(const google::protobuf::Timestamp& moment) {
  return absl::FromUnixMicros(absl::ToUnixMicros(FromProto(moment)));
}
absl::Time StartOf(const v1::GrantEntitlementRequest& request, absl::Time now) {
  return request.has_starts_at() ? std::max(now, Kept(request.starts_at())) : now;
}
absl::Time EndOf(const v1::GrantEntitlementRequest& request) { return Kept(request.ends_at()); }

absl::Status CheckGrant(const v1::GrantEntitlementRequest& request, absl::Time now) {
  std::vector<error::Violation> violations;
  CheckTenant(request, violations);
  if (request.key().empty()) {
    violations.push_back(MakeViolation("/key", "REQUIRED", "Name a KEY by its slug or id."));
  }
  if (request.source() != "manual" && request.source() != "gift") {
    violations.push_back(MakeViolation("/source", "UNKNOWN_WORD", "source is 'manual' or 'gift'."));
  }
  if (request.has_starts_at() && FromProto(request.starts_at()) < now) {
    violations.push_back(
        MakeViolation("/starts_at", "OUT_OF_RANGE", "An access begins now or in the future."));
  }
  if (request.has_ends_at() && EndOf(request) <= StartOf(request, now)) {
    violations.push_back(MakeViolation("/ends_at", "OUT_OF_RANGE",
                                       "An access ends in the future, and after it begins."));
  }
  CheckReason(request.reason(), violations);
  return error::Invalid(std::move(violations));
}

Fact FactOf(std::string id, Grant grant, const rpc::Call& call, const std::string& reason,
            absl::Time now) {
  const FactKind kind =
      grant.standing == Standing::kActive ? FactKind::kGranted : FactKind::kRevoked;
  return {.id = std::move(id),
          .kind = kind,
          .grant = std::move(grant),
          .actor = call.caller().user_id,
          .note = reason,
          .occurred_at = now,
          .recorded_at = now};
}

// A transferred grant belongs to its receiver now. Reporting it as revoked would leave the receiver
// with it.
absl::Status CheckTakenHere(const Grant& grant) {
  if (grant.standing != Standing::kRevokedTransfer) return absl::OkStatus();
  return error::WithAction(
      error::Make(error::Reason::CONFLICT,
                  "This grant was transferred: only its receiver's can still be revoked."),
      StrCat("Revoke the receiver's grant instead, named as grant_id in GET "
             "/marketplace/admin/audit?subject=",
             grant.id, "."));
}

}  // namespace

absl::StatusOr<v1::GrantEntitlementResponse> AdminGrants::Give(
    rpc::Call& call, const v1::GrantEntitlementRequest& request) {
  RETURN_IF_ERROR(RequireAdmin(call));
  const absl::Time now = clock_.Now();
  RETURN_IF_ERROR(CheckGrant(request, now));
  ASSIGN_OR_RETURN(const auto key, GetKey(catalog_, request.key(), call));
  Grant grant{.id = ids_.NewUuid(),
              .tenant = TenantNamed(request),
              .key_id = key.id(),
              .source = request.source(),
              .starts_at = StartOf(request, now),
              .begins_later = StartOf(request, now) > now};
  if (request.has_ends_at()) grant.ends_at = EndOf(request);

  const auto give = [&](pg::Transaction& tx) -> absl::StatusOr<v1::GrantEntitlementResponse> {
    const Fact fact = FactOf(ids_.NewUuid(), grant, call, request.reason(), now);
    ASSIGN_OR_RETURN(const Grant given, ledger::Record(tx, std::nullopt, fact));
    RETURN_IF_ERROR(audit_.Append(tx,
                                  {.actor = call.caller().user_id,
                                   .action = "entitlement.grant",
                                   .subject = given.id,
                                   .details_json = DetailsOf(given, request.reason())},
                                  now));
    v1::GrantEntitlementResponse response;
    *response.mutable_entitlement() = ViewOf(given, &key, now);
    return response;
  };
  return pg::RunTransaction(pool_, call.deadline(), [&](pg::Transaction& tx) {
    return idempotency::Once<v1::GrantEntitlementResponse>(
        {.store = idempotency_, .tx = tx, .call = call, .rpc = "GrantEntitlement", .now = now},
        request, [&] { return give(tx); });
  });
}

absl::StatusOr<v1::RevokeEntitlementResponse> AdminGrants::Revoke(
    rpc::Call& call, const v1::RevokeEntitlementRequest& request) {
  RETURN_IF_ERROR(RequireAdmin(call));
  std::vector<error::Violation> violations;
  CheckReason(request.reason(), violations);
  RETURN_IF_ERROR(error::Invalid(std::move(violations)));
  const auto id = NormalizeUuid(request.id());
  if (!id.has_value()) {
    return error::Make(error::Reason::NOT_FOUND, "There is no grant with this id.");
  }
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(
      auto response, pg::RunTransaction(pool_, call.deadline(), [&](pg::Transaction& tx) {
        return idempotency::Once<v1::RevokeEntitlementResponse>(
            {.store = idempotency_, .tx = tx, .call = call, .rpc = "RevokeEntitlement", .now = now},
            request, [&]() -> absl::StatusOr<v1::RevokeEntitlementResponse> {
              ASSIGN_OR_RETURN(const Grant grant, RevokeIn(tx, call, request, *id, now));
              v1::RevokeEntitlementResponse revoked;
              *revoked.mutable_entitlement() = ViewOf(grant, nullptr, now);
              return revoked;
            });
      }));
  // Slug and title are not essential, so revoking access does not wait for the catalog.
  auto& view = *response.mutable_entitlement();
  if (const auto key = GetKey(catalog_, view.key_id(), call); key.ok()) {
    view.set_pack_slug(key->slug());
    view.set_pack_title(key->title());
    view.set_version(key->version());
  }
  return response;
}

absl::StatusOr<Grant> AdminGrants::RevokeIn(pg::Transaction& tx, const rpc::Call& call,
                                            const v1::RevokeEntitlementRequest& request,
                                            const std::string& id, absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<Grant> grant, ledger::LockGrant(tx, id));
  if (!grant.has_value()) {
    return error::Make(error::Reason::NOT_FOUND, "There is no grant with this id.");
  }
  RETURN_IF_ERROR(CheckTakenHere(*grant));
  // A grant that was revoked with its order is revoked by hand as well, because the order would
  // restore it when a refund fails.
  if (grant->standing == Standing::kRevokedManual) return *grant;
  Grant revoked = *grant;
  revoked.standing = Standing::kRevokedManual;
  const Fact fact = FactOf(ids_.NewUuid(), revoked, call, request.reason(), now);
  ASSIGN_OR_RETURN(Grant after, ledger::Record(tx, grant, fact));
  RETURN_IF_ERROR(audit_.Append(tx,
                                {.actor = call.caller().user_id,
                                 .action = "entitlement.revoke",
                                 .subject = id,
                                 .details_json = DetailsOf(after, request.reason())},
                                now));
  return after;
}

}  // namespace keys::entitlement

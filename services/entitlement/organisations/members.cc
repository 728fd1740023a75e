#include "services/entitlement/organisations/members.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/pg/transaction.h"
#include "services/entitlement/admin/admin_rules.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/organisations/organisation_store.h"

namespace keys::entitlement {
namespace {

absl::Status Check(const v1::PutMemberRequest& request) {
  std::vector<error::Violation> violations;
  if (!IsUuid(request.id())) {
    violations.push_back(error::MakeViolation("/id", "INVALID", "This is no UUID."));
  }
  if (!IsUuid(request.user_id())) {
    violations.push_back(error::MakeViolation("/user_id", "INVALID", "This is no UUID."));
  }
  if (!IsMemberRole(request.role())) {
    violations.push_back(
        error::MakeViolation("/role", "UNKNOWN_WORD", "role is 'owner', 'admin' or 'member'."));
  }
  return error::Invalid(std::move(violations));
}

}  // namespace

absl::StatusOr<v1::PutMemberResponse> Members::Put(rpc::Call& call,
                                                   const v1::PutMemberRequest& request) {
  RETURN_IF_ERROR(RequireAdmin(call));
  RETURN_IF_ERROR(Check(request));
  v1::PutMemberResponse response;
  v1::Member& member = *response.mutable_member();
  member.set_org_id(ToAsciiLower(request.id()));
  member.set_user_id(ToAsciiLower(request.user_id()));
  member.set_role(request.role());
  const absl::Time now = clock_.Now();
  RETURN_IF_ERROR(
      pg::RunTransaction(pool_, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
        RETURN_IF_ERROR(organisations::Lock(tx, member.org_id(), now));
        if (member.role() != "owner") {
          RETURN_IF_ERROR(organisations::CheckOwnerLeft(tx, member.org_id(), member.user_id()));
        }
        ASSIGN_OR_RETURN(const bool changed, access::PutMember(tx, ids_.NewUuid(), member, now));
        return changed ? AuditMember(audit_, tx, call, {"member.put", member, now})
                       : absl::OkStatus();
      }));
  return response;
}

absl::StatusOr<v1::DeleteMemberResponse> Members::Delete(rpc::Call& call,
                                                         const v1::DeleteMemberRequest& request) {
  RETURN_IF_ERROR(RequireAdmin(call));
  const auto org_id = NormalizeUuid(request.id());
  const auto user_id = NormalizeUuid(request.user_id());
  const auto unknown = [] {
    return error::Make(error::Reason::NOT_FOUND, "This user is no member of this organisation.");
  };
  if (!org_id.has_value() || !user_id.has_value()) return unknown();
  const absl::Time now = clock_.Now();
  v1::DeleteMemberResponse response;
  v1::Member& member = *response.mutable_member();
  member.set_org_id(*org_id);
  member.set_user_id(*user_id);
  RETURN_IF_ERROR(
      pg::RunTransaction(pool_, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto before, organisations::FindMember(tx, *org_id, *user_id));
        if (!before.has_value()) return unknown();
        // Members who leave at the same time do so one after the other, so that the last owner
        // cannot leave.
        RETURN_IF_ERROR(organisations::Lock(tx, *org_id, now));
        RETURN_IF_ERROR(organisations::CheckOwnerLeft(tx, *org_id, *user_id));
        ASSIGN_OR_RETURN(const auto role, access::DeleteMember(tx, *org_id, *user_id));
        if (!role.has_value()) return unknown();
        member.set_role(*role);
        return AuditMember(audit_, tx, call, {"member.delete", member, now});
      }));
  return response;
}

bool IsMemberRole(std::string_view role) {
  return role == "owner" || role == "admin" || role == "member";
}

absl::Status AuditMember(const audit::Log& audit, pg::Transaction& tx, const rpc::Call& call,
                         const MemberChange& change) {
  const v1::Member& member = change.member;
  return audit.Append(tx,
                      {.actor = call.caller().user_id,
                       .action = change.action,
                       .subject = member.org_id(),
                       .details_json = Concat({"{\"user_id\":\"", member.user_id(),
                                               "\",\"role\":\"", member.role(), "\"}"})},
                      change.now);
}

}  // namespace keys::entitlement

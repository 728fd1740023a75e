#include "services/entitlement/organisations/organisations.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/idempotency/once.h"
#include "common/pg/transaction.h"
#include "common/text/disguise.h"
#include "common/text/fold.h"
#include "common/time/proto_time.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/ledger/person.h"
#include "services/entitlement/organisations/members.h"
#include "services/entitlement/organisations/organisation_store.h"

namespace keys::entitlement {
namespace {

using error::Reason;
using organisations::MemberRow;

constexpr size_t kLongestEmail = 320;

absl::Status NoSuchOrganisation() {
  return error::Make(Reason::NOT_FOUND, "There is no such organisation among yours.");
}
absl::Status NoSuchMember() {
  return error::Make(Reason::NOT_FOUND, "This user is no member of this organisation.");
}

absl::Status OwnersOnly() {
  return error::WithAction(
      error::Make(Reason::NOT_ADMIN, "Only an owner of the organisation may do this."),
      "Ask one of its owners.");
}

// Returns the caller's role from the table, else from the token. NOT_FOUND for somebody who has
// none.
absl::StatusOr<std::string> RoleIn(pg::Executor& db, const rpc::Call& call,
                                   const std::string& org_id) {
  ASSIGN_OR_RETURN(const Person person, PersonOf(call));
  ASSIGN_OR_RETURN(const auto member, organisations::FindMember(db, org_id, person.user_id));
  if (member.has_value()) return member->role;
  for (const rpc::OrgClaim& claim : call.caller().orgs) {
    if (NormalizeUuid(claim.org_id) == org_id) return claim.role;
  }
  return NoSuchOrganisation();
}

absl::Status RequireOwner(pg::Executor& db, const rpc::Call& call, const std::string& org_id) {
  ASSIGN_OR_RETURN(const std::string role, RoleIn(db, call, org_id));
  return role == "owner" ? absl::OkStatus() : OwnersOnly();
}

absl::StatusOr<std::string> OrgIdOf(const std::string& text) {
  if (auto id = NormalizeUuid(text)) return *std::move(id);
  return NoSuchOrganisation();
}

void CheckRole(const std::string& role, std::vector<error::Violation>& violations) {
  if (IsMemberRole(role)) return;
  violations.push_back(
      error::MakeViolation("/role", "UNKNOWN_WORD", "role is 'owner', 'admin' or 'member'."));
}

absl::Status CheckAdd(const v1::AddMemberRequest& request) {
  std::vector<error::Violation> violations;
  CheckRole(request.role(), violations);
  if (request.has_user_id() == request.has_email()) {
    violations.push_back(
        error::MakeViolation("/user_id", "REQUIRED", "Name either a user_id or an email."));
  } else if (request.has_user_id() && !IsUuid(request.user_id())) {
    violations.push_back(error::MakeViolation("/user_id", "INVALID", "This is no UUID."));
  } else if (request.has_email() && (request.email().find('@') == std::string::npos ||
                                     request.email().size() > kLongestEmail)) {
    violations.push_back(
        error::MakeViolation("/email", "WRONG_FORMAT", "This is no e-mail address."));
  }
  return error::Invalid(std::move(violations));
}

// Errors contain neither the address nor whose it is.
absl::StatusOr<std::string> PersonNamed(pg::Executor& db, const v1::AddMemberRequest& request) {
  if (request.has_user_id()) return ToAsciiLower(request.user_id());
  ASSIGN_OR_RETURN(const auto people,
                   organisations::FindPeople(db, std::string(StripBlanks(request.email()))));
  if (people.size() == 1) return people.front();
  if (people.empty()) {
    return error::WithAction(
        error::Make(Reason::NOT_FOUND, "Nobody with this e-mail address has signed in here yet."),
        "Ask them to sign in once, or name them by their user id.");
  }
  return error::WithAction(
      error::Make(Reason::CONFLICT, "Several people have signed in with this e-mail address."),
      "Name the one you mean by their user id.");
}

v1::OrganisationMember ViewOf(const MemberRow& row) {
  v1::OrganisationMember member;
  member.set_user_id(row.user_id);
  if (row.email.has_value()) member.set_email(*row.email);
  member.set_role(row.role);
  *member.mutable_created_at() = ToProto(row.created_at);
  return member;
}

v1::Member MemberOf(const std::string& org_id, const std::string& user_id,
                    const std::string& role) {
  v1::Member member;
  member.set_org_id(org_id);
  member.set_user_id(user_id);
  member.set_role(role);
  return member;
}

// Members tell organisations apart by their names, so a name must not read as another one.
absl::Status CheckName(std::string_view name) {
  if (text::IsBlank(name)) return error::Invalid("/name", "REQUIRED", "A name is not blank.");
  const auto character = text::FindDisguise(name, text::Shape::kLine);
  if (!character.has_value()) return absl::OkStatus();
  return error::Invalid(
      "/name", "DISGUISED_TEXT",
      Concat({text::CodePointName(*character),
              " cannot be seen or changes how its neighbours are read; leave it out."}));
}

}  // namespace

absl::StatusOr<v1::ListOrganisationsResponse> Organisations::List(
    rpc::Call& call, const v1::ListOrganisationsRequest& /*request*/) {
  ASSIGN_OR_RETURN(const Person person, PersonOf(call));
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  std::vector<rpc::OrgClaim> claims;
  for (const rpc::OrgClaim& claim : call.caller().orgs) {
    if (IsUuid(claim.org_id)) claims.push_back(claim);
  }
  ASSIGN_OR_RETURN(const auto rows, organisations::OrganisationsOf(db, person.user_id, claims));
  v1::ListOrganisationsResponse response;
  for (const organisations::OrganisationRow& row : rows) {
    v1::Organisation& out = *response.add_organisations();
    out.set_id(row.id);
    out.set_name(row.name);
    out.set_role(row.role);
  }
  return response;
}

absl::StatusOr<v1::RenameOrganisationResponse> Organisations::Rename(
    rpc::Call& call, const v1::RenameOrganisationRequest& request) {
  ASSIGN_OR_RETURN(const std::string org_id, OrgIdOf(request.id()));
  const std::string name(StripBlanks(request.name()));
  RETURN_IF_ERROR(CheckName(name));
  const absl::Time now = parts_.clock.Now();
  RETURN_IF_ERROR(
      pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
        RETURN_IF_ERROR(RequireOwner(tx, call, org_id));
        RETURN_IF_ERROR(organisations::Lock(tx, org_id, now));
        RETURN_IF_ERROR(organisations::Rename(tx, org_id, name, now));
        return audit_.Append(
            tx,
            {.actor = call.caller().user_id, .action = "organisation.rename", .subject = org_id},
            now);
      }));
  v1::RenameOrganisationResponse response;
  response.mutable_organisation()->set_id(org_id);
  response.mutable_organisation()->set_name(name);
  response.mutable_organisation()->set_role("owner");
  return response;
}

absl::StatusOr<v1::ListMembersResponse> Organisations::ListMembers(
    rpc::Call& call, const v1::ListMembersRequest& request) {
  ASSIGN_OR_RETURN(const std::string org_id, OrgIdOf(request.id()));
  const int limit = request.has_limit() ? request.limit() : kMembersPerPage;
  if (limit < 1 || limit > kMembersPerPage) {
    return error::Invalid("?limit", "OUT_OF_RANGE", "`limit` is between 1 and 100.");
  }
  const std::string fingerprint = page::Fingerprint({"members", org_id});
  std::optional<MemberRow> after;
  if (request.has_cursor()) {
    ASSIGN_OR_RETURN(const page::CursorState place,
                     parts_.cursors.Decode(request.cursor(), fingerprint));
    int64_t micros = 0;
    if (!absl::SimpleAtoi(place.values.front(), &micros)) {
      return absl::InternalError("a cursor of ours is broken");
    }
    after = MemberRow{.user_id = place.id, .created_at = absl::FromUnixMicros(micros)};
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  RETURN_IF_ERROR(RoleIn(db, call, org_id).status());
  // One row more than is shown tells whether there is a next page.
  ASSIGN_OR_RETURN(auto rows, organisations::FindMembers(db, org_id, after, limit + 1));
  v1::ListMembersResponse response;
  if (rows.size() > static_cast<size_t>(limit)) {
    rows.pop_back();
    const MemberRow& last = rows.back();
    response.set_next_cursor(
        parts_.cursors.Encode({.fingerprint = fingerprint,
                               .values = {std::to_string(absl::ToUnixMicros(last.created_at))},
                               .id = last.user_id}));
  }
  for (const MemberRow& row : rows) *response.add_members() = ViewOf(row);
  return response;
}

absl::StatusOr<v1::OrganisationMember> Organisations::AddIn(pg::Transaction& tx,
                                                            const rpc::Call& call,
                                                            const v1::Member& member,
                                                            absl::Time now) {
  ASSIGN_OR_RETURN(const auto before,
                   organisations::FindMember(tx, member.org_id(), member.user_id()));
  if (before.has_value() && before->role != member.role()) {
    return error::WithAction(
        error::Make(Reason::CONFLICT,
                    StrCat("They belong to the organisation already, as ", before->role, ".")),
        StrCat("Change their role: PUT /marketplace/orgs/", member.org_id(), "/members/",
               member.user_id(), "."));
  }
  if (!before.has_value()) {
    RETURN_IF_ERROR(access::PutMember(tx, parts_.ids.NewUuid(), member, now).status());
    RETURN_IF_ERROR(AuditMember(audit_, tx, call, {"member.put", member, now}));
  }
  ASSIGN_OR_RETURN(const auto after,
                   organisations::FindMember(tx, member.org_id(), member.user_id()));
  if (!after.has_value()) return absl::InternalError("a member who was written is not there");
  return ViewOf(*after);
}

absl::StatusOr<v1::AddMemberResponse> Organisations::Add(rpc::Call& call,
                                                         const v1::AddMemberRequest& request) {
  ASSIGN_OR_RETURN(const std::string org_id, OrgIdOf(request.id()));
  RETURN_IF_ERROR(PersonOf(call).status());
  const absl::Time now = parts_.clock.Now();
  const auto add = [&](pg::Transaction& tx) -> absl::StatusOr<v1::AddMemberResponse> {
    RETURN_IF_ERROR(RequireOwner(tx, call, org_id));
    RETURN_IF_ERROR(CheckAdd(request));
    ASSIGN_OR_RETURN(const std::string user_id, PersonNamed(tx, request));
    RETURN_IF_ERROR(organisations::Lock(tx, org_id, now));
    v1::AddMemberResponse response;
    ASSIGN_OR_RETURN(*response.mutable_member(),
                     AddIn(tx, call, MemberOf(org_id, user_id, request.role()), now));
    return response;
  };
  return pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) {
    return idempotency::Once<v1::AddMemberResponse>(
        {.store = idempotency_, .tx = tx, .call = call, .rpc = "AddMember", .now = now}, request,
        [&] { return add(tx); });
  });
}

absl::StatusOr<v1::ChangeRoleResponse> Organisations::ChangeRole(
    rpc::Call& call, const v1::ChangeRoleRequest& request) {
  ASSIGN_OR_RETURN(const std::string org_id, OrgIdOf(request.id()));
  const absl::Time now = parts_.clock.Now();
  v1::ChangeRoleResponse response;
  RETURN_IF_ERROR(
      pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
        RETURN_IF_ERROR(RoleIn(tx, call, org_id).status());
        RETURN_IF_ERROR(organisations::Lock(tx, org_id, now));
        RETURN_IF_ERROR(RequireOwner(tx, call, org_id));
        const auto user_id = NormalizeUuid(request.user_id());
        if (!user_id.has_value()) return NoSuchMember();
        std::vector<error::Violation> violations;
        CheckRole(request.role(), violations);
        RETURN_IF_ERROR(error::Invalid(std::move(violations)));
        ASSIGN_OR_RETURN(auto before, organisations::FindMember(tx, org_id, *user_id));
        if (!before.has_value()) return NoSuchMember();
        if (request.role() != "owner") {
          RETURN_IF_ERROR(organisations::CheckOwnerLeft(tx, org_id, *user_id));
        }
        const v1::Member member = MemberOf(org_id, *user_id, request.role());
        ASSIGN_OR_RETURN(const bool changed,
                         access::PutMember(tx, parts_.ids.NewUuid(), member, now));
        before->role = request.role();
        *response.mutable_member() = ViewOf(*before);
        return changed ? AuditMember(audit_, tx, call, {"member.put", member, now})
                       : absl::OkStatus();
      }));
  return response;
}

absl::StatusOr<v1::RemoveMemberResponse> Organisations::Remove(
    rpc::Call& call, const v1::RemoveMemberRequest& request) {
  ASSIGN_OR_RETURN(const std::string org_id, OrgIdOf(request.id()));
  const absl::Time now = parts_.clock.Now();
  v1::RemoveMemberResponse response;
  RETURN_IF_ERROR(
      pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
        RETURN_IF_ERROR(RoleIn(tx, call, org_id).status());
        RETURN_IF_ERROR(organisations::Lock(tx, org_id, now));
        const auto user_id = NormalizeUuid(request.user_id());
        const bool themselves = user_id == NormalizeUuid(call.caller().user_id);
        if (!themselves) RETURN_IF_ERROR(RequireOwner(tx, call, org_id));
        if (!user_id.has_value()) return NoSuchMember();
        ASSIGN_OR_RETURN(const auto before, organisations::FindMember(tx, org_id, *user_id));
        if (!before.has_value()) return NoSuchMember();
        RETURN_IF_ERROR(organisations::CheckOwnerLeft(tx, org_id, *user_id));
        RETURN_IF_ERROR(access::DeleteMember(tx, org_id, *user_id).status());
        *response.mutable_member() = ViewOf(*before);
        return AuditMember(audit_, tx, call,
                           {"member.delete", MemberOf(org_id, *user_id, before->role), now});
      }));
  return response;
}

absl::StatusOr<v1::NotePersonResponse> Organisations::Note(
    rpc::Call& call, const v1::NotePersonRequest& /*request*/) {
  ASSIGN_OR_RETURN(const Person person, PersonOf(call));
  const std::string& email = call.caller().email;
  if (email.empty() || email.size() > kLongestEmail) return v1::NotePersonResponse();
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  RETURN_IF_ERROR(organisations::NotePerson(db, person.user_id, email, parts_.clock.Now()));
  return v1::NotePersonResponse();
}

}  // namespace keys::entitlement

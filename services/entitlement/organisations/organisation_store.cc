#include "services/entitlement/organisations/organisation_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/pg/check.h"
#include "services/entitlement/ledger/access_statements.h"

namespace keys::entitlement::organisations {
namespace {

using pg::Statement;

constexpr Statement kOrganisations{"entitlement.organisations", R"(
  WITH known AS (SELECT org_id, role FROM organization_members WHERE user_id = $1::uuid)
  SELECT mine.org_id, coalesce(o.name, ''), mine.role
  FROM (SELECT org_id, role FROM known UNION ALL
        SELECT c.org_id, c.role FROM unnest($2::uuid[], $3::text[]) AS c (org_id, role)
        WHERE c.org_id NOT IN (SELECT org_id FROM known)) AS mine
  LEFT JOIN organizations AS o ON o.id = mine.org_id
  ORDER BY lower(coalesce(o.name, '')), mine.org_id)"};

constexpr Statement kNames{
    "entitlement.organisation_names",
    "SELECT id, name FROM organizations WHERE id = ANY($1::uuid[]) AND name <> ''"};

constexpr Statement kMembers{"entitlement.organisation_members", R"(
  SELECT m.user_id, p.email, m.role, m.created_at
  FROM organization_members AS m LEFT JOIN known_people AS p ON p.user_id = m.user_id
  WHERE m.org_id = $1 AND ($3::uuid IS NULL OR (m.created_at, m.user_id) > ($2::timestamptz, $3::uuid))
  ORDER BY m.created_at, m.user_id LIMIT $4::int)"};
constexpr Statement kMember{"entitlement.organisation_member", R"(
  SELECT m.user_id, p.email, m.role, m.created_at
  FROM organization_members AS m LEFT JOIN known_people AS p ON p.user_id = m.user_id
  WHERE m.org_id = $1 AND m.user_id = $2)"};

constexpr Statement kRename{"entitlement.rename_organisation",
                            "UPDATE organizations SET name = $2, updated_at = $3 WHERE id = $1"};

struct OwnersRow {
  bool only_owner = false;
};
constexpr Statement kOnlyOwner{"entitlement.only_owner", R"(
  SELECT coalesce(bool_or(user_id = $2) AND count(*) = 1, false)
  FROM organization_members WHERE org_id = $1 AND role = 'owner')"};

struct PersonRow {
  std::string user_id;
};
constexpr Statement kPeople{
    "entitlement.people_by_email",
    "SELECT user_id FROM known_people WHERE lower(email) = lower($1) ORDER BY user_id LIMIT 2"};
constexpr Statement kNote{"entitlement.note_person", R"(
  INSERT INTO known_people (user_id, email, created_at, updated_at) VALUES ($1, $2, $3, $3)
  ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, updated_at = excluded.updated_at
  WHERE known_people.email <> excluded.email)"};

}  // namespace

absl::StatusOr<std::vector<OrganisationRow>> OrganisationsOf(
    pg::Executor& db, const std::string& user_id, const std::vector<rpc::OrgClaim>& claims) {
  std::vector<std::string> ids, roles;
  for (const rpc::OrgClaim& claim : claims) {
    ids.push_back(claim.org_id);
    roles.push_back(claim.role);
  }
  return db.Query<OrganisationRow>(kOrganisations, user_id, ids, roles);
}

absl::StatusOr<std::vector<NameRow>> NamesOf(pg::Executor& db,
                                             const std::vector<std::string>& ids) {
  if (ids.empty()) return std::vector<NameRow>();
  return db.Query<NameRow>(kNames, ids);
}

absl::StatusOr<std::vector<MemberRow>> FindMembers(pg::Executor& db, const std::string& org_id,
                                                   const std::optional<MemberRow>& after,
                                                   int limit) {
  std::optional<absl::Time> created_at;
  std::optional<std::string> user_id;
  if (after.has_value()) {
    created_at = after->created_at;
    user_id = after->user_id;
  }
  return db.Query<MemberRow>(kMembers, org_id, created_at, user_id, int32_t{limit});
}

absl::StatusOr<std::optional<MemberRow>> FindMember(pg::Executor& db, const std::string& org_id,
                                                    const std::string& user_id) {
  return db.QueryOne<MemberRow>(kMember, org_id, user_id);
}

absl::Status Lock(pg::Transaction& tx, const std::string& org_id, absl::Time now) {
  return tx.Execute(kPutOrganization, org_id, now).status();
}

absl::Status Rename(pg::Transaction& tx, const std::string& org_id, const std::string& name,
                    absl::Time now) {
  return tx.Execute(kRename, org_id, name, now).status();
}

absl::Status CheckOwnerLeft(pg::Transaction& tx, const std::string& org_id,
                            const std::string& user_id) {
  ASSIGN_OR_RETURN(const auto row, tx.QueryOne<OwnersRow>(kOnlyOwner, org_id, user_id));
  if (!row.has_value() || !row->only_owner) return absl::OkStatus();
  return error::WithAction(
      error::Make(error::Reason::LAST_OWNER,
                  "This is the only owner of the organisation, which must keep one."),
      "Make somebody else an owner first.");
}

absl::StatusOr<std::vector<std::string>> FindPeople(pg::Executor& db, const std::string& email) {
  ASSIGN_OR_RETURN(std::vector<PersonRow> rows, db.Query<PersonRow>(kPeople, email));
  std::vector<std::string> ids;
  for (PersonRow& row : rows) ids.push_back(std::move(row.user_id));
  return ids;
}

absl::Status NotePerson(pg::Executor& db, const std::string& user_id, const std::string& email,
                        absl::Time now) {
  return db.Execute(kNote, user_id, email, now).status();
}

absl::Status CheckStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<OrganisationRow>(db, kOrganisations));
  RETURN_IF_ERROR(pg::CheckStatement<NameRow>(db, kNames));
  RETURN_IF_ERROR(pg::CheckStatement<MemberRow>(db, kMembers));
  RETURN_IF_ERROR(pg::CheckStatement<MemberRow>(db, kMember));
  RETURN_IF_ERROR(pg::CheckStatement<OwnersRow>(db, kOnlyOwner));
  RETURN_IF_ERROR(pg::CheckStatement<PersonRow>(db, kPeople));
  RETURN_IF_ERROR(pg::CheckCommand(db, kRename));
  return pg::CheckCommand(db, kNote);
}

}  // namespace keys::entitlement::organisations

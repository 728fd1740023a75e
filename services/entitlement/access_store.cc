#include "services/entitlement/access_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/entitlement/access_statements.h"

namespace keys::entitlement::access {

absl::StatusOr<std::vector<std::string>> AccessSet(pg::Executor& db, const Person& person,
                                                   absl::Time now) {
  ASSIGN_OR_RETURN(std::vector<KeyIdRow> rows,
                   db.Query<KeyIdRow>(kAccessSet, person.user_id, person.claimed_orgs, now));
  std::vector<std::string> key_ids;
  key_ids.reserve(rows.size());
  for (KeyIdRow& row : rows) key_ids.push_back(std::move(row.key_id));
  return key_ids;
}

absl::StatusOr<std::vector<Membership>> Memberships(pg::Executor& db, const std::string& user_id) {
  ASSIGN_OR_RETURN(std::vector<MembershipRow> rows, db.Query<MembershipRow>(kMemberships, user_id));
  std::vector<Membership> memberships;
  memberships.reserve(rows.size());
  for (MembershipRow& row : rows) {
    memberships.push_back({std::move(row.org_id), std::move(row.role)});
  }
  return memberships;
}

absl::StatusOr<bool> IsMember(pg::Executor& db, const std::string& org_id,
                              const std::string& user_id) {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<IsMemberRow>(kIsMember, org_id, user_id));
  return row.has_value() && row->is_member;
}

}  // namespace keys::entitlement::access

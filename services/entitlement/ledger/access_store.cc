#include "services/entitlement/ledger/access_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/entitlement/ledger/access_statements.h"

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

absl::StatusOr<bool> PutMember(pg::Transaction& tx, const std::string& id, const v1::Member& member,
                               absl::Time now) {
  RETURN_IF_ERROR(tx.Execute(kPutOrganization, member.org_id(), now).status());
  ASSIGN_OR_RETURN(const int64_t rows, tx.Execute(kPutMember, id, member.org_id(), member.user_id(),
                                                  member.role(), now));
  return rows == 1;
}

absl::StatusOr<std::optional<std::string>> DeleteMember(pg::Transaction& tx,
                                                        const std::string& org_id,
                                                        const std::string& user_id) {
  ASSIGN_OR_RETURN(auto row, tx.QueryOne<MembershipRow>(kDeleteMember, org_id, user_id));
  if (!row.has_value()) return std::optional<std::string>();
  return std::optional<std::string>(std::move(row->role));
}

}  // namespace keys::entitlement::access

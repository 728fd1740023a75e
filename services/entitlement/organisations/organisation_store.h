// Stores organisations, their members, and people's e-mail addresses.
//
// Functions take the connection or transaction they work in; errors as in common/pg/error.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "common/rpc/call.h"

namespace keys::entitlement::organisations {

struct OrganisationRow {
  std::string id;
  std::string name;
  std::string role;
};
// Returns the user's organisations in the table, and those of `claims` in which the table does not
// have the user. By name, then id.
absl::StatusOr<std::vector<OrganisationRow>> OrganisationsOf(
    pg::Executor& db, const std::string& user_id, const std::vector<rpc::OrgClaim>& claims);

struct NameRow {
  std::string id;
  std::string name;
};
// Returns the names of those organisations that have one.
absl::StatusOr<std::vector<NameRow>> NamesOf(pg::Executor& db, const std::vector<std::string>& ids);

struct MemberRow {
  std::string user_id;
  std::optional<std::string> email;
  std::string role;
  absl::Time created_at;
};
// Returns members in the order in which they joined, after `after`.
absl::StatusOr<std::vector<MemberRow>> FindMembers(pg::Executor& db, const std::string& org_id,
                                                   const std::optional<MemberRow>& after,
                                                   int limit);
absl::StatusOr<std::optional<MemberRow>> FindMember(pg::Executor& db, const std::string& org_id,
                                                    const std::string& user_id);

// Makes the organisation if it does not exist. From now on, until the transaction ends, no other
// transaction changes its members.
absl::Status Lock(pg::Transaction& tx, const std::string& org_id, absl::Time now);
absl::Status Rename(pg::Transaction& tx, const std::string& org_id, const std::string& name,
                    absl::Time now);

// Returns LAST_OWNER when `user_id` is the only owner, who can neither leave nor get another role.
// Must be called under Lock.
absl::Status CheckOwnerLeft(pg::Transaction& tx, const std::string& org_id,
                            const std::string& user_id);

// Returns people whose newest token had this address, in any case; at most two, because more than
// one counts as none.
absl::StatusOr<std::vector<std::string>> FindPeople(pg::Executor& db, const std::string& email);
// Repeating it changes nothing.
absl::Status NotePerson(pg::Executor& db, const std::string& user_id, const std::string& email,
                        absl::Time now);

// Compares every statement with the migrated schema, for a test.
absl::Status CheckStatements(pg::Executor& db);

}  // namespace keys::entitlement::organisations

// Organisations, their members, and what is known of people by e-mail address.
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
// Those of the table, and those of `claims` that the table does not know the user in. By name, then
// id.
absl::StatusOr<std::vector<OrganisationRow>> OrganisationsOf(
    pg::Executor& db, const std::string& user_id, const std::vector<rpc::OrgClaim>& claims);

struct NameRow {
  std::string id;
  std::string name;
};
// Names of those that have one.
absl::StatusOr<std::vector<NameRow>> NamesOf(pg::Executor& db, const std::vector<std::string>& ids);

struct MemberRow {
  std::string user_id;
  std::optional<std::string> email;
  std::string role;
  absl::Time created_at;
};
// In the order in which they came, behind `after`.
absl::StatusOr<std::vector<MemberRow>> FindMembers(pg::Executor& db, const std::string& org_id,
                                                   const std::optional<MemberRow>& after,
                                                   int limit);
absl::StatusOr<std::optional<MemberRow>> FindMember(pg::Executor& db, const std::string& org_id,
                                                    const std::string& user_id);

// Makes the organisation if it is missing; its members change one after the other from now on,
// until the transaction ends.
absl::Status Lock(pg::Transaction& tx, const std::string& org_id, absl::Time now);
absl::Status Rename(pg::Transaction& tx, const std::string& org_id, const std::string& name,
                    absl::Time now);

// LAST_OWNER when `user_id` is the only owner, who can then neither leave nor get another role.
// Under Lock.
absl::Status CheckOwnerLeft(pg::Transaction& tx, const std::string& org_id,
                            const std::string& user_id);

// People whose newest token had this address, whatever its capitals; at most two: more than one is
// none.
absl::StatusOr<std::vector<std::string>> FindPeople(pg::Executor& db, const std::string& email);
// Again changes nothing.
absl::Status NotePerson(pg::Executor& db, const std::string& user_id, const std::string& email,
                        absl::Time now);

// For the test that holds every statement against the migrated schema.
absl::Status CheckStatements(pg::Executor& db);

}  // namespace keys::entitlement::organisations

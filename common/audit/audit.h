// A service's record of who changed what, each entry chained to the one before by its hash, so that
// an entry that was changed or taken out shows.
//
//   const audit::Log log("catalog");                              // table catalog_audit
//   RETURN_IF_ERROR(log.Append(tx, {.actor = user, .action = "key.update", .subject = key_id,
//                                   .details_json = R"({"price_cents":{"from":0,"to":7900}})"},
//                              clock.Now()));
//
// Append comes last in a (read committed) transaction: it serializes the service's audited changes
// until the commit.
// No secrets and no personal data beyond ids in details. The table, in a migration of the service:
//
//   CREATE TABLE catalog_audit (
//     seq bigint PRIMARY KEY,
//     at timestamptz NOT NULL,
//     actor text NOT NULL,
//     action text NOT NULL,
//     subject text NOT NULL,
//     details jsonb NOT NULL,
//     prev_hash text NOT NULL,
//     hash text NOT NULL
//   );
//   (GRANT SELECT, INSERT to keys_catalog; never UPDATE or DELETE.)
//
// When a person is erased (common/personal_data/erasure.h) their id goes out of actor, subject and
// details of entries of any age. The entries' hashes stay, so the chain stays whole; what they say
// now is held against the hash that the entry person.erase, of the same transaction, tells of each.
//
// Immutable after construction; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/transaction.h"

namespace keys::audit {

struct Entry {
  // The user's id, or the name of the service that acted.
  std::string actor;
  // The change as noun.verb, e.g. "key.update".
  std::string action;
  // The id of the thing that was changed.
  std::string subject;
  // A JSON object.
  std::string details_json = "{}";
};

class Log {
 public:
  // `service` names the table <service>_audit.
  explicit Log(const std::string& service);

  absl::Status Append(pg::Transaction& tx, const Entry& entry, absl::Time now) const;
  // Returns `seq` of the first entry whose hash or place does not fit, unless an erasure attests
  // it. Absent when the chain is whole.
  absl::StatusOr<std::optional<int64_t>> FirstBroken(pg::Executor& db) const;

 private:
  struct Text {
    std::string name;
    std::string sql;
    pg::Statement statement() const { return {name, sql}; }
  };
  Text Make(const std::string& name, const std::string& sql) const;

  const std::string service_;
  const Text lock_, append_, verify_;
};

}  // namespace keys::audit

#include "common/audit/audit.h"

#include "absl/strings/str_replace.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace keys::audit {
namespace {

struct SeqRow {
  int64_t seq;
};
struct LockedRow {
  std::string nothing;
};

// Both the writer and the checker let Postgres compute the hash, because jsonb has a text form of
// its own. The time goes in as microseconds since 1970, which do not depend on the session's time
// zone.
constexpr char kHash[] =
    "encode(sha256(convert_to(jsonb_build_array(entry.prev_hash, entry.seq, "
    "(extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor, entry.action, entry.subject, "
    "entry.details)::text, 'UTF8')), 'hex')";

// When a person was erased from an entry, the entry is compared with the hash that its last erasure
// attests (keys_erased_entry_hash in deploy/postgres/database.sql).
constexpr char kAttested[] =
    "encode(sha256(convert_to(jsonb_build_array(entry.hash, entry.prev_hash, entry.seq, "
    "(extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor, entry.action, entry.subject, "
    "entry.details)::text, 'UTF8')), 'hex') = (SELECT later.details->'entries'->>entry.seq::text "
    "FROM $table later WHERE later.action = 'person.erase' AND later.seq > entry.seq "
    "AND later.details->'entries' ? entry.seq::text ORDER BY later.seq DESC LIMIT 1)";

}  // namespace

Log::Text Log::Make(const std::string& name, const std::string& sql) const {
  return {
      Concat({service_, "_audit.", name}),
      absl::StrReplaceAll(absl::StrReplaceAll(sql, {{"$hash", kHash}, {"$attested", kAttested}}),
                          {{"$table", service_ + "_audit"}})};
}

Log::Log(const std::string& service)
    : service_(service),
      lock_(Make("lock", "SELECT pg_advisory_xact_lock(hashtextextended('$table', 0))::text")),
      append_(Make("append",
                   "WITH last AS (SELECT seq, hash FROM $table ORDER BY seq DESC LIMIT 1), "
                   "entry AS (SELECT coalesce((SELECT seq FROM last), 0) + 1 AS seq, "
                   "$1::timestamptz AS at, $2::text AS actor, $3::text AS action, "
                   "$4::text AS subject, $5::jsonb AS details, "
                   "coalesce((SELECT hash FROM last), '') AS prev_hash) "
                   "INSERT INTO $table (seq, at, actor, action, subject, details, prev_hash, hash) "
                   "SELECT entry.seq, entry.at, entry.actor, entry.action, entry.subject, "
                   "entry.details, entry.prev_hash, $hash FROM entry")),
      verify_(
          Make("verify",
               "SELECT checked.seq FROM (SELECT entry.seq, CASE WHEN entry.hash = $hash THEN true "
               "ELSE coalesce($attested, false) END AS hash_fits, "
               "entry.prev_hash = coalesce(lag(entry.hash) OVER (ORDER BY entry.seq), '') "
               "AND entry.seq = coalesce(lag(entry.seq) OVER (ORDER BY entry.seq), 0) + 1 "
               "AS place_fits FROM $table entry) checked "
               "WHERE NOT (hash_fits AND place_fits) ORDER BY checked.seq LIMIT 1")) {}

absl::Status Log::Append(pg::Transaction& tx, const Entry& entry, absl::Time now) const {
  RETURN_IF_ERROR(tx.Query<LockedRow>(lock_.statement()).status());
  return tx
      .Execute(append_.statement(), now, entry.actor, entry.action, entry.subject,
               pg::Json{entry.details_json})
      .status();
}

absl::StatusOr<std::optional<int64_t>> Log::FirstBroken(pg::Executor& db) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<SeqRow>(verify_.statement()));
  return row.has_value() ? std::optional<int64_t>(row->seq) : std::nullopt;
}

}  // namespace keys::audit

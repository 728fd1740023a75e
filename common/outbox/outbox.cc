#include "common/outbox/outbox.h"

#include "absl/strings/str_replace.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace keys::outbox {
namespace {

// The oldest undelivered row of an aggregate is the only one that may be delivered. A time further
// ahead than any back-off or lease can be means that the clock was turned back since: it is due.
constexpr char kIsHead[] =
    "done_at IS NULL AND dead_at IS NULL AND NOT EXISTS ("
    "SELECT 1 FROM $table earlier WHERE earlier.aggregate = head.aggregate "
    "AND earlier.sequence < head.sequence AND earlier.done_at IS NULL AND earlier.dead_at IS NULL) "
    "AND (leased_until IS NULL OR leased_until <= $1 OR leased_until > $2)";

constexpr char kLease[] =
    "FOR UPDATE SKIP LOCKED) "
    "UPDATE $table row SET leased_until = $2, attempts = attempts + 1 FROM due "
    "WHERE row.id = due.id RETURNING row.id, row.topic, row.aggregate, row.payload, "
    "row.request_id, row.attempts, row.failures";

struct ClaimedRow {
  std::string id;
  std::string topic;
  std::string aggregate;
  pg::Bytes payload;
  std::string request_id;
  int32_t attempts;
  int32_t failures;
};

struct CountRow {
  int64_t count;
};

struct BacklogRow {
  int64_t undelivered;
  int64_t dead;
  std::optional<absl::Time> oldest;
};

absl::StatusOr<std::optional<Delivery>> DeliveryOf(
    absl::StatusOr<std::optional<ClaimedRow>> claimed) {
  RETURN_IF_ERROR(claimed.status());
  if (!claimed->has_value()) return std::nullopt;
  ClaimedRow& row = **claimed;
  return Delivery{.id = std::move(row.id),
                  .topic = std::move(row.topic),
                  .aggregate = std::move(row.aggregate),
                  .payload = std::move(row.payload.data),
                  .request_id = std::move(row.request_id),
                  .attempt = row.attempts,
                  .failures = row.failures};
}

}  // namespace

Outbox::Text Outbox::Make(const std::string& name, const std::string& sql) const {
  return {Concat({service_, "_outbox.", name}),
          absl::StrReplaceAll(sql, {{"$table", service_ + "_outbox"}})};
}

Outbox::Outbox(const std::string& service)
    : service_(service),
      append_(Make("append",
                   "INSERT INTO $table (id, topic, aggregate, payload, request_id, created_at, "
                   "next_attempt_at) VALUES ($1, $2, $3, $4, $5, $6, $6)")),
      claim_(Make("claim", Concat({"WITH due AS (SELECT id FROM $table head WHERE ", kIsHead,
                                   " AND (next_attempt_at <= $1 OR next_attempt_at > $3) "
                                   "ORDER BY sequence LIMIT 1 ",
                                   kLease}))),
      claim_of_(
          Make("claim_of", Concat({"WITH due AS (SELECT id FROM $table head WHERE ", kIsHead,
                                   " AND aggregate = $3 ORDER BY sequence LIMIT 1 ", kLease}))),
      undelivered_of_(Make("undelivered_of",
                           "SELECT count(*) FROM $table WHERE aggregate = $1 AND done_at IS NULL "
                           "AND dead_at IS NULL")),
      done_(Make("done",
                 "UPDATE $table SET done_at = $2, leased_until = NULL, last_error = NULL "
                 "WHERE id = $1 AND done_at IS NULL")),
      failed_(Make("failed",
                   "UPDATE $table SET leased_until = NULL, next_attempt_at = $2, "
                   "failures = failures + $3, last_error = $4 WHERE id = $1 AND done_at IS NULL")),
      dead_(Make("dead",
                 "UPDATE $table SET leased_until = NULL, dead_at = $2, failures = failures + 1, "
                 "last_error = $3 WHERE id = $1 AND done_at IS NULL")),
      measure_(Make("measure",
                    "SELECT count(*) FILTER (WHERE dead_at IS NULL), "
                    "count(*) FILTER (WHERE dead_at IS NOT NULL), "
                    "min(created_at) FILTER (WHERE dead_at IS NULL) FROM $table "
                    "WHERE done_at IS NULL")),
      prune_(Make("prune",
                  "DELETE FROM $table WHERE id IN (SELECT id FROM $table WHERE done_at < $1 "
                  "ORDER BY done_at LIMIT $2)")) {}

absl::Status Outbox::Append(pg::Executor& tx, const OutboxRow& row, absl::Time now) const {
  CHECK_THAT(!row.id.empty() && !row.topic.empty(), "an outbox row has an id and a topic");
  return tx
      .Execute(append_.statement(), row.id, row.topic, row.aggregate, pg::Bytes{row.payload},
               row.request_id, now)
      .status();
}

absl::StatusOr<std::optional<Delivery>> Outbox::Claim(pg::Executor& db, absl::Time now,
                                                      absl::Duration lease,
                                                      absl::Duration longest_pause) const {
  return DeliveryOf(
      db.QueryOne<ClaimedRow>(claim_.statement(), now, now + lease, now + longest_pause));
}

absl::StatusOr<std::optional<Delivery>> Outbox::ClaimOf(pg::Executor& db,
                                                        const std::string& aggregate,
                                                        absl::Time now,
                                                        absl::Duration lease) const {
  return DeliveryOf(db.QueryOne<ClaimedRow>(claim_of_.statement(), now, now + lease, aggregate));
}

absl::StatusOr<int64_t> Outbox::UndeliveredOf(pg::Executor& db,
                                              const std::string& aggregate) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<CountRow>(undelivered_of_.statement(), aggregate));
  return row->count;
}

absl::Status Outbox::MarkDone(pg::Executor& db, const std::string& id, absl::Time now) const {
  return db.Execute(done_.statement(), id, now).status();
}

absl::Status Outbox::MarkFailed(pg::Executor& db, const std::string& id, absl::Time next,
                                bool counts, const std::string& error) const {
  return db.Execute(failed_.statement(), id, next, int32_t{counts}, error).status();
}

absl::Status Outbox::MarkDead(pg::Executor& db, const std::string& id, absl::Time now,
                              const std::string& error) const {
  return db.Execute(dead_.statement(), id, now, error).status();
}

absl::StatusOr<Backlog> Outbox::Measure(pg::Executor& db, absl::Time now) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<BacklogRow>(measure_.statement()));
  Backlog backlog{.undelivered = row->undelivered, .dead = row->dead};
  if (row->oldest.has_value()) backlog.oldest = now - *row->oldest;
  return backlog;
}

absl::StatusOr<int64_t> Outbox::Prune(pg::Executor& db, absl::Time before, int limit) const {
  return db.Execute(prune_.statement(), before, int32_t{limit});
}

}  // namespace keys::outbox

#include "common/outbox/outbox.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_replace.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace keys::outbox {
namespace {

// A lease that ends later than any lease can means that the clock was turned back since it was
// taken. The row is due then.
constexpr char kNotLeased[] = "(leased_until IS NULL OR leased_until <= $1 OR leased_until > $2)";

// Only the oldest undelivered row of an aggregate may be delivered, which keeps the aggregate's
// order. The condition is a scalar subquery, because the planner turns NOT EXISTS into a join whose
// method depends on statistics.
constexpr char kIsHead[] =
    "sequence = (SELECT earlier.sequence FROM $table earlier "
    "WHERE earlier.aggregate = head.aggregate AND earlier.done_at IS NULL "
    "AND earlier.dead_at IS NULL ORDER BY earlier.sequence LIMIT 1)";

constexpr char kLease[] =
    " FOR UPDATE SKIP LOCKED) "
    "UPDATE $table row SET leased_until = $2, attempts = attempts + 1 FROM due "
    "WHERE row.id = due.id RETURNING row.id, row.topic, row.aggregate, row.sequence, row.payload, "
    "row.request_id, row.attempts, row.failures";

struct ClaimedRow {
  std::string id;
  std::string topic;
  std::string aggregate;
  int64_t sequence;
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

Delivery DeliveryOf(ClaimedRow&& row) {
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
      claim_(Make("claim",
                  Concat({"WITH due AS (SELECT id FROM $table head WHERE topic = $4 "
                          "AND COALESCE(done_at, dead_at) IS NULL AND ",
                          kNotLeased, " AND (next_attempt_at <= $1 OR next_attempt_at > $3) AND ",
                          kIsHead, " ORDER BY sequence LIMIT $5", kLease}))),
      claim_of_(
          Make("claim_of", Concat({"WITH due AS (SELECT id FROM $table head WHERE aggregate = $3 "
                                   "AND done_at IS NULL AND dead_at IS NULL AND ",
                                   kNotLeased, " AND ", kIsHead, kLease}))),
      undelivered_of_(Make("undelivered_of",
                           "SELECT count(*) FROM $table WHERE aggregate = $1 AND done_at IS NULL "
                           "AND dead_at IS NULL")),
      done_(Make("done",
                 "UPDATE $table SET done_at = $2, leased_until = NULL, last_error = NULL "
                 "WHERE id = ANY($1::uuid[]) AND done_at IS NULL")),
      failed_(Make("failed",
                   "UPDATE $table SET leased_until = NULL, next_attempt_at = $2, "
                   "failures = failures + $3, last_error = $4 "
                   "WHERE id = ANY($1::uuid[]) AND done_at IS NULL")),
      dead_(Make("dead",
                 "UPDATE $table SET leased_until = NULL, dead_at = $2, failures = failures + 1, "
                 "last_error = $3 WHERE id = $1 AND done_at IS NULL")),
      end_pauses_(Make("end_pauses",
                       "UPDATE $table SET next_attempt_at = $2 WHERE topic = $1 "
                       "AND COALESCE(done_at, dead_at) IS NULL AND failures = 0 "
                       "AND next_attempt_at > $2")),
      measure_(Make("measure",
                    "SELECT (SELECT count(*) FROM $table WHERE topic = $1 "
                    "AND COALESCE(done_at, dead_at) IS NULL), "
                    "(SELECT count(*) FROM $table WHERE topic = $1 AND dead_at IS NOT NULL), "
                    "(SELECT created_at FROM $table WHERE topic = $1 "
                    "AND COALESCE(done_at, dead_at) IS NULL ORDER BY sequence LIMIT 1)")),
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

absl::StatusOr<std::vector<Delivery>> Outbox::Claim(pg::Executor& db, const ClaimTerms& terms,
                                                    absl::Time now) const {
  ASSIGN_OR_RETURN(
      std::vector<ClaimedRow> rows,
      db.Query<ClaimedRow>(claim_.statement(), now, now + terms.lease, now + terms.longest_pause,
                           terms.topic, int32_t{terms.limit}));
  // The rows are sorted here, because UPDATE … RETURNING promises no order.
  std::sort(rows.begin(), rows.end(), [](const ClaimedRow& one, const ClaimedRow& other) {
    return one.sequence < other.sequence;
  });
  std::vector<Delivery> deliveries;
  for (ClaimedRow& row : rows) deliveries.push_back(DeliveryOf(std::move(row)));
  return deliveries;
}

absl::StatusOr<std::optional<Delivery>> Outbox::ClaimOf(pg::Executor& db,
                                                        const std::string& aggregate,
                                                        absl::Time now,
                                                        absl::Duration lease) const {
  ASSIGN_OR_RETURN(std::optional<ClaimedRow> row,
                   db.QueryOne<ClaimedRow>(claim_of_.statement(), now, now + lease, aggregate));
  if (!row.has_value()) return std::nullopt;
  return DeliveryOf(*std::move(row));
}

absl::StatusOr<int64_t> Outbox::UndeliveredOf(pg::Executor& db,
                                              const std::string& aggregate) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<CountRow>(undelivered_of_.statement(), aggregate));
  return row->count;
}

absl::Status Outbox::MarkDone(pg::Executor& db, const std::vector<std::string>& ids,
                              absl::Time now) const {
  return db.Execute(done_.statement(), ids, now).status();
}

absl::Status Outbox::MarkFailed(pg::Executor& db, const std::vector<std::string>& ids,
                                absl::Time next, bool counts, const std::string& error) const {
  return db.Execute(failed_.statement(), ids, next, int32_t{counts}, error).status();
}

absl::Status Outbox::MarkDead(pg::Executor& db, const std::string& id, absl::Time now,
                              const std::string& error) const {
  return db.Execute(dead_.statement(), id, now, error).status();
}

absl::Status Outbox::EndPauses(pg::Executor& db, const std::string& topic, absl::Time now) const {
  return db.Execute(end_pauses_.statement(), topic, now).status();
}

absl::StatusOr<Backlog> Outbox::Measure(pg::Executor& db, const std::string& topic,
                                        absl::Time now) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<BacklogRow>(measure_.statement(), topic));
  Backlog backlog{.undelivered = row->undelivered, .dead = row->dead};
  if (row->oldest.has_value()) backlog.oldest = now - *row->oldest;
  return backlog;
}

absl::StatusOr<int64_t> Outbox::Prune(pg::Executor& db, absl::Time before, int limit) const {
  return db.Execute(prune_.statement(), before, int32_t{limit});
}

}  // namespace keys::outbox

// Messages for other services, written in the transaction of the change that they tell of, and
// delivered until the receiver has taken them.
//
//   const outbox::Outbox outbox("billing");                       // table billing_outbox
//   RETURN_IF_ERROR(outbox.Append(tx, {.id = ids.NewUuid(), .topic = "order_access",
//                                      .aggregate = order_id, .payload = bytes}, clock.Now()));
//
// Delivery keeps the order of one aggregate; across aggregates there is none. A writer must hold a
// lock on the aggregate when it appends, else sequence and commit order could differ. Each row
// reaches its handler at least once: the handler is idempotent by Delivery::id. The table, in a
// migration of the service:
//
//   CREATE TABLE billing_outbox (
//     id uuid PRIMARY KEY,
//     topic text NOT NULL,
//     aggregate text NOT NULL,
//     sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
//     payload bytea NOT NULL,
//     request_id text NOT NULL,
//     created_at timestamptz NOT NULL,
//     attempts int NOT NULL DEFAULT 0,
//     failures int NOT NULL DEFAULT 0,
//     next_attempt_at timestamptz NOT NULL,
//     leased_until timestamptz,
//     done_at timestamptz,
//     dead_at timestamptz,
//     last_error text
//   );
//   CREATE INDEX billing_outbox_undone ON billing_outbox (aggregate, sequence)
//     WHERE done_at IS NULL AND dead_at IS NULL;
//   CREATE INDEX billing_outbox_due ON billing_outbox (topic, sequence)
//     WHERE COALESCE(done_at, dead_at) IS NULL;
//   CREATE INDEX billing_outbox_done ON billing_outbox (done_at) WHERE done_at IS NOT NULL;
//   CREATE INDEX billing_outbox_dead ON billing_outbox (topic) WHERE dead_at IS NOT NULL;
//   (GRANT SELECT, INSERT, UPDATE, DELETE to keys_billing.)
//
// The two indexes over undelivered rows write the same condition in two ways on purpose. The
// planner then can use `due` only to walk a topic in order and `undone` only to look up one
// aggregate. With one spelling, statistics from before a backlog made it walk all of `due` for each
// row: 1.5 s instead of 3 ms to claim 200 of 100,000 rows.
//
// The rows of one aggregate have one topic.
//
// Immutable after construction; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"

namespace keys::outbox {

struct OutboxRow {
  // A UUID, by which the receiver recognises a row that it has had before.
  std::string id;
  std::string topic;
  // The thing whose rows keep their order, e.g. an order's id.
  std::string aggregate;
  // A serialized message.
  std::string payload;
  // The id of the request that caused the row, for the logs of both sides.
  std::string request_id;
};

// One try to hand a row over.
struct Delivery {
  std::string id;
  std::string topic;
  std::string aggregate;
  std::string payload;
  std::string request_id;
  // The number of this try, from 1.
  int32_t attempt = 1;
  // The number of earlier tries that the receiver answered with a refusal. Tries that did not reach
  // it do not count.
  int32_t failures = 0;
};

struct ClaimTerms {
  std::string topic;
  int limit = 1;
  // The time for which the rows are leased. It must be longer than their delivery and its
  // bookkeeping.
  absl::Duration lease;
  // A row whose pause is longer than this was written before the clock was turned back, and is due.
  absl::Duration longest_pause;
};

struct Backlog {
  int64_t undelivered = 0;
  int64_t dead = 0;
  absl::Duration oldest;
};

// The table and its statements. relay.h decides when they run.
class Outbox {
 public:
  // `service` names the table <service>_outbox.
  explicit Outbox(const std::string& service);

  const std::string& service() const { return service_; }

  absl::Status Append(pg::Executor& tx, const OutboxRow& row, absl::Time now) const;

  // Leases the oldest rows of a topic that may be delivered now, oldest first, at most one of each
  // aggregate and `limit` in all.
  absl::StatusOr<std::vector<Delivery>> Claim(pg::Executor& db, const ClaimTerms& terms,
                                              absl::Time now) const;
  // Leases the oldest row of one aggregate, even during its pause. Absent also when another relay
  // has the lease.
  absl::StatusOr<std::optional<Delivery>> ClaimOf(pg::Executor& db, const std::string& aggregate,
                                                  absl::Time now, absl::Duration lease) const;
  absl::StatusOr<int64_t> UndeliveredOf(pg::Executor& db, const std::string& aggregate) const;

  absl::Status MarkDone(pg::Executor& db, const std::vector<std::string>& ids,
                        absl::Time now) const;
  // Plans the next try at `next`. `counts` is true when the receiver answered and refused.
  absl::Status MarkFailed(pg::Executor& db, const std::vector<std::string>& ids, absl::Time next,
                          bool counts, const std::string& error) const;
  // Ends the tries for a row and keeps it for a person to look at.
  absl::Status MarkDead(pg::Executor& db, const std::string& id, absl::Time now,
                        const std::string& error) const;

  // Makes rows of a topic due now that wait only because the receiver could not be reached.
  absl::Status EndPauses(pg::Executor& db, const std::string& topic, absl::Time now) const;

  absl::StatusOr<Backlog> Measure(pg::Executor& db, const std::string& topic,  // by its indexes
                                  absl::Time now) const;
  // Deletes up to `limit` rows delivered before `before`.
  absl::StatusOr<int64_t> Prune(pg::Executor& db, absl::Time before, int limit) const;

 private:
  struct Text {
    std::string name;
    std::string sql;
    pg::Statement statement() const { return {name, sql}; }
  };
  Text Make(const std::string& name, const std::string& sql) const;

  const std::string service_;
  const Text append_, claim_, claim_of_, undelivered_of_, done_, failed_, dead_, end_pauses_,
      measure_, prune_;
};

}  // namespace keys::outbox

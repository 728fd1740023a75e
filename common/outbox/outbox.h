// Facts for other services, written in the transaction of the change they tell of, and delivered
// until somebody took them.
//
//   const outbox::Outbox outbox("billing");                       // table billing_outbox
//   RETURN_IF_ERROR(outbox.Append(tx, {.id = ids.NewUuid(), .topic = "order_access",
//                                      .aggregate = order_id, .payload = bytes}, clock.Now()));
//
// Delivery keeps the order of one aggregate; across aggregates there is none. Who appends for an
// aggregate holds a lock on it, so that sequence and commit order agree. Each row reaches its
// handler at least once: the handler is idempotent by Delivery::id. The table, in a migration of
// the service:
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
//   CREATE INDEX billing_outbox_done ON billing_outbox (done_at) WHERE done_at IS NOT NULL;
//   (GRANT SELECT, INSERT, UPDATE, DELETE to keys_billing.)
//
// Immutable after construction; thread-safe.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"

namespace keys::outbox {

struct OutboxRow {
  // UUID; the receiver's key against repetition.
  std::string id;
  std::string topic;
  // What the order is kept for, e.g. an order's id.
  std::string aggregate;
  // A serialized message.
  std::string payload;
  // Of the request that caused it, for the logs of both sides.
  std::string request_id;
};

// One try to hand a row over.
struct Delivery {
  std::string id;
  std::string topic;
  std::string aggregate;
  std::string payload;
  std::string request_id;
  // 1 for the first.
  int32_t attempt = 1;
  // How many of the tries before failed for good reason (not: could not be reached).
  int32_t failures = 0;
};

struct Backlog {
  int64_t undelivered = 0;
  int64_t dead = 0;
  absl::Duration oldest;
};

// The table and its statements. What the relay does with them is in relay.h.
class Outbox {
 public:
  // `service` names the table <service>_outbox.
  explicit Outbox(const std::string& service);

  const std::string& service() const { return service_; }

  absl::Status Append(pg::Executor& tx, const OutboxRow& row, absl::Time now) const;

  // Leases the oldest row that may be delivered now, if there is one.
  absl::StatusOr<std::optional<Delivery>> Claim(pg::Executor& db, absl::Time now,
                                                absl::Duration lease,
                                                absl::Duration longest_pause) const;
  // The same for one aggregate, whatever its pause; absent also when another relay holds it.
  absl::StatusOr<std::optional<Delivery>> ClaimOf(pg::Executor& db, const std::string& aggregate,
                                                  absl::Time now, absl::Duration lease) const;
  absl::StatusOr<int64_t> UndeliveredOf(pg::Executor& db, const std::string& aggregate) const;

  absl::Status MarkDone(pg::Executor& db, const std::string& id, absl::Time now) const;
  // Tried again at `next`; `counts` when the receiver answered and refused.
  absl::Status MarkFailed(pg::Executor& db, const std::string& id, absl::Time next, bool counts,
                          const std::string& error) const;
  // Never tried again, kept for a person to look at.
  absl::Status MarkDead(pg::Executor& db, const std::string& id, absl::Time now,
                        const std::string& error) const;

  absl::StatusOr<Backlog> Measure(pg::Executor& db, absl::Time now) const;
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
  const Text append_, claim_, claim_of_, undelivered_of_, done_, failed_, dead_, measure_, prune_;
};

}  // namespace keys::outbox

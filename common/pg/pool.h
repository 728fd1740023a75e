// A bounded set of connections to one database under one role.
//
//   pg::Pool pool({.conninfo = url, .size = 4, .name = "catalog"});
//   ASSIGN_OR_RETURN(pg::Connection db, pool.Acquire(call.deadline()));
//   ASSIGN_OR_RETURN(auto rows, db.Query<KeyRow>(kListKeys, 20));
//
// Connections are opened when first needed and replaced when broken. Past `max_waiting` callers in
// the queue, and past a caller's deadline, Acquire says UNAVAILABLE or DEADLINE_EXCEEDED at once.
// Pool is thread-safe; a Connection belongs to one thread at a time and must not outlive its Pool.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/session.h"
#include "common/time/deadline.h"

namespace keys::pg {

struct PoolOptions {
  std::string conninfo;
  // Postgres does not gain from more connections than cores, but a slow statement should not hold
  // up every other one.
  int size = 4;
  // pg_stat_activity shows this name.
  std::string name;
  int max_waiting = 256;
  absl::Duration statement_timeout = absl::Seconds(30);
};

struct PoolStats {
  int leased = 0;
  int idle = 0;
  int waiting = 0;
  int64_t opened_total = 0;
  int64_t dropped_total = 0;
};

class Pool;

// A connection out of the pool, given back on destruction. Statements end by its deadline.
class Connection final : public Executor {
 public:
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  ~Connection() override;

  Deadline deadline() const { return deadline_; }
  void set_deadline(Deadline deadline) { deadline_ = deadline; }

  // Runs one command without parameters, such as BEGIN.
  absl::StatusOr<Result> Command(const std::string& sql);
  absl::StatusOr<Result> Describe(const Statement& statement) override;

 private:
  friend class Pool;
  friend class Transaction;
  Connection(Pool* pool, std::unique_ptr<Session> session, Deadline deadline);
  absl::StatusOr<Result> Run(const Statement& statement, const Params& params) override;
  void GiveBack();

  Pool* pool_;
  std::unique_ptr<Session> session_;
  Deadline deadline_;
};

class Pool {
 public:
  explicit Pool(PoolOptions options);
  // The caller must have given back every Connection.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  absl::StatusOr<Connection> Acquire(Deadline deadline);
  // Makes a round trip to the server, for readiness.
  absl::Status Ping(Deadline deadline);
  PoolStats stats() const;

 private:
  friend class Connection;

  // Returns an idle session, or null when the caller may open one.
  absl::StatusOr<std::unique_ptr<Session>> TakeSlot(Deadline deadline);
  void Release(std::unique_ptr<Session> session);
  void ReleaseSlot(bool dropped);

  const PoolOptions options_;
  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_ ABSL_GUARDED_BY(mutex_);
  PoolStats stats_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys::pg

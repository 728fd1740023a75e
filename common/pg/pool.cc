#include "common/pg/pool.h"

#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/pg/error.h"

namespace keys::pg {

Connection::Connection(Pool* pool, std::unique_ptr<Session> session, Deadline deadline)
    : pool_(pool), session_(std::move(session)), deadline_(deadline) {}

Connection::Connection(Connection&& other) noexcept
    : pool_(other.pool_), session_(std::move(other.session_)), deadline_(other.deadline_) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  GiveBack();
  pool_ = other.pool_;
  session_ = std::move(other.session_);
  deadline_ = other.deadline_;
  return *this;
}

Connection::~Connection() { GiveBack(); }

void Connection::GiveBack() {
  if (session_ != nullptr) pool_->Release(std::move(session_));
}

absl::StatusOr<Result> Connection::Run(const Statement& statement, const Params& params) {
  return session_->Execute(statement, params, deadline_);
}

absl::StatusOr<Result> Connection::Describe(const Statement& statement) {
  return session_->Describe(statement, deadline_);
}

absl::StatusOr<Result> Connection::Command(const std::string& sql) {
  return session_->Command(sql, deadline_);
}

Pool::Pool(PoolOptions options) : options_(std::move(options)) {
  CHECK_THAT(options_.size > 0, "a pool has room for a connection");
}

Pool::~Pool() {
  absl::MutexLock lock(&mutex_);
  CHECK_THAT(stats_.leased == 0, "no connection outlives its pool");
}

absl::StatusOr<Connection> Pool::Acquire(Deadline deadline) {
  ASSIGN_OR_RETURN(std::unique_ptr<Session> session, TakeSlot(deadline));
  if (session != nullptr) {
    if (session->Reusable()) return Connection(this, std::move(session), deadline);
    absl::MutexLock lock(&mutex_);
    ++stats_.dropped_total;
  }
  absl::StatusOr<std::unique_ptr<Session>> opened =
      Session::Open({.conninfo = options_.conninfo,
                     .application_name = options_.name,
                     .statement_timeout = options_.statement_timeout},
                    deadline);
  if (!opened.ok()) {
    ReleaseSlot(/*dropped=*/false);
    return std::move(opened).status();
  }
  {
    absl::MutexLock lock(&mutex_);
    ++stats_.opened_total;
  }
  return Connection(this, *std::move(opened), deadline);
}

absl::StatusOr<std::unique_ptr<Session>> Pool::TakeSlot(Deadline deadline) {
  absl::MutexLock lock(&mutex_);
  if (stats_.waiting >= options_.max_waiting) {
    return error::Make(error::Reason::UNAVAILABLE, "The service is busy; try again shortly.");
  }
  const auto has_room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stats_.leased < options_.size;
  };
  ++stats_.waiting;
  const bool got_one = mutex_.AwaitWithTimeout(absl::Condition(&has_room), deadline.Remaining());
  --stats_.waiting;
  if (!got_one) return DeadlinePassed();
  ++stats_.leased;
  if (idle_.empty()) return nullptr;
  // The session that was used last is taken, so that the others grow old and are replaced.
  std::unique_ptr<Session> session = std::move(idle_.back());
  idle_.pop_back();
  return session;
}

void Pool::Release(std::unique_ptr<Session> session) {
  if (!session->Reusable()) {
    session.reset();
    ReleaseSlot(/*dropped=*/true);
    return;
  }
  absl::MutexLock lock(&mutex_);
  --stats_.leased;
  idle_.push_back(std::move(session));
}

void Pool::ReleaseSlot(bool dropped) {
  absl::MutexLock lock(&mutex_);
  --stats_.leased;
  if (dropped) ++stats_.dropped_total;
}

absl::Status Pool::Ping(Deadline deadline) {
  ASSIGN_OR_RETURN(Connection connection, Acquire(deadline));
  return connection.Command("SELECT 1").status();
}

PoolStats Pool::stats() const {
  absl::MutexLock lock(&mutex_);
  PoolStats stats = stats_;
  stats.idle = static_cast<int>(idle_.size());
  return stats;
}

}  // namespace keys::pg

#include "common/pg/transaction.h"

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"

namespace keys::pg {
namespace {

// The rollback gets at least this long. Otherwise a caller whose time is nearly over would cost the
// pool a connection.
constexpr absl::Duration kRollbackGrace = absl::Seconds(1);

const char* BeginCommand(Isolation isolation) {
  switch (isolation) {
    case Isolation::kRepeatableRead:
      return "BEGIN ISOLATION LEVEL REPEATABLE READ";
    case Isolation::kSerializable:
      return "BEGIN ISOLATION LEVEL SERIALIZABLE";
    case Isolation::kReadCommitted:
      break;
  }
  return "BEGIN ISOLATION LEVEL READ COMMITTED";
}

}  // namespace

absl::StatusOr<Transaction> Transaction::Begin(Pool& pool, Deadline deadline, Isolation isolation) {
  ASSIGN_OR_RETURN(Connection connection, pool.Acquire(deadline));
  RETURN_IF_ERROR(connection.Command(BeginCommand(isolation)).status());
  return Transaction(std::move(connection));
}

Transaction::~Transaction() {
  // A failed rollback breaks the connection, which ends the transaction as well.
  if (open_ == nullptr || !*open_) return;
  if (connection_.deadline().Remaining() < kRollbackGrace) {
    connection_.set_deadline(Deadline::After(kRollbackGrace));
  }
  connection_.Command("ROLLBACK").status().IgnoreError();
}

absl::Status Transaction::Commit() {
  *open_ = false;
  ASSIGN_OR_RETURN(const Result result, connection_.Command("COMMIT"));
  // Postgres answers COMMIT with success and ROLLBACK when a statement had failed before.
  if (result.tag() != "COMMIT") {
    return absl::InternalError("a transaction with a failed statement was to be committed");
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> Transaction::Run(const Statement& statement, const Params& params) {
  return connection_.Run(statement, params);
}

absl::StatusOr<Result> Transaction::Describe(const Statement& statement) {
  return connection_.Describe(statement);
}

void BackOff(int attempt) {
  absl::BitGen random;
  absl::SleepFor(absl::Milliseconds(absl::Uniform(random, 1, 4 << attempt)));
}

}  // namespace keys::pg

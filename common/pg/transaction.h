// Transactions.
//
//   return pg::RunTransaction(pool, deadline, [&](pg::Transaction& tx) -> absl::Status {
//     RETURN_IF_ERROR(tx.Execute(kSetPrice, id, cents).status());
//     return audit::Append(tx, entry);
//   });
//
// Begin and Commit by hand where the end of the transaction is not the end of a function. An
// abandoned transaction rolls back. Not thread-safe.
#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "common/pg/error.h"
#include "common/pg/executor.h"
#include "common/pg/pool.h"

namespace keys::pg {

enum class Isolation { kReadCommitted, kRepeatableRead, kSerializable };

class Transaction final : public Executor {
 public:
  static absl::StatusOr<Transaction> Begin(Pool& pool, Deadline deadline,
                                           Isolation isolation = Isolation::kReadCommitted);
  Transaction(Transaction&&) noexcept = default;
  Transaction& operator=(Transaction&&) noexcept = default;
  // Rolls back unless the transaction was committed.
  ~Transaction() override;

  // After UNAVAILABLE or DEADLINE_EXCEEDED the caller cannot know whether the transaction was
  // committed.
  absl::Status Commit();
  Deadline deadline() const { return connection_.deadline(); }
  absl::StatusOr<Result> Describe(const Statement& statement) override;

 private:
  explicit Transaction(Connection connection)
      : connection_(std::move(connection)), open_(new bool(true)) {}
  absl::StatusOr<Result> Run(const Statement& statement, const Params& params) override;

  Connection connection_;
  // The flag moves with the transaction, so that one that was moved from does not roll back.
  std::unique_ptr<bool> open_;
};

// Waits a little before try number `attempt` + 1 after a serialization failure or deadlock.
void BackOff(int attempt);

inline constexpr int kTransactionAttempts = 5;

// Runs `body`, commits when it returns Ok, rolls back otherwise. A serialization failure or
// deadlock runs the whole again, at most kTransactionAttempts times: the body must have no effect
// outside of the database. Body: Transaction& → absl::Status or absl::StatusOr<T>, which is also
// the result.
template <typename Body>
auto RunTransaction(Pool& pool, Deadline deadline, Isolation isolation, Body&& body)
    -> std::invoke_result_t<Body, Transaction&> {
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<Transaction> tx = Transaction::Begin(pool, deadline, isolation);
    if (!tx.ok()) return std::move(tx).status();
    auto result = body(*tx);
    absl::Status status;
    if constexpr (std::is_same_v<std::decay_t<decltype(result)>, absl::Status>) {
      status = result;
    } else {
      status = result.status();
    }
    if (status.ok()) status = tx->Commit();
    if (status.ok()) return result;
    if (!IsRetryable(status) || attempt >= kTransactionAttempts) return status;
    tx = absl::CancelledError();  // gives the connection back before the pause
    BackOff(attempt);
  }
}

template <typename Body>
auto RunTransaction(Pool& pool, Deadline deadline, Body&& body) {
  return RunTransaction(pool, deadline, Isolation::kReadCommitted, std::forward<Body>(body));
}

}  // namespace keys::pg

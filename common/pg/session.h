// One connection to Postgres, and the only code that talks to libpq.
//
// Every operation ends by its deadline: requests are sent without blocking, answers awaited with
// poll(2). A deadline that passes, or any trouble on the wire, leaves the session broken: it can
// only be closed. That also covers a server that is stopped (SIGSTOP), which statement_timeout
// cannot. Not thread-safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/statement.h"
#include "common/pg/value.h"
#include "common/time/deadline.h"

struct pg_conn;
struct pg_result;

namespace keys::pg {

// A type's object id as pg_type.dat gives it.
using TypeId = uint32_t;

// The rows of one answer. Views stay valid as long as the Result.
class Result {
 public:
  explicit Result(pg_result* result);
  Result(Result&&) noexcept;
  Result& operator=(Result&&) noexcept;
  ~Result();

  int rows() const;
  int columns() const;
  std::optional<std::string_view> cell(int row, int column) const;
  TypeId column_type(int column) const;
  // The number of rows changed by an INSERT, UPDATE or DELETE, else 0.
  int64_t affected() const;
  // The command that was run, e.g. "COMMIT".
  std::string_view tag() const;

 private:
  pg_result* result_;
};

struct SessionOptions {
  // A connection string of libpq: a URI, or keywords with values.
  std::string conninfo;
  std::string application_name;
  absl::Duration statement_timeout = absl::Seconds(30);
};

class Session {
 public:
  // Fails with UNAVAILABLE or DEADLINE_EXCEEDED.
  static absl::StatusOr<std::unique_ptr<Session>> Open(const SessionOptions& options,
                                                       Deadline deadline);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Prepares the statement at its first use on this connection.
  absl::StatusOr<Result> Execute(const Statement& statement, const Params& params,
                                 Deadline deadline);
  // Runs one command without parameters, such as BEGIN, without preparing it.
  absl::StatusOr<Result> Command(const std::string& sql, Deadline deadline);
  // Returns the columns that the statement would return, and no rows.
  absl::StatusOr<Result> Describe(const Statement& statement, Deadline deadline);

  // Waits until a channel to which this session listens is notified, `wake_fd` is readable or the
  // deadline passes; the latter two leave the session usable. Returns the payloads of all
  // notifications that have arrived, in the order of their commits.
  absl::StatusOr<std::vector<std::string>> AwaitNotification(int wake_fd, Deadline deadline);

  bool broken() const { return broken_; }
  // Whether the session is between transactions and not known to be dead. Looks at the socket and
  // never waits.
  bool Reusable();

 private:
  explicit Session(pg_conn* connection) : connection_(connection) {}

  absl::Status Connect(Deadline deadline);
  absl::Status Prepare(const Statement& statement, Deadline deadline);
  absl::StatusOr<Result> Await(std::string_view name, Deadline deadline);
  absl::Status Flush(Deadline deadline);
  absl::Status Wait(bool for_reading, bool for_writing, Deadline deadline);
  absl::Status Break(absl::Status why);
  absl::Status Lost(std::string_view name);

  pg_conn* connection_;
  bool broken_ = false;
  // Maps names to texts, because using one name for two texts is a programmer's error.
  std::map<std::string, std::string, std::less<>> prepared_;
};

}  // namespace keys::pg

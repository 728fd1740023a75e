#include "common/pg/session.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/log/log.h"
#include "common/pg/error.h"

namespace keys::pg {
namespace {

std::string_view Field(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

bool Succeeded(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

// Times are always exchanged as ISO in UTC. The other settings let the server notice a client that
// went away during a statement, and end a transaction that was left open.
std::string ServerSettings(const SessionOptions& options) {
  return absl::StrCat(
      "-c TimeZone=UTC -c DateStyle=ISO,YMD -c bytea_output=hex",
      " -c client_connection_check_interval=1000", " -c idle_in_transaction_session_timeout=60000",
      " -c statement_timeout=", absl::ToInt64Milliseconds(options.statement_timeout));
}

}  // namespace

Result::Result(pg_result* result) : result_(result) {}
Result::Result(Result&& other) noexcept : result_(std::exchange(other.result_, nullptr)) {}
Result& Result::operator=(Result&& other) noexcept {
  std::swap(result_, other.result_);
  return *this;
}
Result::~Result() { PQclear(result_); }

int Result::rows() const { return PQntuples(result_); }
int Result::columns() const { return PQnfields(result_); }

std::optional<std::string_view> Result::cell(int row, int column) const {
  if (PQgetisnull(result_, row, column) != 0) return std::nullopt;
  return std::string_view(PQgetvalue(result_, row, column),
                          static_cast<size_t>(PQgetlength(result_, row, column)));
}

TypeId Result::column_type(int column) const { return PQftype(result_, column); }

int64_t Result::affected() const {
  int64_t rows = 0;
  return absl::SimpleAtoi(PQcmdTuples(result_), &rows) ? rows : 0;
}

std::string_view Result::tag() const { return PQcmdStatus(result_); }

absl::StatusOr<std::unique_ptr<Session>> Session::Open(const SessionOptions& options,
                                                       Deadline deadline) {
  // The address is parsed first, because libpq's text about a malformed one would show the
  // password.
  PQconninfoOption* parsed = PQconninfoParse(options.conninfo.c_str(), nullptr);
  if (parsed == nullptr) return absl::InternalError("the database address cannot be read");
  PQconninfoFree(parsed);
  const std::string settings = ServerSettings(options);
  const char* names[] = {"dbname", "options", "application_name", "client_encoding", nullptr};
  const char* values[] = {options.conninfo.c_str(), settings.c_str(),
                          options.application_name.c_str(), "UTF8", nullptr};
  PGconn* connection = PQconnectStartParams(names, values, /*expand_dbname=*/1);
  CHECK_THAT(connection != nullptr, "libpq has memory for a connection");
  std::unique_ptr<Session> session(new Session(connection));
  RETURN_IF_ERROR(session->Connect(deadline));
  return session;
}

Session::~Session() { PQfinish(connection_); }

absl::Status Session::Connect(Deadline deadline) {
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (PQstatus(connection_) != CONNECTION_BAD && state != PGRES_POLLING_OK) {
    if (state == PGRES_POLLING_FAILED) break;
    RETURN_IF_ERROR(Wait(state == PGRES_POLLING_READING, state == PGRES_POLLING_WRITING, deadline));
    state = PQconnectPoll(connection_);
  }
  if (state != PGRES_POLLING_OK) {
    // libpq's text names the address and the reason, never the password.
    log::Warning("pg.connect_failed", {{"message", PQerrorMessage(connection_)}});
    return Break(NotReachable());
  }
  if (PQsetnonblocking(connection_, 1) != 0) return Lost("connect");
  return absl::OkStatus();
}

absl::Status Session::Wait(bool for_reading, bool for_writing, Deadline deadline) {
  pollfd descriptor{.fd = PQsocket(connection_), .events = 0, .revents = 0};
  if (for_reading) descriptor.events |= POLLIN;
  if (for_writing) descriptor.events |= POLLOUT;
  while (true) {
    const absl::Duration left = std::min(deadline.Remaining(), absl::Minutes(1));
    if (left == absl::ZeroDuration()) return Break(DeadlinePassed());
    const int ready = poll(&descriptor, 1, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1);
    if (ready > 0) return absl::OkStatus();
    if (ready < 0 && errno != EINTR) return Lost("poll");
  }
}

absl::Status Session::Flush(Deadline deadline) {
  while (true) {
    const int left = PQflush(connection_);
    if (left == 0) return absl::OkStatus();
    if (left < 0) return Lost("flush");
    RETURN_IF_ERROR(Wait(true, true, deadline));
    if (PQconsumeInput(connection_) == 0) return Lost("flush");
  }
}

absl::StatusOr<Result> Session::Await(std::string_view name, Deadline deadline) {
  RETURN_IF_ERROR(Flush(deadline));
  Result last(nullptr);
  PGresult* kept = nullptr;
  while (true) {
    while (PQisBusy(connection_) != 0) {
      RETURN_IF_ERROR(Wait(true, false, deadline));
      if (PQconsumeInput(connection_) == 0) return Lost(name);
    }
    PGresult* next = PQgetResult(connection_);
    if (next == nullptr) break;
    last = Result(next);
    kept = next;
  }
  if (kept == nullptr) return Lost(name);
  if (Succeeded(kept)) return last;
  const absl::Status status = StatusOf({.sqlstate = Field(kept, PG_DIAG_SQLSTATE),
                                        .message = Field(kept, PG_DIAG_MESSAGE_PRIMARY),
                                        .constraint = Field(kept, PG_DIAG_CONSTRAINT_NAME),
                                        .statement = name});
  // 0A000 says that a migration changed the columns of a prepared statement. A new connection
  // prepares it anew.
  if (PQstatus(connection_) == CONNECTION_BAD || Field(kept, PG_DIAG_SQLSTATE) == "0A000") {
    broken_ = true;
  }
  return status;
}

absl::Status Session::Prepare(const Statement& statement, Deadline deadline) {
  const auto known = prepared_.find(statement.name);
  if (known != prepared_.end()) {
    CHECK_THAT(known->second == statement.sql, "a statement's name stands for one text");
    return absl::OkStatus();
  }
  const std::string name(statement.name);
  const std::string sql(statement.sql);
  if (PQsendPrepare(connection_, name.c_str(), sql.c_str(), 0, nullptr) == 0) return Lost(name);
  RETURN_IF_ERROR(Await(name, deadline).status());
  prepared_.emplace(name, sql);
  return absl::OkStatus();
}

absl::StatusOr<Result> Session::Execute(const Statement& statement, const Params& params,
                                        Deadline deadline) {
  if (broken_) return NotReachable();
  RETURN_IF_ERROR(params.problem());
  RETURN_IF_ERROR(Prepare(statement, deadline));
  std::vector<const char*> values;
  values.reserve(params.cells().size());
  for (const Cell& cell : params.cells()) {
    values.push_back(cell.has_value() ? cell->c_str() : nullptr);
  }
  const std::string name(statement.name);
  if (PQsendQueryPrepared(connection_, name.c_str(), static_cast<int>(values.size()), values.data(),
                          nullptr, nullptr, /*resultFormat=*/0) == 0) {
    return Lost(name);
  }
  return Await(name, deadline);
}

absl::StatusOr<Result> Session::Command(const std::string& sql, Deadline deadline) {
  if (broken_) return NotReachable();
  if (PQsendQueryParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0) {
    return Lost(sql);
  }
  return Await(sql, deadline);
}

absl::StatusOr<Result> Session::Describe(const Statement& statement, Deadline deadline) {
  if (broken_) return NotReachable();
  RETURN_IF_ERROR(Prepare(statement, deadline));
  const std::string name(statement.name);
  if (PQsendDescribePrepared(connection_, name.c_str()) == 0) return Lost(name);
  return Await(name, deadline);
}

absl::StatusOr<std::vector<std::string>> Session::AwaitNotification(int wake_fd,
                                                                    Deadline deadline) {
  if (broken_) return NotReachable();
  while (true) {
    std::vector<std::string> payloads;
    while (PGnotify* one = PQnotifies(connection_)) {
      payloads.emplace_back(one->extra);
      PQfreemem(one);
    }
    if (!payloads.empty()) return payloads;
    pollfd descriptors[] = {{.fd = PQsocket(connection_), .events = POLLIN, .revents = 0},
                            {.fd = wake_fd, .events = POLLIN, .revents = 0}};
    const absl::Duration left = std::min(deadline.Remaining(), absl::Minutes(1));
    if (left == absl::ZeroDuration()) return payloads;
    const int ready = poll(descriptors, 2, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1);
    if (ready < 0 && errno != EINTR) return Lost("poll");
    if (ready <= 0) continue;
    if (descriptors[1].revents != 0) return payloads;
    if (PQconsumeInput(connection_) == 0) return Lost("listen");
  }
}

bool Session::Reusable() {
  if (broken_ || PQstatus(connection_) != CONNECTION_OK ||
      PQtransactionStatus(connection_) != PQTRANS_IDLE) {
    return false;
  }
  // The server sends nothing on an idle connection, so bytes almost always say that it ended the
  // connection.
  pollfd descriptor{.fd = PQsocket(connection_), .events = POLLIN, .revents = 0};
  return poll(&descriptor, 1, 0) == 0;
}

absl::Status Session::Break(absl::Status why) {
  broken_ = true;
  return why;
}

absl::Status Session::Lost(std::string_view name) {
  return Break(StatusOf({.sqlstate = "",
                         .message = PQerrorMessage(connection_),
                         .constraint = "",
                         .statement = name}));
}

}  // namespace keys::pg

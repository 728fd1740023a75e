#include "common/pg/error.h"

#include "absl/strings/cord.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"

namespace keys::pg {
namespace {

constexpr char kSqlStatePayload[] = "keys.pg/sqlstate";
constexpr char kConstraintPayload[] = "keys.pg/constraint";

bool MeansUnavailable(std::string_view sqlstate) {
  // No answer came, or the class says: connection exception, out of resources, or a server that
  // shuts down, has crashed or starts.
  return sqlstate.empty() || sqlstate.substr(0, 2) == "08" || sqlstate.substr(0, 2) == "53" ||
         sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03" || sqlstate == "57P05" ||
         sqlstate == "25P03";
}

absl::Status Translate(std::string_view sqlstate, std::string_view statement) {
  if (MeansUnavailable(sqlstate)) return NotReachable();
  if (sqlstate == "57014") return DeadlinePassed();
  const std::string text = Concat({"database error ", sqlstate, " in ", statement});
  if (sqlstate == "23505") return absl::AlreadyExistsError(text);
  if (sqlstate == "23503" || sqlstate == "23514") return absl::FailedPreconditionError(text);
  if (sqlstate == "40001" || sqlstate == "40P01") return absl::AbortedError(text);
  if (sqlstate == "22021" || sqlstate == "22P05") {
    return error::Make(error::Reason::INVALID_ARGUMENT,
                       "A text holds characters that are not valid UTF-8.");
  }
  return absl::InternalError(text);
}

std::string PayloadOf(const absl::Status& status, const char* name) {
  const auto payload = status.GetPayload(name);
  return payload.has_value() ? std::string(*payload) : std::string();
}

// A caller asks for these answers and handles them, so they are not logged as failures.
bool IsExpected(std::string_view sqlstate) {
  return sqlstate.substr(0, 2) == "23" || sqlstate == "40001" || sqlstate == "40P01";
}

}  // namespace

absl::Status StatusOf(const Failure& failure) {
  absl::Status status = Translate(failure.sqlstate, failure.statement);
  if (!failure.sqlstate.empty()) {
    status.SetPayload(kSqlStatePayload, absl::Cord(std::string(failure.sqlstate)));
  }
  if (!failure.constraint.empty()) {
    status.SetPayload(kConstraintPayload, absl::Cord(std::string(failure.constraint)));
  }
  if (!IsExpected(failure.sqlstate)) {
    log::Warning("pg.statement_failed", {{"statement", failure.statement},
                                         {"sqlstate", failure.sqlstate},
                                         {"message", failure.message}});
  }
  return status;
}

std::string SqlStateOf(const absl::Status& status) { return PayloadOf(status, kSqlStatePayload); }

std::string ConstraintOf(const absl::Status& status) {
  return PayloadOf(status, kConstraintPayload);
}

bool IsRetryable(const absl::Status& status) {
  const std::string sqlstate = SqlStateOf(status);
  return sqlstate == "40001" || sqlstate == "40P01";
}

absl::Status DeadlinePassed() {
  return absl::DeadlineExceededError("The database did not answer in time.");
}

absl::Status NotReachable() {
  return error::Make(error::Reason::UNAVAILABLE, "The database is not reachable at the moment.");
}

}  // namespace keys::pg

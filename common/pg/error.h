// What Postgres' errors mean to the code above.
//
//   unique_violation               → ALREADY_EXISTS, ConstraintOf() names the constraint
//   foreign_key/check violation    → FAILED_PRECONDITION, ConstraintOf() names it
//   serialization failure, deadlock → ABORTED, IsRetryable() is true
//   text that is not UTF-8         → INVALID_ARGUMENT with a detail for the client
//   no connection, shutting down   → UNAVAILABLE with reason UNAVAILABLE
//   statement_timeout, deadline    → DEADLINE_EXCEEDED
//   anything else                  → INTERNAL
//
// A status never holds SQL, values or Postgres' message: those go to the log. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace keys::pg {

// An error that libpq reports about a failed statement.
struct Failure {
  // Empty when the connection broke before an answer came.
  std::string_view sqlstate;
  std::string_view message;
  std::string_view constraint;
  std::string_view statement;
};

// Maps the failure and writes the log line.
absl::Status StatusOf(const Failure& failure);

// Returns the five characters of SQLSTATE, or an empty text when `status` did not come from
// Postgres.
std::string SqlStateOf(const absl::Status& status);

// Returns an empty text when no constraint was violated.
std::string ConstraintOf(const absl::Status& status);

// Whether the whole transaction may be tried again: it failed by a serialization failure or a
// deadlock.
bool IsRetryable(const absl::Status& status);

absl::Status DeadlinePassed();
absl::Status NotReachable();

}  // namespace keys::pg

// Errors as clients meet them: an absl::Status that carries keys.error.v1.ErrorDetail as payload.
//
//   return error::Make(error::Reason::NOT_FOUND, "There is no KEY named 'x'.");
//   return error::Invalid("/price_cents", "OUT_OF_RANGE", "A price is not negative.");
//
// The detail is shown to people: a sentence that says what to do, without internals, secrets or
// other people's data. A Status without this payload becomes a bare 500 at the edge; its text goes
// to the log only. All functions are pure and thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "keys/error/v1/error.pb.h"

namespace keys::error {

using v1::ErrorDetail;
using v1::Reason;
using v1::ReasonInfo;
using v1::Violation;

// `detail` is a sentence for a person.
absl::Status Make(Reason reason, std::string detail);

// `detail.reason` must be set; an empty `detail.detail` gets the reason's title.
absl::Status Make(ErrorDetail detail);

// INVALID_ARGUMENT with one violation; `pointer` is an RFC 6901 JSON pointer or "?parameter".
absl::Status Invalid(std::string pointer, std::string code, std::string detail);

// Returns INVALID_ARGUMENT with all violations, or Ok when there are none.
absl::Status Invalid(std::vector<Violation> violations);

Violation MakeViolation(std::string pointer, std::string code, std::string detail);

// Adds a step that the caller can take next. `status` must carry a detail.
absl::Status WithAction(absl::Status status, std::string action);

// Absent when the status is Ok or carries no detail.
std::optional<ErrorDetail> DetailOf(const absl::Status& status);

// REASON_UNSPECIFIED when absent.
Reason ReasonOf(const absl::Status& status);

// Returns the gRPC code, HTTP status and title of a reason. Every value of the enum has them.
const ReasonInfo& InfoOf(Reason reason);

// Returns the stable word that clients see, e.g. "NOT_FOUND". REASON_UNSPECIFIED is "INTERNAL".
const std::string& CodeOf(Reason reason);

// Serialized google.rpc.Status for the grpc-status-details-bin trailer, and back. A text that
// cannot be parsed gives a status without detail.
std::string ToRpcStatus(const absl::Status& status);
absl::Status FromRpcStatus(absl::StatusCode code, const std::string& message,
                           const std::string& details);

}  // namespace keys::error

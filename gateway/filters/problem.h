// Errors as clients meet them: application/problem+json (RFC 9457) with the shop's own members
// (docs/contract.md §1, "Errors").
//
//   HttpResponse response = ProblemResponse(status, request_id);
//
// An error with a Reason shows its detail, violations and actions. One without is UNAVAILABLE when
// a service could not be reached or was too busy or slow, else a bare 500; its text goes to the log
// only. `type` is a relative reference, "/problems/not-found": the code in lower case with hyphens.
// Thread-safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/error/error.h"
#include "gateway/server/http.h"

namespace keys::gateway {

// The response has WWW-Authenticate on 401 and Retry-After on 429 and 503.
HttpResponse ProblemResponse(const absl::Status& status, const std::string& request_id);

// Returns the reason that the response names.
error::Reason PublicReason(const absl::Status& status);

// The error for a GET or HEAD whose If-Match does not hold.
absl::Status PreconditionFailed();

// "NOT_FOUND" → "/problems/not-found"
std::string ProblemType(const std::string& code);

}  // namespace keys::gateway

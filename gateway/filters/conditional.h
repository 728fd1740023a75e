// Conditional requests (RFC 9110 §13), decided on the finished answer. Pure; thread-safe.
//
//   return ApplyConditions(request, std::move(response));  // it, a 304 or PRECONDITION_FAILED
#pragma once

#include "absl/status/statusor.h"
#include "gateway/server/http.h"

namespace keys::gateway {

// Returns the answer as it is, 304, or PRECONDITION_FAILED. Conditions count only where the answer
// without them would be 200 (§13.2.1).
absl::StatusOr<HttpResponse> ApplyConditions(const HttpRequest& request, HttpResponse answer);

}  // namespace keys::gateway

// Conditional requests (RFC 9110 §13), decided on the finished answer. Pure; thread-safe.
//
//   return ApplyConditions(request, std::move(response));  // it, a 304 or PRECONDITION_FAILED
#pragma once

#include "absl/status/statusor.h"
#include "gateway/server/http.h"

namespace keys::gateway {

// What a GET or HEAD gets that would be answered so without its conditions, which count for a 200
// only (§13.2.1): the answer as it is, 304, or PRECONDITION_FAILED.
absl::StatusOr<HttpResponse> ApplyConditions(const HttpRequest& request, HttpResponse answer);

}  // namespace keys::gateway

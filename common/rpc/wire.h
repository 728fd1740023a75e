// Converts between absl::Status and gRPC's status, and encodes metadata. Pure; thread-safe.
#pragma once

#include <grpcpp/support/status.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace keys::rpc {

// An error with a Reason keeps its detail; any other keeps only its code, because its text is for
// the log. An unknown error becomes INTERNAL.
grpc::Status ToGrpcStatus(const absl::Status& status);

// A bare UNAUTHENTICATED means that the other side refused this process's service token: the clocks
// or keys of two machines differ. For the caller behind this process that is an outage, and an
// outbox tries again, so it becomes UNAVAILABLE; its text says which of the two it was. A user who
// is not signed in comes as an error with a detail. `details` is the grpc-status-details-bin
// trailer, which gRPC keeps in Status::error_details().
absl::Status FromGrpcStatus(const grpc::Status& status);

// "NOT_FOUND" and so on, as gRPC names codes.
std::string grpc_code_name(absl::StatusCode code);

// RFC 3986 percent-encoding of everything but unreserved characters, for metadata values that may
// hold any byte, and back (a malformed escape stays as it is).
std::string PercentEncode(std::string_view text);
std::string PercentDecode(std::string_view text);

}  // namespace keys::rpc

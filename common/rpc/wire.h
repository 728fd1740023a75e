// Between absl::Status and gRPC's, and the odds and ends of metadata. Pure; thread-safe.
#pragma once

#include <grpcpp/support/status.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace keys::rpc {

// An error with a Reason keeps its detail; any other keeps only its code, because its text is for
// the log. An unknown error becomes INTERNAL.
grpc::Status ToGrpcStatus(const absl::Status& status);

// `details` is the grpc-status-details-bin trailer, which gRPC keeps in Status::error_details().
absl::Status FromGrpcStatus(const grpc::Status& status);

// "NOT_FOUND" and so on, as gRPC names codes.
std::string grpc_code_name(absl::StatusCode code);

// RFC 3986 percent-encoding of everything but unreserved characters, for metadata values that may
// hold any byte, and back (a malformed escape stays as it is).
std::string PercentEncode(std::string_view text);
std::string PercentDecode(std::string_view text);

}  // namespace keys::rpc

#include "common/rpc/client.h"

#include <grpc/support/time.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>

#include "absl/strings/numbers.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/rpc/transport.h"
#include "common/rpc/wire.h"

namespace keys::rpc {
namespace {

// The limit for callers that gave no deadline, because background work must not hang either.
constexpr absl::Duration kLongestCall = absl::Seconds(10);
constexpr int kMaxReconnectBackoffMs = 1000;
constexpr int kFirstReconnectBackoffMs = 100;
// gRPC's minimum backoff is also the time that an attempt to connect may take (its
// connection-backoff.md, MIN_CONNECT_TIMEOUT). On a busy machine a healthy peer needs more than a
// moment for the handshake. Calls that wait for the connection still end by their own deadline.
constexpr int kConnectTimeoutMs = 3000;
constexpr int kMaxMessageBytes = 32 * 1024 * 1024;
// An error travels as metadata, in its message and again, encoded, in its details, and it may quote
// an address of 8 KiB that a client sent. Under gRPC's own limit such a 404 would become
// "unavailable".
constexpr int kMaxMetadataBytes = 128 * 1024;

// A server that is shutting down resets calls that arrive before its client has read GOAWAY, and no
// handler sees them; the client gets CANCELLED. They are sent again, on the next connection. A call
// that its own client has cancelled is not repeated.
constexpr char kRetryWhatNobodyBegan[] =
    R"({"methodConfig":[{"name":[{}],"retryPolicy":{"maxAttempts":4,"initialBackoff":"0.02s",)"
    R"("maxBackoff":"0.2s","backoffMultiplier":2,"retryableStatusCodes":["CANCELLED"]}}]})";

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  // gRPC's backoff grows to two minutes. A peer that was restarted must be found within a second.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetServiceConfigJSON(kRetryWhatNobodyBegan);
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  return grpc::CreateCustomChannel(address, CurrentTransport().channel(), arguments);
}

}  // namespace

Channel::Channel(const std::string& address, TokenMinter& minter)
    : minter_(minter), channel_(Connect(address)) {}

void Channel::Prepare(grpc::ClientContext& context, const Outgoing& outgoing) {
  const absl::Duration left = std::min(outgoing.deadline.Remaining(), kLongestCall);
  context.set_deadline(
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                   gpr_time_from_millis(absl::ToInt64Milliseconds(left), GPR_TIMESPAN)));
  context.AddMetadata(kServiceTokenKey, minter_.Token());
  if (!outgoing.request_id.empty()) context.AddMetadata(kRequestIdKey, outgoing.request_id);
  context.AddMetadata(kTraceparentKey, trace::ToHeader(trace::ChildOf(outgoing.trace)));
}

void Channel::NoteRevision(const grpc::ClientContext& context) {
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto found = trailers.find(kRevisionKey);
  int64_t revision = 0;
  if (found == trailers.end() ||
      !absl::SimpleAtoi(absl::string_view(found->second.data(), found->second.size()), &revision)) {
    return;
  }
  int64_t known = revision_;
  while (revision > known && !revision_.compare_exchange_weak(known, revision)) {
  }
}

absl::Status Channel::Translate(const grpc::Status& status) {
  absl::Status translated = FromGrpcStatus(status);
  if (error::DetailOf(translated).has_value()) return translated;
  switch (translated.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      log::Warning("rpc.client", {{"code", grpc_code_name(translated.code())},
                                  {"why", std::string_view(status.error_message())}});
      return error::Make(error::Reason::UNAVAILABLE,
                         "A part of the shop does not answer at the moment. Try again shortly.");
    default:
      return translated;
  }
}

}  // namespace keys::rpc

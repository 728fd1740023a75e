#include "gateway/upstream.h"

#include <grpc/support/time.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "absl/strings/numbers.h"
#include "common/base/check.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/rpc/client.h"
#include "common/rpc/wire.h"
#include "gateway/load_limit.h"

namespace keys::gateway {
namespace {

using google::protobuf::Message;
using MessageStub = grpc::TemplatedGenericStub<Message, Message>;

// Services keep 500 characters and mark a longer text as cut, so one more is sent. Encoded these
// are at most 6 KiB, for which the services' limit on metadata (run.cc) has room.
constexpr size_t kMaxUserAgentCharacters = 501;
// The longest character of UTF-8. Bytes that are no UTF-8 are taken in pieces of this length at
// most.
constexpr size_t kMaxCharacterBytes = 4;

// Returns the text percent-encoded and cut between characters.
std::string UserAgentOf(std::string_view text) {
  std::string encoded;
  size_t characters = 0;
  while (!text.empty() && characters < kMaxUserAgentCharacters) {
    size_t length = 1;
    while (length < std::min(text.size(), kMaxCharacterBytes) &&
           (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) {
      ++length;
    }
    encoded += rpc::PercentEncode(text.substr(0, length));
    text.remove_prefix(length);
    ++characters;
  }
  return encoded;
}

void SetDeadline(grpc::ClientContext& context, absl::Duration left) {
  context.set_deadline(
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                   gpr_time_from_millis(absl::ToInt64Milliseconds(left), GPR_TIMESPAN)));
}

void AddUnlessEmpty(grpc::ClientContext& context, const char* name, const std::string& value) {
  if (!value.empty()) context.AddMetadata(name, value);
}

void Describe(const UpstreamCall& call, grpc::ClientContext& context) {
  const Exchange& exchange = call.exchange;
  const rpc::Caller& caller = exchange.caller;
  context.AddMetadata(rpc::kRequestIdKey, exchange.request_id);
  context.AddMetadata(rpc::kTraceparentKey, trace::ToHeader(trace::ChildOf(exchange.trace)));
  AddUnlessEmpty(context, rpc::kUserKey, caller.user_id);
  AddUnlessEmpty(context, rpc::kEmailKey, caller.email);
  if (caller.admin) context.AddMetadata(rpc::kAdminKey, "1");
  AddUnlessEmpty(context, rpc::kOrgsKey, rpc::FormatOrgs(caller.orgs));
  AddUnlessEmpty(context, rpc::kClientIpKey, caller.client_ip);
  AddUnlessEmpty(context, rpc::kUserAgentKey, UserAgentOf(caller.user_agent));
  AddUnlessEmpty(context, rpc::kIdempotencyKey, call.idempotency_key);
  AddUnlessEmpty(context, rpc::kIfMatchKey, call.if_match);
}

std::string Trailer(const grpc::ClientContext& context, const char* name) {
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto found = trailers.find(name);
  return found == trailers.end() ? "" : std::string(found->second.data(), found->second.size());
}

std::optional<int64_t> RevisionOf(const grpc::ClientContext& context) {
  int64_t revision = 0;
  const std::string sent = Trailer(context, rpc::kRevisionKey);
  if (!absl::SimpleAtoi(sent, &revision)) return std::nullopt;
  return revision;
}

absl::Status Overloaded() {
  return error::Make(error::Reason::UNAVAILABLE,
                     "The shop has more to do than it gets done. Try again shortly.");
}

// grpc.health.v1.HealthCheckResponse{status: SERVING}: field 1, varint 1. Its descriptor is not
// linked, because gRPC keeps one of its own.
bool IsServing(const grpc::ByteBuffer& response) {
  grpc::Slice slice;
  return response.DumpToSingleSlice(&slice).ok() && slice.size() == 2 && slice.begin()[0] == 0x08 &&
         slice.begin()[1] == 0x01;
}

}  // namespace

struct Upstream::Peer {
  Peer(const rpc::Channel& channel, prometheus::Counter& refusals)
      : messages(channel.grpc()), bytes(channel.grpc()), refused(refusals) {}
  MessageStub messages;
  grpc::GenericStub bytes;
  // This limit counts only calls that may be refused.
  LoadLimit load;
  prometheus::Counter& refused;
};

// The calls under way, so that they can be ended and none outlives the objects that wait for it.
// Only this class owns their contexts. A context holds its channel; if it were destroyed after Stop
// has returned, gRPC's own thread might release the channel last, wait for itself and free its
// queue twice.
class Upstream::Flights {
 public:
  grpc::ClientContext* Begin(std::shared_ptr<grpc::ClientContext> context) {
    grpc::ClientContext* const begun = context.get();
    std::lock_guard lock(mutex_);
    open_.emplace(begun, std::move(context));
    if (stopped_) begun->TryCancel();
    return begun;
  }
  void End(grpc::ClientContext* context) {
    std::lock_guard lock(mutex_);
    open_.erase(context);
    if (open_.empty()) ended_.notify_all();
  }
  void Stop() {
    std::unique_lock lock(mutex_);
    stopped_ = true;
    const auto open = open_;
    lock.unlock();
    // A call may end, and come back here, while it is being cancelled.
    for (const auto& [begun, context] : open) context->TryCancel();
    lock.lock();
    ended_.wait(lock, [this] { return open_.empty(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  std::unordered_map<grpc::ClientContext*, std::shared_ptr<grpc::ClientContext>> open_;
  bool stopped_ = false;
};

Upstream::Upstream(const std::map<std::string, std::string>& addresses, rpc::TokenMinter& minter,
                   metrics::Registry& metrics)
    : minter_(minter), flights_(std::make_unique<Flights>()) {
  for (const auto& [process, address] : addresses) {
    auto& refused = metrics.Counter("keys_gateway_overload_refusals_total",
                                    "Readings refused because the process has more to do than it "
                                    "gets done.",
                                    {{"process", process}});
    peers_.emplace(process, std::make_unique<Peer>(rpc::Channel(address, minter), refused));
  }
}

Upstream::~Upstream() { Stop(); }

void Upstream::Stop() { flights_->Stop(); }

Upstream::Peer& Upstream::PeerOf(const std::string& process) {
  const auto found = peers_.find(process);
  CHECK_THAT(found != peers_.end(), "a call goes to a process without an address");
  return *found->second;
}

void Upstream::Call(const UpstreamCall& call, Done done) {
  Peer& peer = PeerOf(call.process);
  LoadLimit* const load = call.may_be_refused ? &peer.load : nullptr;
  if (load != nullptr && !load->Begin(std::chrono::steady_clock::now())) {
    peer.refused.Increment();
    return done({.status = Overloaded()});
  }
  grpc::ClientContext* const context = flights_->Begin(std::make_shared<grpc::ClientContext>());
  SetDeadline(*context, std::min(call.timeout, call.exchange.deadline.Remaining()));
  context->AddMetadata(rpc::kServiceTokenKey, minter_.Token());
  Describe(call, *context);
  peer.messages.UnaryCall(
      context, call.grpc_path, {}, call.request, call.response,
      [this, context, load, done = std::move(done)](const grpc::Status& status) {
        if (load != nullptr) load->End(std::chrono::steady_clock::now());
        done({.status = rpc::FromGrpcStatus(status),
              .replayed = Trailer(*context, rpc::kReplayedKey) == "true",
              .entity_tag = Trailer(*context, rpc::kEntityTagKey),
              .revision = RevisionOf(*context)});
        flights_->End(context);
      });
}

void Upstream::CheckHealth(const std::string& process, absl::Duration timeout,
                           std::function<void(absl::Status)> done) {
  struct Check {
    grpc::ClientContext context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer response;
  };
  auto owned = std::make_shared<Check>();
  Check* const check = owned.get();
  // An empty HealthCheckRequest asks about the server as a whole.
  const grpc::Slice nothing;
  check->request = grpc::ByteBuffer(&nothing, 1);
  SetDeadline(check->context, timeout);
  flights_->Begin(std::shared_ptr<grpc::ClientContext>(std::move(owned), &check->context));
  PeerOf(process).bytes.UnaryCall(
      &check->context, "/grpc.health.v1.Health/Check", {}, &check->request, &check->response,
      [this, check, done = std::move(done)](const grpc::Status& status) {
        if (!status.ok()) {
          done(absl::UnavailableError("does not answer"));
        } else if (!IsServing(check->response)) {
          done(absl::UnavailableError("is not serving"));
        } else {
          done(absl::OkStatus());
        }
        flights_->End(&check->context);
      });
}

std::vector<std::string> Upstream::processes() const {
  std::vector<std::string> names;
  for (const auto& [process, peer] : peers_) names.push_back(process);
  return names;
}

}  // namespace keys::gateway

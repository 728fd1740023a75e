#include "common/rpc/watch/server.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"

namespace keys::rpc {

Watches::Watches(WatchOptions options, PeerVerifier& verifier, metrics::Registry& metrics)
    : options_(options),
      verifier_(verifier),
      open_gauge_(metrics.Gauge("keys_rpc_watch_streams", "Open streams of Watch RPCs.")),
      beating_([this] { Beat(); }) {}

Watches::~Watches() {
  Stop();
  beating_.join();
}

void Watches::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (const WatchStreamPtr& stream : Copy()) stream->End(absl::UnavailableError("stopping"));
}

absl::Status Watches::Check(const grpc::CallbackServerContext& context, Method method) {
  const auto& metadata = context.client_metadata();
  const auto token = metadata.find(kServiceTokenKey);
  const std::string_view sent = token == metadata.end()
                                    ? std::string_view()
                                    : std::string_view(token->second.data(), token->second.size());
  const absl::Status allowed = verifier_.Verify(sent, method.service, method.name).status();
  if (!allowed.ok()) {
    log::Warning(
        "rpc.refused",
        {{"service_name", method.service}, {"method", method.name}, {"why", MessageOf(allowed)}});
  }
  return allowed;
}

void Watches::Add(const WatchStreamPtr& stream) {
  absl::Status refusal;
  {
    std::lock_guard lock(mutex_);
    if (stopping_) {
      refusal = absl::UnavailableError("stopping");
    } else if (open_.size() >= options_.max_streams) {
      refusal = absl::ResourceExhaustedError("too many streams are open");
    } else {
      open_.insert(stream);
      open_gauge_.Set(static_cast<double>(open_.size()));
    }
  }
  if (!refusal.ok()) stream->End(refusal);
}

void Watches::Remove(const WatchStreamPtr& stream) {
  std::lock_guard lock(mutex_);
  open_.erase(stream);
  open_gauge_.Set(static_cast<double>(open_.size()));
}

std::vector<WatchStreamPtr> Watches::Copy() {
  std::lock_guard lock(mutex_);
  return {open_.begin(), open_.end()};
}

void Watches::Beat() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, absl::ToChronoMilliseconds(options_.heartbeat),
                   [this] { return stopping_; });
    lock.unlock();
    for (const WatchStreamPtr& stream : Copy()) stream->Beat();
    lock.lock();
  }
}

}  // namespace keys::rpc

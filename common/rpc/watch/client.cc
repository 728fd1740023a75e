#include "common/rpc/watch/client.h"

#include <grpc/support/time.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "common/rpc/wire.h"

namespace keys::rpc {

using google::protobuf::Message;

// One call with a completion queue of its own, so that each step is waited for with a time limit.
class WatchLoop::Stream {
 public:
  Stream(const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext& context)
      : context_(context), stub_(channel) {}
  // gRPC must have finished the call before its context is destroyed.
  ~Stream() {
    context_.TryCancel();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  // Each step returns UNAVAILABLE when the stream has ended and DEADLINE_EXCEEDED when it stays
  // silent.
  absl::Status Begin(const std::string& path, const Message& request, absl::Duration silence) {
    call_ = stub_.PrepareCall(&context_, path, &queue_);
    call_->StartCall(nullptr);
    RETURN_IF_ERROR(Wait(silence));
    call_->Write(request, grpc::WriteOptions().set_last_message(), nullptr);
    return Wait(silence);
  }
  absl::Status Read(Message* event, absl::Duration silence) {
    call_->Read(event, nullptr);
    return Wait(silence);
  }
  // Returns why the stream ended.
  absl::Status Finish(absl::Duration silence) {
    call_->Finish(&status_, nullptr);
    RETURN_IF_ERROR(Wait(silence));
    return status_.ok() ? absl::UnavailableError("the stream ended")
                        : absl::Status(static_cast<absl::StatusCode>(status_.error_code()),
                                       status_.error_message());
  }

 private:
  absl::Status Wait(absl::Duration silence) {
    void* tag = nullptr;
    bool ok = false;
    const gpr_timespec by =
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                     gpr_time_from_millis(absl::ToInt64Milliseconds(silence), GPR_TIMESPAN));
    if (queue_.AsyncNext(&tag, &ok, by) != grpc::CompletionQueue::GOT_EVENT) {
      return absl::DeadlineExceededError("the stream is silent");
    }
    return ok ? absl::OkStatus() : absl::UnavailableError("the stream ended");
  }

  grpc::ClientContext& context_;
  grpc::CompletionQueue queue_;
  grpc::TemplatedGenericStub<Message, Message> stub_;
  std::unique_ptr<grpc::ClientAsyncReaderWriter<Message, Message>> call_;
  grpc::Status status_;
};

WatchLoop::WatchLoop(const Channel& channel, TokenMinter& minter, WatchTarget target,
                     std::unique_ptr<Message> request, std::unique_ptr<Message> event,
                     Callbacks callbacks)
    : channel_(channel.grpc()),
      minter_(minter),
      target_(std::move(target)),
      request_(std::move(request)),
      event_(std::move(event)),
      callbacks_(std::move(callbacks)),
      thread_([this] { Run(); }) {}

WatchLoop::~WatchLoop() { Stop(); }

void WatchLoop::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void WatchLoop::Run() {
  absl::Duration pause = target_.first_pause;
  bool told = false;
  do {
    const absl::Status ended = Follow();
    if (up_) {
      pause = target_.first_pause;
      told = false;
      up_ = false;
      callbacks_.on_down();
    }
    // A loss is logged once, and not again for each try to connect.
    if (!told) log::Warning("watch.down", {{"path", target_.path}, {"why", MessageOf(ended)}});
    told = true;
    const absl::Duration waited = pause;
    pause = std::min(2 * pause, target_.longest_pause);
    if (!Pause(waited)) return;
  } while (true);
}

absl::Status WatchLoop::Follow() {
  grpc::ClientContext context;
  context.AddMetadata(kServiceTokenKey, minter_.Token());
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return absl::CancelledError("stopping");
    context_ = &context;
  }
  absl::Status ended;
  {
    Stream stream(channel_, context);
    ended = stream.Begin(target_.path, *request_, target_.silence);
    while (ended.ok()) ended = Read(stream);
    if (absl::IsUnavailable(ended)) ended = stream.Finish(target_.silence);
  }
  std::lock_guard lock(mutex_);
  context_ = nullptr;
  return ended;
}

absl::Status WatchLoop::Read(Stream& stream) {
  RETURN_IF_ERROR(stream.Read(event_.get(), target_.silence));
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return absl::CancelledError("stopping");
  }
  if (!up_) {
    up_ = true;
    log::Info("watch.up", {{"path", target_.path}});
    callbacks_.on_up();
  }
  if (event_->ByteSizeLong() > 0) callbacks_.on_event(*event_);
  return absl::OkStatus();
}

bool WatchLoop::Pause(absl::Duration pause) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, absl::ToChronoMilliseconds(pause), [this] { return stopping_; });
  return !stopping_;
}

}  // namespace keys::rpc

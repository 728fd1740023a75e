// Server side of Watch RPCs: a snapshot, then changes, a heartbeat each second; no thread waits.
//
//   Watches watches({}, verifier, metrics);                    // one a process
//   auto feed_ = std::make_shared<Feed<WatchRevisionResponse>>([this] { return Current(); });
//   grpc::ServerWriteReactor<WatchRevisionResponse>* WatchRevision(
//       grpc::CallbackServerContext* context, const WatchRevisionRequest*) override {
//     return Open(watches_, context, {CatalogWatch::service_full_name(), "WatchRevision"}, feed_);
//   }
//   feed_->Open();  …  feed_->Change([&] { revision_ = 8; return std::vector{Message(8)}; });
//
// An event without any field set is a heartbeat; a Feed must not send one. A reader that lets more
// than `max_waiting` events wait, or takes longer than `write_timeout` for one, loses its stream
// and starts anew with a snapshot. Thread-safe. Watches outlives the gRPC server.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/text.h"
#include "common/metrics/metrics.h"
#include "common/rpc/service_token.h"
#include "common/rpc/unary.h"
#include "common/time/deadline.h"

namespace keys::rpc {

struct WatchOptions {
  absl::Duration heartbeat = absl::Seconds(1);
  // The number of events that a reader may leave waiting.
  size_t max_waiting = 1024;
  // The time in which one event must leave this process.
  absl::Duration write_timeout = absl::Seconds(10);
  // The most streams of this process, all feeds together.
  size_t max_streams = 256;
};

// An open stream without its message type. Calls may come from any thread.
class WatchStream {
 public:
  virtual ~WatchStream() = default;
  // Sends a heartbeat unless a write is under way. Ends a stream whose reader is stuck.
  virtual void Beat() = 0;
  // Ends the stream with this status at once.
  virtual void End(const absl::Status& why) = 0;
};
using WatchStreamPtr = std::shared_ptr<WatchStream>;

// The open streams of a process. Sends their heartbeats, limits their number and ends them.
class Watches {
 public:
  Watches(WatchOptions options, PeerVerifier& verifier, metrics::Registry& metrics);
  // Stops.
  ~Watches();
  Watches(const Watches&) = delete;
  Watches& operator=(const Watches&) = delete;

  const WatchOptions& options() const { return options_; }

  // Ends every stream and refuses new ones; to be called before the gRPC server is shut down, which
  // would wait for them.
  void Stop();

  // Checks the caller's service token. UNAUTHENTICATED or PERMISSION_DENIED, which is logged.
  absl::Status Check(const grpc::CallbackServerContext& context, Method method);
  // Counts the stream as open until Remove. Ends it at once when there are too many, or after Stop.
  void Add(const WatchStreamPtr& stream);
  void Remove(const WatchStreamPtr& stream);

 private:
  std::vector<WatchStreamPtr> Copy();
  void Beat();

  const WatchOptions options_;
  PeerVerifier& verifier_;
  prometheus::Gauge& open_gauge_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::set<WatchStreamPtr> open_;
  std::thread beating_;
};

template <typename Event>
class Feed;

// One reader of a feed. Actions are noted under locks and carried out by Flush without any, because
// gRPC may call back at once.
template <typename Event>
class FeedStream final : public grpc::ServerWriteReactor<Event>, public WatchStream {
 public:
  using EventPtr = std::shared_ptr<const Event>;

  FeedStream(grpc::CallbackServerContext* context, Watches& watches)
      : context_(context), watches_(watches) {}

  // Keeps itself alive until OnDone. `feed` may be null.
  void Begin(std::shared_ptr<FeedStream> self, std::shared_ptr<Feed<Event>> feed) {
    self_ = std::move(self);
    feed_ = std::move(feed);
  }
  // Must be followed by Flush. A snapshot may be longer than `max_waiting`.
  void Push(EventPtr event, bool of_snapshot) {
    std::lock_guard lock(mutex_);
    if (closing_) return;
    if (!of_snapshot && waiting_.size() >= watches_.options().max_waiting) {
      return Close(absl::ResourceExhaustedError("the reader is too slow"));
    }
    waiting_.push_back(std::move(event));
  }
  void Beat() override {
    {
      std::lock_guard lock(mutex_);
      if (closing_) return;
      if (writing_ == nullptr) {
        waiting_.push_back(std::make_shared<const Event>());
      } else if (write_by_.Expired()) {
        Close(absl::ResourceExhaustedError("the reader has stopped"));
      }
    }
    Flush();
  }
  void End(const absl::Status& why) override {
    {
      std::lock_guard lock(mutex_);
      if (closing_) return;
      Close(why);
    }
    Flush();
  }
  // Carries out the next action: writes an event, cancels a write under way, or finishes.
  void Flush() {
    enum { kNothing, kWrite, kCut, kFinish } next = kNothing;
    {
      std::lock_guard lock(mutex_);
      if (writing_ != nullptr) {
        // The write may wait for a reader that never reads, so it is cancelled.
        if (closing_ && !cut_) next = kCut;
        cut_ = closing_;
      } else if (closing_ && !finished_) {
        next = kFinish;
        finished_ = true;
      } else if (!waiting_.empty()) {
        next = kWrite;
        writing_ = std::move(waiting_.front());
        waiting_.pop_front();
        write_by_ = Deadline::After(watches_.options().write_timeout);
      }
    }
    // `writing_` and `status_` stay as they are until gRPC has called back.
    if (next == kWrite) this->StartWrite(writing_.get());
    if (next == kCut) context_->TryCancel();
    if (next == kFinish) this->Finish(status_);
  }

  void OnWriteDone(bool ok) override {
    {
      std::lock_guard lock(mutex_);
      writing_ = nullptr;
      if (!ok && !closing_) Close(absl::CancelledError("the reader went away"));
    }
    Flush();
  }
  void OnCancel() override { End(absl::CancelledError("the reader went away")); }
  void OnDone() override {
    // The stream is destroyed with the last reference, which may be this one.
    const std::shared_ptr<FeedStream> self = std::move(self_);
    if (feed_ != nullptr) feed_->Unsubscribe(self);
    watches_.Remove(self);
  }

 private:
  // The caller holds the lock.
  void Close(const absl::Status& why) {
    closing_ = true;
    status_ = grpc::Status(static_cast<grpc::StatusCode>(why.code()), std::string(MessageOf(why)));
    waiting_.clear();
  }

  grpc::CallbackServerContext* const context_;
  Watches& watches_;
  std::shared_ptr<Feed<Event>> feed_;
  std::shared_ptr<FeedStream> self_;
  std::mutex mutex_;
  std::deque<EventPtr> waiting_;
  EventPtr writing_;
  Deadline write_by_ = Deadline::Never();
  bool closing_ = false;
  bool cut_ = false;
  bool finished_ = false;
  grpc::Status status_;
};

// Something that readers follow: it has a state now, and changes. A feed refuses readers until
// Open.
template <typename Event>
class Feed {
 public:
  using Events = std::vector<Event>;
  using Stream = FeedStream<Event>;

  // `snapshot` describes the state now as events. It is called under the feed's lock.
  explicit Feed(std::function<Events()> snapshot) : snapshot_(std::move(snapshot)) {}

  // Lets readers in. `change` may set the state before the first snapshot is taken.
  void Open(const std::function<void()>& change = [] {}) {
    std::lock_guard lock(mutex_);
    change();
    refusal_ = absl::OkStatus();
  }
  // Ends every stream with `why`, and refuses new readers with it until Open.
  void Close(const absl::Status& why) {
    std::set<std::shared_ptr<Stream>> streams;
    {
      std::lock_guard lock(mutex_);
      refusal_ = why;
      streams.swap(streams_);
    }
    for (const auto& stream : streams) stream->End(why);
  }
  // Changes the state under the feed's lock and sends what `change` returns to every reader, in
  // the order of the changes. `change` must not call the feed.
  void Change(const std::function<Events()>& change) {
    std::set<std::shared_ptr<Stream>> streams;
    {
      std::lock_guard lock(mutex_);
      for (Event& event : change()) {
        const auto shared = std::make_shared<const Event>(std::move(event));
        for (const auto& stream : streams_) stream->Push(shared, /*of_snapshot=*/false);
      }
      streams = streams_;
    }
    for (const auto& stream : streams) stream->Flush();
  }
  // Adds a reader, which misses no event from here on.
  void Subscribe(const std::shared_ptr<Stream>& stream) {
    absl::Status refusal;
    {
      std::lock_guard lock(mutex_);
      refusal = refusal_;
      if (refusal.ok()) {
        for (Event& event : snapshot_()) {
          stream->Push(std::make_shared<const Event>(std::move(event)), /*of_snapshot=*/true);
        }
        streams_.insert(stream);
      }
    }
    if (!refusal.ok()) return stream->End(refusal);
    // A heartbeat is sent at once, so that the reader sees an open stream even when the snapshot is
    // empty.
    stream->Flush();
    stream->Beat();
  }
  void Unsubscribe(const std::shared_ptr<Stream>& stream) {
    std::lock_guard lock(mutex_);
    streams_.erase(stream);
  }

 private:
  const std::function<Events()> snapshot_;
  std::mutex mutex_;
  absl::Status refusal_ = absl::UnavailableError("not known yet");
  std::set<std::shared_ptr<Stream>> streams_;
};

// A handler of a Watch RPC consists of this call.
template <typename Event>
grpc::ServerWriteReactor<Event>* Open(Watches& watches, grpc::CallbackServerContext* context,
                                      Method method, std::shared_ptr<Feed<Event>> feed) {
  auto stream = std::make_shared<FeedStream<Event>>(context, watches);
  const absl::Status allowed = watches.Check(*context, method);
  stream->Begin(stream, allowed.ok() ? feed : nullptr);
  if (!allowed.ok()) {
    stream->End(allowed);
    return stream.get();
  }
  feed->Subscribe(stream);
  watches.Add(stream);
  return stream.get();
}

}  // namespace keys::rpc

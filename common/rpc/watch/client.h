// Client side of Watch RPCs: one thread that keeps a stream open and says what it learns.
//
//   Watcher<WatchRevisionResponse> watcher(
//       channel, minter, {.path = "/keys.catalog.v1.CatalogWatch/WatchRevision"},
//       WatchRevisionRequest(),
//       {.on_up = [] { … }, .on_event = [](const WatchRevisionResponse& e) { … },
//        .on_down = [] { … }});
//
// on_up: a stream is open; its snapshot follows, and what earlier streams sent no longer counts.
// on_event: what the service sent, heartbeats left out. on_down: the stream ended, or nothing came
// for `silence`: what was learnt may be out of date from now on. Up and down take turns. All are
// called on the watcher's thread, one at a time, and must not block for long; none is called once
// Stop, which the destructor does, has returned. A lost stream is opened again, at first at once,
// then with a growing pause.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "common/rpc/service_token.h"
#include "google/protobuf/message.h"

namespace keys::rpc {

struct WatchTarget {
  // "/package.Service/Method"
  std::string path;
  // A stream on which nothing arrived for this long, three heartbeats, counts as lost.
  absl::Duration silence = absl::Seconds(3);
  absl::Duration first_pause = absl::Milliseconds(50);
  absl::Duration longest_pause = absl::Seconds(1);
};

// The part of Watcher that does not depend on the message types.
class WatchLoop {
 public:
  struct Callbacks {
    std::function<void()> on_up;
    std::function<void(const google::protobuf::Message&)> on_event;
    std::function<void()> on_down;
  };
  // `channel` must not outlive `minter`. The thread starts at once.
  WatchLoop(const Channel& channel, TokenMinter& minter, WatchTarget target,
            std::unique_ptr<google::protobuf::Message> request,
            std::unique_ptr<google::protobuf::Message> event, Callbacks callbacks);
  ~WatchLoop();
  WatchLoop(const WatchLoop&) = delete;
  WatchLoop& operator=(const WatchLoop&) = delete;

  void Stop();

 private:
  class Stream;
  void Run();
  // Returns, when the stream has ended, why it did.
  absl::Status Follow();
  absl::Status Read(Stream& stream);
  bool Pause(absl::Duration pause);

  const std::shared_ptr<grpc::Channel> channel_;
  TokenMinter& minter_;
  const WatchTarget target_;
  const std::unique_ptr<google::protobuf::Message> request_;
  const std::unique_ptr<google::protobuf::Message> event_;
  const Callbacks callbacks_;
  bool up_ = false;  // the thread's own
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  grpc::ClientContext* context_ = nullptr;
  std::thread thread_;
};

template <typename Event>
class Watcher {
 public:
  struct Callbacks {
    std::function<void()> on_up = [] {};
    std::function<void(const Event&)> on_event;
    std::function<void()> on_down = [] {};
  };
  template <typename Request>
  Watcher(const Channel& channel, TokenMinter& minter, WatchTarget target, const Request& request,
          Callbacks callbacks)
      : loop_(channel, minter, std::move(target), std::make_unique<Request>(request),
              std::make_unique<Event>(),
              {.on_up = std::move(callbacks.on_up),
               .on_event =
                   [heard = std::move(callbacks.on_event)](const google::protobuf::Message& event) {
                     heard(static_cast<const Event&>(event));
                   },
               .on_down = std::move(callbacks.on_down)}) {}

  void Stop() { loop_.Stop(); }

 private:
  WatchLoop loop_;
};

}  // namespace keys::rpc

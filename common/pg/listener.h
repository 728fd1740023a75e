// Follows something in the database that other processes change: it looks again when a channel is
// notified, and at least each `period`.
//
//   pg::Listener listener(
//       {.conninfo = url, .name = "keys-catalog", .channel = "catalog_revision"},
//       {.look = [this](pg::Executor& db) { return ReadRevision(db); },
//        .lost = [this] { feed_->Close(…); }});
//
// A notification only makes it prompt: what counts is what `look` reads, so a lost one costs no
// more than `period`. `look` is first called when a new connection already listens; an error from
// it, like any trouble with the connection, is followed by `lost` and a new connection. A caller
// that needs the payloads of notifications sets `heard`, which misses none between the first `look`
// and `lost`. All are called on the listener's own thread, and not once Stop, which the destructor
// does, has returned.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/session.h"

namespace keys::pg {

struct ListenerOptions {
  std::string conninfo;
  // pg_stat_activity shows this name.
  std::string name;
  // An SQL identifier.
  std::string channel;
  absl::Duration period = absl::Seconds(1);
  // The time limit for connecting and for each look. When the server is stopped, `lost` comes at
  // most this late.
  absl::Duration patience = absl::Seconds(2);
  absl::Duration first_pause = absl::Milliseconds(100);
  absl::Duration longest_pause = absl::Seconds(1);
};

class Listener {
 public:
  struct Callbacks {
    std::function<absl::Status(Executor&)> look;
    std::function<void()> lost;
    // Gets the payloads in the order of their commits, before the look that follows.
    std::function<void(const std::vector<std::string>&)> heard = nullptr;
  };
  // Starts at once.
  Listener(ListenerOptions options, Callbacks callbacks);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void Stop();

 private:
  void Run();
  // Returns when the connection is lost or Stop was called; true when it looked at least once.
  bool Follow();
  bool Pause(absl::Duration pause);

  const ListenerOptions options_;
  const Callbacks callbacks_;
  // Becomes readable when Stop is called, which ends a wait for the socket.
  const int stop_fd_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::pg

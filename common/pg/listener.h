// Follows something in the database that others change: looks again when a channel is notified,
// and each `period` whether it was or not.
//
//   pg::Listener listener(
//       {.conninfo = url, .name = "keys-catalog", .channel = "catalog_revision"},
//       {.look = [this](pg::Executor& db) { return ReadRevision(db); },
//        .lost = [this] { feed_->Close(…); }});
//
// A notification only makes it prompt: what counts is what `look` reads, so a lost one costs no
// more than `period`. `look` is first called when a new connection already listens; an error from
// it, like any trouble with the connection, is followed by `lost` and a new connection. Who wants
// to know what was notified sets `heard`: between the first `look` and `lost` it misses nothing.
// All are called on the listener's own thread, and not once Stop, which the destructor does, has
// returned.
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
  // Shown by pg_stat_activity.
  std::string name;
  // An SQL identifier.
  std::string channel;
  absl::Duration period = absl::Seconds(1);
  // For connecting, and for each look: with a stopped server, `lost` comes so late at most.
  absl::Duration patience = absl::Seconds(2);
  absl::Duration first_pause = absl::Milliseconds(100);
  absl::Duration longest_pause = absl::Seconds(1);
};

class Listener {
 public:
  struct Callbacks {
    std::function<absl::Status(Executor&)> look;
    std::function<void()> lost;
    // Payloads, in the order of their commits; before the look that follows.
    std::function<void(const std::vector<std::string>&)> heard = nullptr;
  };
  // Begins at once.
  Listener(ListenerOptions options, Callbacks callbacks);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void Stop();

 private:
  void Run();
  // Until the connection is lost or Stop; true when it looked at least once.
  bool Follow();
  bool Pause(absl::Duration pause);

  const ListenerOptions options_;
  const Callbacks callbacks_;
  // Readable once Stop was called, so that waiting for the socket ends.
  const int stop_fd_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::pg

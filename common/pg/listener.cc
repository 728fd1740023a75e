#include "common/pg/listener.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/check.h"
#include "common/log/log.h"

namespace keys::pg {
namespace {

// Makes a Session usable as the Executor that `look` reads from.
class Looking final : public Executor {
 public:
  Looking(Session& session, absl::Duration patience) : session_(session), patience_(patience) {}
  absl::StatusOr<Result> Describe(const Statement& statement) override {
    return session_.Describe(statement, Deadline::After(patience_));
  }

 private:
  absl::StatusOr<Result> Run(const Statement& statement, const Params& params) override {
    return session_.Execute(statement, params, Deadline::After(patience_));
  }
  Session& session_;
  const absl::Duration patience_;
};

}  // namespace

Listener::Listener(ListenerOptions options, Callbacks callbacks)
    : options_(std::move(options)),
      callbacks_(std::move(callbacks)),
      stop_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  CHECK_THAT(stop_fd_ >= 0, "there is a descriptor left for a listener");
  thread_ = std::thread([this] { Run(); });
}

Listener::~Listener() {
  Stop();
  close(stop_fd_);
}

void Listener::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  eventfd_write(stop_fd_, 1);
  if (thread_.joinable()) thread_.join();
}

void Listener::Run() {
  absl::Duration pause = options_.first_pause;
  while (true) {
    if (Follow()) {
      pause = options_.first_pause;
      callbacks_.lost();
    }
    if (!Pause(pause)) return;
    log::Warning("pg.listener_lost", {{"channel", options_.channel}});
    pause = std::min(2 * pause, options_.longest_pause);
  }
}

bool Listener::Follow() {
  const auto session =
      Session::Open({.conninfo = options_.conninfo, .application_name = options_.name},
                    Deadline::After(options_.patience));
  if (!session.ok()) return false;
  Looking db(**session, options_.patience);
  const auto listening = (*session)->Command(absl::StrCat("LISTEN ", options_.channel),
                                             Deadline::After(options_.patience));
  if (!listening.ok()) return false;
  bool looked = false;
  while (Pause(absl::ZeroDuration())) {
    if (!callbacks_.look(db).ok()) break;
    looked = true;
    const auto payloads = (*session)->AwaitNotification(stop_fd_, Deadline::After(options_.period));
    if (!payloads.ok()) break;
    if (callbacks_.heard != nullptr && !payloads->empty()) callbacks_.heard(*payloads);
  }
  return looked;
}

// Returns false once Stop was called.
bool Listener::Pause(absl::Duration pause) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, absl::ToChronoMilliseconds(pause), [this] { return stopping_; });
  return !stopping_;
}

}  // namespace keys::pg

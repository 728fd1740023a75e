#include "services/discovery/signal_pruner.h"

#include "common/base/text.h"
#include "common/log/log.h"
#include "services/discovery/discovery_store.h"

namespace keys::discovery {
namespace {

constexpr std::chrono::seconds kInterval{60};
// A batch is small enough to delay no other transaction noticeably.
constexpr int kBatch = 1000;

}  // namespace

void SignalPruner::Start() {
  thread_ = std::thread([this] { Run(); });
}

void SignalPruner::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SignalPruner::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    auto db = pool_.Acquire(Deadline::After(absl::Seconds(5)));
    const absl::StatusOr<int64_t> pruned =
        db.ok() ? PruneExpired(*db, clock_.Now(), kBatch) : db.status();
    if (!pruned.ok()) {
      log::Warning("discovery.prune_failed", {{"why", MessageOf(pruned.status())}});
    }
    // A full batch means that there is more.
    const bool more = pruned.ok() && *pruned == kBatch;
    db = absl::CancelledError();  // the connection goes back before the pause
    lock.lock();
    if (!more) wake_.wait_for(lock, kInterval, [this] { return stopping_; });
  }
}

}  // namespace keys::discovery

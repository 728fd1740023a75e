#include "services/catalog/word_keeper.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "services/catalog/store/publish_store.h"
#include "services/catalog/store/revision_store.h"

namespace keys::catalog {

void WordKeeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void WordKeeper::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<int> WordKeeper::RemakeSome(Deadline deadline) {
  return pg::RunTransaction(pool_, deadline, [](pg::Transaction& tx) -> absl::StatusOr<int> {
    RETURN_IF_ERROR(LockCatalog(tx));
    ASSIGN_OR_RETURN(const int remade, RemakeOldWords(tx, kBatch));
    // The results of searches have changed.
    if (remade > 0) RETURN_IF_ERROR(CountRevision(tx).status());
    return remade;
  });
}

void WordKeeper::Run() {
  int total = 0;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const absl::StatusOr<int> remade = RemakeSome(Deadline::After(absl::Seconds(30)));
    if (!remade.ok()) log::Warning("catalog.words_not_made", {{"why", MessageOf(remade.status())}});
    total += remade.value_or(0);
    const bool is_done = remade.ok() && *remade < kBatch;
    if (is_done && total > 0) {
      log::Info("catalog.words_made", {{"keys", std::to_string(total)}});
      total = 0;
    }
    lock.lock();
    if (remade.ok() && !is_done) continue;
    wake_.wait_for(lock, absl::ToChronoSeconds(is_done ? kLookEvery : absl::Seconds(5)),
                   [this] { return stopping_; });
  }
}

}  // namespace keys::catalog

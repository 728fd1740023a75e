// Makes the search words of KEYS anew whose row says that they are old (`words_old`): rows from
// before a migration that changed how words are made, and rows that SQL wrote
// (scripts/carry-over.sh).
//
// It looks at start and then each kLookEvery, and works in batches of kBatch KEYS, each in a
// transaction of its own that other changes of the catalog come between. Until then a KEY is found
// by its old words. A batch that fails is logged and tried again. Thread-safe.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/time/deadline.h"

namespace keys::catalog {

class WordKeeper {
 public:
  static constexpr int kBatch = 20;
  static constexpr absl::Duration kLookEvery = absl::Minutes(1);

  explicit WordKeeper(pg::Pool& pool) : pool_(pool) {}
  ~WordKeeper() { Stop(); }
  WordKeeper(const WordKeeper&) = delete;
  WordKeeper& operator=(const WordKeeper&) = delete;

  void Start();
  void Stop();

  // Makes one batch and returns how many KEYS it had.
  absl::StatusOr<int> RemakeSome(Deadline deadline);

 private:
  void Run();

  pg::Pool& pool_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::catalog

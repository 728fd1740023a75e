// Which KEYS are related to one, from a copy of the published KEYS in this process's memory.
//
//   RelatedBook related(conninfo);
//   ASSIGN_OR_RETURN(auto nearest, related.Find(subject, revision, call.deadline()));
//
// The copy is no older than the revision asked for: what changed since is read first, in the order
// of its changes. The copy is read over a connection of its own, so that somebody who holds one of
// the service's may ask. Thread-safe, blocking.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/pg/pool.h"
#include "common/time/deadline.h"
#include "keys/catalog/v1/changes.pb.h"
#include "services/catalog/domain/related_index.h"

namespace keys::catalog {

class RelatedBook {
 public:
  // `conninfo` connects as role keys_catalog.
  explicit RelatedBook(std::string conninfo);
  ~RelatedBook() { Stop(); }
  RelatedBook(const RelatedBook&) = delete;
  RelatedBook& operator=(const RelatedBook&) = delete;

  // Reads the KEYS in the background, so that the first who asks need not wait; not needed by Find.
  void Start();
  void Stop();

  absl::StatusOr<std::vector<Related>> Find(const RelatedSubject& subject, int64_t revision,
                                            Deadline deadline);

 private:
  absl::Status CatchUp(int64_t revision, Deadline deadline);
  absl::Status Load(Deadline deadline);
  void Run();

  pg::Pool pool_;
  // Held by whoever reads from the database. Taken before mutex_.
  std::timed_mutex loading_;
  // Behind the last change in the index; for whoever reads.
  v1::ChangePlace place_;
  // The database's revision when it was read last. What was changed by hand has a later place.
  int64_t last_ = 0;
  absl::Mutex mutex_;
  RelatedIndex index_ ABSL_GUARDED_BY(mutex_);
  // The index is complete as of this revision; -1 before it was complete once.
  int64_t revision_ ABSL_GUARDED_BY(mutex_) = -1;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::catalog

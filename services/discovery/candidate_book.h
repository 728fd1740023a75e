// The published KEYS in discovery's memory, kept by what the catalog says of its changes, so that a
// recommendation asks the catalog nothing.
//
//   CandidateBook candidates(sources, metrics);
//   candidates.Follow(catalog_address, minter);
//   return candidates.Look(call, request.seen_revision(),
//                          [&](const Shelf& shelf) { return shelf.Find("signed-webhooks"); });
//
// What Look shows is never older than the revision that its caller has seen nor than the one that
// the catalog's stream told last. While it is, or while there is no stream, Look fetches
// first what changed: then a recommendation costs a call, and fails when the catalog does not
// answer. Thread-safe, blocking.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/metrics/metrics.h"
#include "common/rpc/call.h"
#include "services/discovery/domain/shelf.h"
#include "services/discovery/popularity_book.h"
#include "services/discovery/sources.h"

namespace keys::discovery {

class CandidateBook {
 public:
  CandidateBook(Sources& sources, metrics::Registry& metrics);
  ~CandidateBook();
  CandidateBook(const CandidateBook&) = delete;
  CandidateBook& operator=(const CandidateBook&) = delete;

  // Follows the catalog's revision, and fetches what changes, until Stop; once.
  void Follow(const std::string& catalog_address, rpc::TokenMinter& minter);
  void Stop();
  // Take what the stream says. Follow and tests call them.
  void OnRevision(int64_t revision);
  void OnDown();

  // Calls `look` with the KEYS as they are at revision `seen` or later; the result is its own, or
  // why they are not known.
  template <typename Body>
  auto Look(const rpc::Call& call, int64_t seen, Body&& look)
      -> absl::StatusOr<std::invoke_result_t<Body, const Shelf&>> {
    const absl::Status known = CatchUp(call, seen);
    if (!known.ok()) return known;
    absl::ReaderMutexLock lock(&mutex_);
    return look(static_cast<const Shelf&>(shelf_));
  }

  // From now on this is how popular KEYS are.
  void SetPopularity(std::shared_ptr<const PopularityBook::Figures> figures);

 private:
  class Stream;

  // Fetches what changed unless the shelf is of `least` and of what the stream told.
  absl::Status CatchUp(const rpc::Outgoing& call, int64_t least);
  bool IsFresh(int64_t least) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::Status Load(const rpc::Outgoing& call);
  // False when the catalog is at an earlier revision than before, so that all has to be read anew.
  bool Apply(const catalog::v1::ListChangedKeysResponse& page);
  Popularity PopularityOf(const std::string& id, const std::string& slug) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  void Run();

  Sources& sources_;
  prometheus::Gauge& up_;
  prometheus::Gauge& size_;

  // Held by whoever fetches. Taken before mutex_.
  std::timed_mutex loading_;
  // The place behind the last change that is on the shelf. Whoever fetches begins there.
  catalog::v1::ChangePlace place_;
  // The catalog's revision when it was asked last. What was changed by hand has a later place.
  int64_t last_ = 0;

  mutable absl::Mutex mutex_;
  Shelf shelf_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const PopularityBook::Figures> figures_ ABSL_GUARDED_BY(mutex_);
  // The shelf is complete as of this revision; absent before it was complete once.
  std::optional<int64_t> revision_ ABSL_GUARDED_BY(mutex_);
  // The stream told this revision last; absent while there is no stream.
  std::optional<int64_t> told_ ABSL_GUARDED_BY(mutex_);
  // How often fetching began, and which of these was the last that was completed.
  int64_t begun_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t completed_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace keys::discovery

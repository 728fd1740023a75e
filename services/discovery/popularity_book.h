// How popular KEYS are, kept in memory and asked for again once a while, so that what a
// recommendation costs grows neither with what was ever seen nor with how analytics fares.
//
//   PopularityBook popularity(sources, clock, absl::Minutes(1),
//                             [&](auto figures) { candidates.SetPopularity(std::move(figures)); });
//   popularity.Start();
//
// Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/time/clock.h"
#include "services/discovery/sources.h"

namespace keys::discovery {

// Popularity is what was bought, downloaded and seen in this time.
inline constexpr absl::Duration kPopularityWindow = absl::Hours(90 * 24);

class PopularityBook {
 public:
  // The keys of this map are ids and slugs of KEYS.
  using Figures = std::map<std::string, Popularity>;
  using Tell = std::function<void(std::shared_ptr<const Figures>)>;

  // `interval` is real time. `tell` is called with what analytics answered, on the book's thread or
  // Refresh's; it is not called when analytics does not answer, so what was known stays.
  PopularityBook(Sources& sources, const Clock& clock, absl::Duration interval, Tell tell)
      : sources_(sources), clock_(clock), interval_(interval), tell_(std::move(tell)) {}
  ~PopularityBook() { Stop(); }
  PopularityBook(const PopularityBook&) = delete;
  PopularityBook& operator=(const PopularityBook&) = delete;

  void Start();
  void Stop();

  absl::Status Refresh(Deadline deadline);

 private:
  void Run();

  Sources& sources_;
  const Clock& clock_;
  const absl::Duration interval_;
  const Tell tell_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::discovery

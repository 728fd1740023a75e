// How popular KEYS are, kept in memory and asked for again once a while, so that what a
// recommendation costs grows neither with what was ever seen nor with how analytics fares.
//
//   PopularityBook popularity(sources, clock, absl::Minutes(1));
//   popularity.Start();
//   Rank(candidates, signals, rules, *popularity.Current());
//
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>

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
  using Figures = std::map<std::string, Popularity>;

  // `interval` is real time.
  PopularityBook(Sources& sources, const Clock& clock, absl::Duration interval)
      : sources_(sources), clock_(clock), interval_(interval) {}
  ~PopularityBook() { Stop(); }
  PopularityBook(const PopularityBook&) = delete;
  PopularityBook& operator=(const PopularityBook&) = delete;

  void Start();
  void Stop();

  // By KEY id and by slug; empty until analytics has answered once. At once, whatever analytics
  // does.
  std::shared_ptr<const Figures> Current() const;
  // What was known stays when analytics does not answer.
  absl::Status Refresh(Deadline deadline);

 private:
  void Run();

  Sources& sources_;
  const Clock& clock_;
  const absl::Duration interval_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Figures> figures_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<const Figures>();
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::discovery

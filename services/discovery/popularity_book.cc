#include "services/discovery/popularity_book.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"

namespace keys::discovery {
namespace {

// A stopping process may wait this long for an answer under way.
constexpr absl::Duration kRefreshLimit = absl::Seconds(5);
constexpr absl::Duration kRetryPause = absl::Seconds(5);

}  // namespace

void PopularityBook::Start() {
  thread_ = std::thread([this] { Run(); });
}

void PopularityBook::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

absl::Status PopularityBook::Refresh(Deadline deadline) {
  ASSIGN_OR_RETURN(Figures figures, sources_.PopularSince({deadline, "discovery.popularity"},
                                                          clock_.Now() - kPopularityWindow));
  tell_(std::make_shared<const Figures>(std::move(figures)));
  return absl::OkStatus();
}

void PopularityBook::Run() {
  bool stopping = false;
  while (!stopping) {
    const absl::Status refreshed = Refresh(Deadline::After(kRefreshLimit));
    if (!refreshed.ok()) {
      log::Warning("discovery.popularity_unknown", {{"why", MessageOf(refreshed)}});
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_),
                            refreshed.ok() ? interval_ : std::min(interval_, kRetryPause));
    stopping = stopping_;
  }
}

}  // namespace keys::discovery

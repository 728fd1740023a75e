// Holds what entitlement gives against the orders that are to have been paid for it:
//
//   keys_invariant_access_without_source   grants that say they come from an order which billing
//                                          does not know, or which was never paid
//
// 0 while all is well: a grant is only made after its order was stored as paid. More of them mean
// that somebody gave access past billing. Grants are read page by page, a page a second, then a
// pause; the gauge says what the last whole pass found. One thread; thread-safe.
#pragma once

#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/metrics/metrics.h"
#include "common/pg/pool.h"
#include "services/entitlement/sources_client.h"

namespace keys::billing {

class GrantAudit {
 public:
  struct Parts {
    pg::Pool& pool;
    entitlement::SourcesClient& sources;
    metrics::Registry& metrics;
    int page = 1000;
    absl::Duration pause_in_pass = absl::Seconds(1);
    absl::Duration pause_after_pass = absl::Seconds(10);
  };
  explicit GrantAudit(Parts parts);
  ~GrantAudit() { Stop(); }
  GrantAudit(const GrantAudit&) = delete;
  GrantAudit& operator=(const GrantAudit&) = delete;

  void Start();
  void Stop();

  // Looks at the next page; true when it was the last of a pass. For the thread, and for tests.
  absl::StatusOr<bool> CheckPage(Deadline deadline);

 private:
  void Run();

  const Parts parts_;
  prometheus::Gauge& without_source_;
  // Of the pass under way.
  std::string after_;
  int64_t found_ = 0;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::billing

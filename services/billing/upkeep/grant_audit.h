// Compares entitlement's grants with the orders that paid for them:
//
//   keys_invariant_access_without_source   grants that say they come from an order which billing
//                                          does not know, or which was never paid
//
// It is 0 while all is well, because a grant is made only after its order was stored as paid. A
// larger number means that somebody gave access without billing. Grants are read page by page, a
// page a second, then a pause; the gauge has the result of the last whole pass. One thread;
// thread-safe.
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

  // Checks the next page. Returns true when it was the last of a pass. The thread and tests call
  // it.
  absl::StatusOr<bool> CheckPage(Deadline deadline);

 private:
  void Run();

  const Parts parts_;
  prometheus::Gauge& without_source_;
  // The state of the pass under way.
  std::string after_;
  int64_t found_ = 0;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::billing

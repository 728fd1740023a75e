// Gives the buyers of a bundle the KEYS that are added to it later.
//
//   BundleGrowth growth({.pool = pool, .catalog = catalog, .clock = clock, .ids = ids});
//   growth.Start();   … growth.Nudge() when the catalog's revision has changed …   growth.Stop();
//
// It looks when it is nudged, and now and then besides, so the watch only makes it prompt. The
// contents of bundles are kept in the database, so that a process that was away, or ended in the
// middle, continues where it was. Several processes may do the same work at once.
#pragma once

#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/id/id.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"
#include "services/catalog/client.h"

namespace keys::entitlement {

class BundleGrowth {
 public:
  struct Parts {
    pg::Pool& pool;
    catalog::CatalogClient& catalog;
    const Clock& clock;
    IdSource& ids;
  };
  explicit BundleGrowth(Parts parts);
  // Stops.
  ~BundleGrowth();
  BundleGrowth(const BundleGrowth&) = delete;
  BundleGrowth& operator=(const BundleGrowth&) = delete;

  void Start();
  // Says that the catalog has changed. Never waits.
  void Nudge();
  // Returns when the work under way has ended.
  void Stop();

  // Brings the stored contents of all bundles on sale, and the orders that bought them, up to date
  // with the catalog.
  absl::Status RunOnce(Deadline deadline);

 private:
  void Loop();
  bool stopping() const;
  // Returns false when it is time to stop.
  bool AwaitNews(absl::Duration at_most);
  absl::Status Replace(const std::string& bundle_id, const std::vector<std::string>& key_ids,
                       Deadline deadline);
  // Gives these KEYS, which were added, to all orders that lack them.
  absl::Status Settle(const std::string& bundle_id, const std::vector<std::string>& key_ids,
                      Deadline deadline);
  absl::Status Grow(pg::Transaction& tx, const std::string& order_id);

  const Parts parts_;
  std::thread thread_;
  mutable absl::Mutex mutex_;
  bool news_ ABSL_GUARDED_BY(mutex_) = true;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace keys::entitlement

// Reads Stripe's own lists, on a thread of its own: events that no webhook brought, and objects
// that moved money.
//
//   feeds.Start();  …  feeds.Stop();
//
// Events that were not delivered (GET /v1/events?delivery_success=false) go into the inbox like any
// webhook, once. Charges and refunds are stored as Stripe lists them, so that every order's sum can
// be compared with the shop's own (invariants.h). Old ones change too, so each round also reads one
// older page, and starts over when it has read all. Several processes take turns. Objects younger
// than Options::min_age are left to the webhooks. When Stripe cannot be asked, the round ends.
// Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/metrics/metrics.h"
#include "common/pg/pool.h"
#include "common/time/clock.h"
#include "services/billing/inbox/event_store.h"
#include "services/billing/inbox/feed_store.h"
#include "services/billing/payments/order_sync.h"

namespace keys::billing {

class Feeds {
 public:
  struct Options {
    // The business time between two rounds. 0 means that only RunOnce makes them.
    absl::Duration interval = absl::Seconds(15);
    // A webhook probably delivers younger events at this moment.
    absl::Duration min_age = absl::Seconds(15);
    // This much is read again each round, because Stripe does not promise to list objects in the
    // order in which it made them.
    absl::Duration overlap = absl::Minutes(5);
    // Stripe lists events this far back.
    absl::Duration events_reach = absl::Hours(24 * 30);
    // The most pages of 100 in one round. Later rounds read the rest.
    int max_pages = 1000;
    // The real time for one page.
    absl::Duration page_limit = absl::Seconds(5);
  };
  struct Parts {
    pg::Pool& pool;
    const EventStore& events;
    const FeedStore& store;
    const OrderSync& sync;
    const Clock& clock;
    metrics::Registry& metrics;
    Options options = {};
  };
  explicit Feeds(Parts parts);
  // Stops.
  ~Feeds();
  Feeds(const Feeds&) = delete;
  Feeds& operator=(const Feeds&) = delete;

  void Start();
  void Stop();

  // Makes one round on the caller's thread. Feeds that are not due are left out.
  void RunOnce();

 private:
  template <typename T>
  struct List {
    std::string name;
    // The path has filters and ends with & or ?.
    std::string path;
    absl::StatusOr<stripe::Page<T>> (*parse)(std::string_view);
    // Absent when everything that ever existed is read.
    std::optional<absl::Duration> reach;
    bool sweeps = false;
  };
  template <typename T>
  using Take = std::function<absl::Status(pg::Executor&, const T&)>;

  template <typename T>
  absl::Status Read(const List<T>& list, const Take<T>& take);
  template <typename T>
  absl::StatusOr<stripe::Page<T>> ReadPage(const List<T>& list, const std::string& query,
                                           const Take<T>& take);
  // Returns false when the list was not read to its end.
  template <typename T>
  absl::StatusOr<bool> ReadNew(const List<T>& list, const std::string& query, const Take<T>& take);
  void ReadEvents();
  void ReadMovements();
  void Loop();
  bool stopping() const;

  const Parts parts_;
  prometheus::Counter& fetched_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::billing

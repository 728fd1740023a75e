// Reads Stripe's own lists, on a thread of its own: what the webhooks did not bring, and what moved
// money.
//
//   feeds.Start();  …  feeds.Stop();
//
// Events that were not delivered (GET /v1/events?delivery_success=false) go into the inbox like any
// webhook, once. Charges and refunds are kept as Stripe lists them, so that every order's sum can
// be held against our own (invariants.h); since old ones change too, each round also reads one page
// of what is older, for ever round and round. Several processes take turns. What is younger than
// Options::min_age is left to the webhooks. When Stripe cannot be asked the round ends.
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
    // Between two rounds, in business time; 0: only when RunOnce is called.
    absl::Duration interval = absl::Seconds(15);
    // Younger ones are probably being delivered at this moment.
    absl::Duration min_age = absl::Seconds(15);
    // Read again each round: Stripe does not promise to list things in the order it made them.
    absl::Duration overlap = absl::Minutes(5);
    // As far back as Stripe lists events.
    absl::Duration events_reach = absl::Hours(24 * 30);
    // Of 100; what is beyond is read by later rounds.
    int max_pages = 1000;
    // Real time for one page.
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

  // One round, on the caller's thread; what is not due is left out.
  void RunOnce();

 private:
  template <typename T>
  struct List {
    std::string name;
    // With filters and a trailing & or ?.
    std::string path;
    absl::StatusOr<stripe::Page<T>> (*parse)(std::string_view);
    // Absent: all there ever was.
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
  // False when it was not read to its end.
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

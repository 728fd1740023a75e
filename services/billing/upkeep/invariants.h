// Counts violations of what must always hold about money and access, so that an alert can watch
// them: every gauge is 0 while all is well. Each count reads an index of the few rows that could
// break it.
//
//   keys_invariant_paid_without_access   paid as agreed, and not granted within a minute
//   keys_invariant_charged_not_quoted    paid otherwise than agreed, and not refunded
//   keys_invariant_refunded_but_serving  refunded, and entitlement has not applied it in a minute
//   keys_invariant_ledger_difference_cents{currency}
//                                        difference between what the shop settled and what Stripe
//                                        lists as charged less refunded, added order by order
//
//   keys_erasures_open                   people whose erasure was begun and is not done in every
//                                        service; the gateway goes on with it
//
// The difference is Σ|ours − Stripe's| over the orders where both differ, because all others add 0.
// Orders that changed within two minutes are left out. keys_webhook_events_unhandled and
// keys_outbox_oldest_seconds are measured elsewhere. One thread.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/pg/executor.h"
#include "services/billing/inbox/feed_store.h"

namespace keys::billing {

class Invariants {
 public:
  struct Parts {
    const FeedStore& feeds;
    metrics::Registry& metrics;
  };
  explicit Invariants(Parts parts);

  absl::Status Measure(pg::Executor& db, absl::Time now);

 private:
  const Parts parts_;
  prometheus::Gauge& paid_without_access_;
  prometheus::Gauge& charged_not_quoted_;
  prometheus::Gauge& refunded_but_serving_;
  prometheus::Gauge& open_erasures_;
  std::map<std::string, prometheus::Gauge*> ledger_differences_;
};

}  // namespace keys::billing

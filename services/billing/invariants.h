// What must always hold about money and access, counted so that an alarm can watch it: every gauge
// is 0 while all is well. Each count reads an index of the few rows that could break it.
//
//   keys_invariant_paid_without_access   paid as agreed, and not granted within a minute
//   keys_invariant_charged_not_quoted    paid otherwise than agreed, and not given back
//   keys_invariant_refunded_but_serving  taken back, and entitlement has not heard within a minute
//
// Beside them stand keys_webhook_events_unhandled and keys_outbox_oldest_seconds. Thread-safe.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/pg/executor.h"

namespace keys::billing {

class Invariants {
 public:
  explicit Invariants(metrics::Registry& metrics);

  absl::Status Measure(pg::Executor& db, absl::Time now) const;

 private:
  prometheus::Gauge& paid_without_access_;
  prometheus::Gauge& charged_not_quoted_;
  prometheus::Gauge& refunded_but_serving_;
};

}  // namespace keys::billing

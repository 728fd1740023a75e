#include "services/billing/invariants.h"

#include "common/base/status_macros.h"
#include "services/billing/order_statements.h"

namespace keys::billing {
namespace {

// Within which the outbox is expected to have told everybody.
constexpr absl::Duration kPatience = absl::Minutes(1);

}  // namespace

Invariants::Invariants(metrics::Registry& metrics)
    : paid_without_access_(metrics.Gauge("keys_invariant_paid_without_access",
                                         "Orders paid as agreed that have not given access.")),
      charged_not_quoted_(metrics.Gauge("keys_invariant_charged_not_quoted",
                                        "Payments that do not fit and were not given back.")),
      refunded_but_serving_(metrics.Gauge("keys_invariant_refunded_but_serving",
                                          "Orders taken back whose access may still be served.")) {}

absl::Status Invariants::Measure(pg::Executor& db, absl::Time now) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<InvariantsRow>(kMeasureInvariants, now - kPatience));
  paid_without_access_.Set(static_cast<double>(row->paid_without_access));
  charged_not_quoted_.Set(static_cast<double>(row->charged_not_quoted));
  refunded_but_serving_.Set(static_cast<double>(row->refunded_but_serving));
  return absl::OkStatus();
}

}  // namespace keys::billing

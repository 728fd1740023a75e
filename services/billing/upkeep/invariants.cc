#include "services/billing/upkeep/invariants.h"

#include "common/base/status_macros.h"
#include "services/billing/orders/order_statements.h"
#include "services/billing/payments/stripe_statements.h"

namespace keys::billing {
namespace {

// Within this time the outbox is expected to have delivered everything.
constexpr absl::Duration kPatience = absl::Minutes(1);
// Within this time both an event and Stripe's list are expected to have reported the same.
constexpr absl::Duration kLedgerPatience = absl::Minutes(2);
constexpr char kLedgerGauge[] = "keys_invariant_ledger_difference_cents";
constexpr char kLedgerHelp[] =
    "Difference between what we settled and what Stripe charged less refunded.";

}  // namespace

Invariants::Invariants(Parts parts)
    : parts_(parts),
      paid_without_access_(
          parts.metrics.Gauge("keys_invariant_paid_without_access",
                              "Orders paid as agreed that have not given access.")),
      charged_not_quoted_(parts.metrics.Gauge("keys_invariant_charged_not_quoted",
                                              "Payments that do not fit and were not given back.")),
      refunded_but_serving_(
          parts.metrics.Gauge("keys_invariant_refunded_but_serving",
                              "Orders taken back whose access may still be served.")),
      open_erasures_(parts.metrics.Gauge("keys_erasures_open",
                                         "Erasures of people that are not done everywhere.")) {}

absl::Status Invariants::Measure(pg::Executor& db, absl::Time now) {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<InvariantsRow>(kMeasureInvariants, now - kPatience));
  paid_without_access_.Set(static_cast<double>(row->paid_without_access));
  charged_not_quoted_.Set(static_cast<double>(row->charged_not_quoted));
  refunded_but_serving_.Set(static_cast<double>(row->refunded_but_serving));
  ASSIGN_OR_RETURN(const auto erasures, db.QueryOne<OpenErasuresRow>(kCountErasures));
  open_erasures_.Set(static_cast<double>(erasures->open));
  ASSIGN_OR_RETURN(const auto differences, parts_.feeds.SumDifferences(db, now - kLedgerPatience));
  for (const auto& [currency, cents] : differences) {
    auto& gauge = ledger_differences_[currency];
    if (gauge == nullptr) {
      gauge = &parts_.metrics.Gauge(kLedgerGauge, kLedgerHelp, {{"currency", currency}});
    }
  }
  for (const auto& [currency, gauge] : ledger_differences_) {
    const auto found = differences.find(currency);
    gauge->Set(found == differences.end() ? 0.0 : static_cast<double>(found->second));
  }
  return absl::OkStatus();
}

}  // namespace keys::billing

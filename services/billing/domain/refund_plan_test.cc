#include "services/billing/domain/refund_plan.h"

#include <catch2/catch.hpp>

namespace keys::billing {
namespace {

// A bundle for 49900 of KEYS that cost 7900, 9900, 19900 and 29900 alone.
std::vector<RefundLine> Bundle() {
  return {{5832, 5832, 0, 7900, true},
          {7308, 7308, 0, 9900, true},
          {14689, 14689, 0, 19900, true},
          {22071, 22071, 0, 29900, true}};
}

void Check(const RefundPlan& plan, RefundVerdict verdict, int64_t amount = 0) {
  CHECK(plan.verdict == verdict);
  CHECK(plan.amount_cents == amount);
}

TEST_CASE("a refund in full gives back what is left, once") {
  auto lines = Bundle();
  Check(PlanRefund(49900, lines, {}), RefundVerdict::kAllowed, 49900);
  lines[3].net_cents = 0;
  Check(PlanRefund(49900, lines, {}), RefundVerdict::kAllowed, 27829);
  for (RefundLine& line : lines) line.net_cents = 0;
  Check(PlanRefund(49900, lines, {}), RefundVerdict::kNothingLeft);
}

TEST_CASE("nothing between two steps of the currency is refunded, by amount or of a line") {
  // A bundle for 17.905 has lines of 14.905 and 3.000. The currency has three decimals, the last of
  // which must be 0.
  std::vector<RefundLine> lines = {{14905, 14905, 0, 14000, true}, {3000, 3000, 0, 2995, true}};
  Check(PlanRefund(17905, lines, {.amount_cents = 905, .step_cents = 10}),
        RefundVerdict::kNotAStep);
  Check(PlanRefund(17905, lines, {.amount_cents = 910, .step_cents = 10}), RefundVerdict::kAllowed,
        910);
  Check(PlanRefund(17905, lines, {.line = 0, .step_cents = 10}), RefundVerdict::kAllowed, 14900);
  Check(PlanRefund(17905, lines, {.step_cents = 10}), RefundVerdict::kAllowed, 17905);
}

TEST_CASE("a pledged line is refunded only after its holders, by whatever way") {
  auto lines = Bundle();
  lines[0].pledged_cents = 5832;
  Check(PlanRefund(49900, lines, {}), RefundVerdict::kCreditInUse);
  Check(PlanRefund(49900, lines, {.line = 0}), RefundVerdict::kCreditInUse);
  Check(PlanRefund(49900, lines, {.amount_cents = 44068}), RefundVerdict::kAllowed, 44068);
  Check(PlanRefund(49900, lines, {.amount_cents = 44069}), RefundVerdict::kCreditInUse);
  Check(PlanRefund(49900, lines, {.amount_cents = 49901}), RefundVerdict::kTooMuch);
}

TEST_CASE(
    "a line that holds less than its pledge takes nothing from what the others may give back") {
  auto lines = Bundle();
  // The line was refunded in Stripe's Dashboard, below the amount that another order's pledge
  // holds.
  lines[0].net_cents = 1000;
  lines[0].pledged_cents = 5832;
  Check(PlanRefund(49900, lines, {.amount_cents = 44068}), RefundVerdict::kAllowed, 44068);
  Check(PlanRefund(49900, lines, {.amount_cents = 44069}), RefundVerdict::kCreditInUse);
}

TEST_CASE("a line gives back no more than the KEYS kept leave over") {
  // 49900 − (7900 + 9900 + 19900)
  Check(PlanRefund(49900, Bundle(), {.line = 3}), RefundVerdict::kAllowed, 12200);
  // 49900 − (9900 + 19900 + 29900) is less than nothing.
  Check(PlanRefund(49900, Bundle(), {.line = 0}), RefundVerdict::kKeepsTooMuch);
  auto lines = Bundle();
  lines[1].list_price_cents.reset();
  Check(PlanRefund(49900, lines, {.line = 3}), RefundVerdict::kKeepsTooMuch);
  lines[1].gives = false;
  Check(PlanRefund(49900, lines, {.line = 1}), RefundVerdict::kNothingLeft);
}

TEST_CASE("the only line of an order is refunded whole") {
  Check(PlanRefund(7900, {{7900, 7900, 0, 7900, true}}, {.line = 0}), RefundVerdict::kAllowed,
        7900);
}

TEST_CASE("what cost nothing is taken back without money, once") {
  Check(PlanRefund(0, {{0, 0, 0, 0, true}}, {}), RefundVerdict::kAllowed);
  Check(PlanRefund(0, {{0, 0, 0, 0, false}}, {}), RefundVerdict::kNothingLeft);
  Check(PlanRefund(0, {{0, 0, 0, 0, true}}, {.amount_cents = 1}), RefundVerdict::kNothingLeft);
  Check(PlanRefund(900, {{0, 0, 0, 0, true}, {900, 900, 0, 900, true}}, {.line = 0}),
        RefundVerdict::kAllowed);
}

}  // namespace
}  // namespace keys::billing

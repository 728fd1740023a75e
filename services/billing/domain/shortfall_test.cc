#include "services/billing/domain/shortfall.h"

#include <catch2/catch.hpp>
#include <iostream>

#include "services/billing/domain/order_state.h"
#include "services/billing/domain/testing/random_cases.h"

namespace keys::billing {
namespace {

constexpr money::Currency kUsd{.decimals = 2, .step = 1, .minimum_charge = 50};
constexpr money::Currency kIsk{.decimals = 2, .step = 100, .minimum_charge = 10000};

TEST_CASE("what is lacking is charged per KEY, whole") {
  const ShortfallPlan plan = PlanShortfall({{"a", 7900}, {"b", 500}}, 8400, kUsd);
  CHECK(plan.charge_cents == 8400);
  CHECK(plan.given_away_cents == 0);
  CHECK(plan.lines == std::vector<KeyAmount>{{"a", 7900}, {"b", 500}});
}

TEST_CASE("what was waived is not charged again") {
  const ShortfallPlan plan = PlanShortfall({{"a", 7900}, {"b", 500}}, 8000, kUsd);
  CHECK(plan.lines == std::vector<KeyAmount>{{"a", 7900}, {"b", 100}});
}

TEST_CASE("what is too small to charge, or between two chargeable amounts, is given away") {
  CHECK(PlanShortfall({{"a", 49}}, 49, kUsd).charge_cents == 0);
  CHECK(PlanShortfall({{"a", 49}}, 49, kUsd).given_away_cents == 49);
  CHECK(PlanShortfall({{"a", 50}}, 50, kUsd).charge_cents == 50);
  const ShortfallPlan steps = PlanShortfall({{"a", 12345}}, 12345, kIsk);
  CHECK(steps.charge_cents == 12300);
  CHECK(steps.given_away_cents == 45);
  // Each KEY is an item of its own at Stripe, which takes no amount between two steps.
  const ShortfallPlan items = PlanShortfall({{"a", 12345}, {"b", 6789}}, 19134, kIsk);
  CHECK(items.lines == std::vector<KeyAmount>{{"a", 12300}, {"b", 6700}});
  CHECK(items.charge_cents == 19000);
  CHECK(items.given_away_cents == 134);
}

TEST_CASE("a payment counts only while all of it is still lacking") {
  const std::vector<KeyAmount> paid = {{"a", 7900}, {"b", 100}};
  CHECK(IsStillLacking(paid, {{"a", 7900}, {"b", 500}}, 8000));
  CHECK_FALSE(IsStillLacking(paid, {{"a", 7900}, {"b", 500}}, 7999));
  CHECK_FALSE(IsStillLacking(paid, {{"a", 7899}, {"b", 500}}, 8399));
  CHECK_FALSE(IsStillLacking(paid, {{"b", 8000}}, 8000));
  CHECK_FALSE(IsStillLacking(paid, {}, 0));
}

TEST_CASE("whatever is lacking, charge and gift are all of it, and the lines are the charge") {
  testing::RandomCases random;
  const int64_t cases = testing::RandomCases::Count(20'000);
  for (int64_t i = 0; i < cases; ++i) {
    std::vector<KeyAmount> uncovered;
    int64_t sum = 0;
    const int64_t credits = random.Between(1, 5);
    for (int64_t k = 0; k < credits; ++k) {
      uncovered.push_back({std::string(1, static_cast<char>('a' + k)), random.Between(1, 20000)});
      sum += uncovered.back().amount_cents;
    }
    const int64_t shortfall = random.Between(1, sum);
    const money::Currency& currency = random.OneIn(2) ? kUsd : kIsk;
    const ShortfallPlan plan = PlanShortfall(uncovered, shortfall, currency);
    REQUIRE(plan.charge_cents + plan.given_away_cents == shortfall);
    REQUIRE(plan.charge_cents % currency.step == 0);
    REQUIRE((plan.charge_cents == 0 || plan.charge_cents >= currency.minimum_charge));
    int64_t charged = 0;
    for (const KeyAmount& line : plan.lines) charged += line.amount_cents;
    REQUIRE(charged == plan.charge_cents);
    // After the gift, the charge is exactly the amount that is lacking.
    REQUIRE(IsStillLacking(plan.lines, uncovered, shortfall - plan.given_away_cents));
  }
  std::cout << "counted: " << cases << " shortfalls\n";
}

TEST_CASE("an order and what paid for its shortfall have one status to clients") {
  using enum OrderStatus;
  CHECK(JointStatus(kFulfilled, kFulfilled) == kFulfilled);
  CHECK(JointStatus(kFulfilled, kPaid) == kFulfilled);
  CHECK(JointStatus(kRefunded, kRefunded) == kRefunded);
  CHECK(JointStatus(kRefunded, kFulfilled) == kPartiallyRefunded);
  CHECK(JointStatus(kFulfilled, kRefunded) == kPartiallyRefunded);
  CHECK(JointStatus(kFulfilled, kDisputed) == kDisputed);
  CHECK(JointStatus(kDisputed, kRefunded) == kDisputed);
}

}  // namespace
}  // namespace keys::billing

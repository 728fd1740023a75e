#include "services/billing/domain/money_flow.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace keys::billing {
namespace {

// Returns a day of the month as an instant.
absl::Time Day(int day) { return absl::FromUnixSeconds(1'793'491'200) + absl::Hours(24 * day); }

DatedFact Paid(int day, int64_t amount, std::string currency = "usd") {
  return {{FactKind::kSession, "cs_1", "paid", amount, 0, std::move(currency)}, Day(day)};
}
DatedFact Charge(int day, int64_t amount, int64_t refunded) {
  return {{FactKind::kCharge, "ch_1", "succeeded", amount, refunded, "usd"}, Day(day)};
}
DatedFact Refund(int day, std::string id, std::string state, int64_t amount) {
  return {{FactKind::kRefund, std::move(id), std::move(state), amount, 0, "usd"}, Day(day)};
}
DatedFact Dispute(int day, std::string state, int64_t amount, int64_t retrieval = 0) {
  DatedFact dated{{FactKind::kDispute, "dp_1", std::move(state), amount, 0, "usd"}, Day(day)};
  dated.fact.number = retrieval;
  return dated;
}

MoneyFlow OnDay(const std::vector<DatedFact>& facts, int day) {
  auto flows = FlowOf(facts, false, Day(day), Day(day + 1));
  return flows["usd"];
}

TEST_CASE("money counts on the day it came, a refund on the day it was made") {
  const std::vector<DatedFact> facts = {Paid(1, 7900), Refund(4, "re_1", "pending", 2000),
                                        Charge(4, 7900, 2000),
                                        Refund(5, "re_1", "succeeded", 2000)};
  CHECK(OnDay(facts, 0) == MoneyFlow{});
  CHECK(OnDay(facts, 1) == MoneyFlow{.orders = 1, .gross_cents = 7900});
  CHECK(OnDay(facts, 4) == MoneyFlow{.refunded_cents = 2000});
  CHECK(OnDay(facts, 5) == MoneyFlow{});
  CHECK(OnDay(facts, 4).net_cents() == -2000);
}

TEST_CASE("a refund that fails is taken out on the day it failed") {
  const std::vector<DatedFact> facts = {Paid(1, 7900), Refund(2, "re_1", "succeeded", 7900),
                                        Charge(2, 7900, 7900), Refund(6, "re_1", "failed", 7900)};
  CHECK(OnDay(facts, 2).refunded_cents == 7900);
  CHECK(OnDay(facts, 6).refunded_cents == -7900);
}

TEST_CASE("tax that only the charge knows of comes with it") {
  const std::vector<DatedFact> facts = {Paid(1, 1000), Charge(3, 1190, 0)};
  CHECK(OnDay(facts, 1) == MoneyFlow{.orders = 1, .gross_cents = 1000});
  CHECK(OnDay(facts, 3) == MoneyFlow{.gross_cents = 190});
}

TEST_CASE("a dispute counts when it is opened, and again when it is lost") {
  const std::vector<DatedFact> facts = {Paid(1, 7900), Dispute(2, "needs_response", 7900),
                                        Dispute(3, "under_review", 7900), Dispute(5, "lost", 7900)};
  CHECK(OnDay(facts, 2) == MoneyFlow{.disputed_cents = 7900});
  CHECK(OnDay(facts, 3) == MoneyFlow{});
  CHECK(OnDay(facts, 5) == MoneyFlow{.lost_cents = 7900});
  const std::vector<DatedFact> won = {Paid(1, 7900), Dispute(2, "needs_response", 7900),
                                      Dispute(5, "won", 7900)};
  CHECK(OnDay(won, 5) == MoneyFlow{});
  // Events said both, so the next retrieval decides from then on.
  const std::vector<DatedFact> torn = {Dispute(2, "won", 50), Dispute(3, "lost", 50),
                                       Dispute(4, "won", 50, 1)};
  CHECK(OnDay(torn, 3) == MoneyFlow{.lost_cents = 50});
  CHECK(OnDay(torn, 4) == MoneyFlow{.lost_cents = -50});
}

TEST_CASE("currencies are never added, and test money is no money") {
  const auto flows = FlowOf({Paid(1, 100), Paid(1, 90, "eur")}, false, Day(0), Day(9));
  REQUIRE(flows.size() == 2);
  CHECK(flows.at("eur").gross_cents == 90);
  CHECK(FlowOf({Paid(1, 100)}, true, Day(0), Day(9)).empty());
}

TEST_CASE("days add up to their span, in whatever order and however often facts were told") {
  std::mt19937 random(7);
  const auto below = [&random](int most) {
    return std::uniform_int_distribution<int>(0, most - 1)(random);
  };
  for (int round = 0; round < 2000; ++round) {
    std::vector<DatedFact> facts;
    for (int i = 1 + below(8); i > 0; --i) {
      const int day = below(10);
      const int64_t amount = 100 * (1 + below(5));
      const std::string refund = "re_" + std::to_string(below(3));
      static constexpr const char* kRefunds[] = {"pending", "succeeded", "failed"};
      static constexpr const char* kDisputes[] = {"needs_response", "won", "lost"};
      switch (below(4)) {
        case 0:
          facts.push_back(Paid(day, amount));
          break;
        case 1:
          facts.push_back(Charge(day, amount, below(2) * amount));
          break;
        case 2:
          facts.push_back(Refund(day, refund, kRefunds[below(3)], amount));
          break;
        default:
          facts.push_back(Dispute(day, kDisputes[below(3)], amount, below(3)));
      }
    }
    auto twice = facts;
    twice.insert(twice.end(), facts.begin(), facts.end());
    std::shuffle(twice.begin(), twice.end(), random);
    MoneyFlow sum;
    for (int day = 0; day < 10; ++day) {
      sum += OnDay(facts, day);
      CHECK(OnDay(twice, day).gross_cents == OnDay(facts, day).gross_cents);
      CHECK(OnDay(twice, day).refunded_cents == OnDay(facts, day).refunded_cents);
    }
    auto whole = FlowOf(facts, false, Day(0), Day(10))["usd"];
    CHECK(sum.gross_cents == whole.gross_cents);
    CHECK(sum.net_cents() == whole.net_cents());
    std::vector<Fact> all;
    for (const DatedFact& dated : facts) all.push_back(dated.fact);
    // The reconciliation with Stripe uses the order's own arithmetic, so both must agree.
    const OrderState state = DecideOrder({}, all);
    CHECK(whole.gross_cents - whole.refunded_cents == state.settled_cents);
  }
}

}  // namespace
}  // namespace keys::billing

#include "services/billing/domain/order_state.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "services/billing/domain/testing/random_cases.h"

namespace keys::billing {
namespace {

using event::v1::STANDING_ACTIVE;
using event::v1::STANDING_REVOKED_DISPUTE;
using event::v1::STANDING_REVOKED_REFUND;
using event::v1::STANDING_SUSPENDED_CREDIT;
using event::v1::STANDING_SUSPENDED_DISPUTE;
using event::v1::STANDING_UNSPECIFIED;
using testing::RandomCases;

// A bundle of 49900 with 17800 off: one KEY is owned, and two are granted.
OrderTerms Terms() {
  return {49900, 17800, "usd", false, {{"l1", 0, false}, {"l2", 12827, true}, {"l3", 19273, true}}};
}

Fact Session(std::string state, int64_t subtotal = 49900, int64_t discount = 17800) {
  Fact fact{FactKind::kSession, "cs_1", std::move(state), subtotal, discount, "usd"};
  return fact;
}
Fact Charge(int64_t refunded, int64_t amount = 32100) {
  return {FactKind::kCharge, "ch_1", "succeeded", amount, refunded};
}
Fact Refund(std::string id, std::string state, int64_t amount, std::string line = "") {
  return {FactKind::kRefund, std::move(id), std::move(state), amount, 0, "usd", false, line};
}
Fact Dispute(std::string state, int64_t retrieval = 0, std::string id = "dp_1") {
  return {FactKind::kDispute, std::move(id), std::move(state), 32100, 0, "usd", false, "",
          retrieval};
}
Fact Applied(int64_t revision = 1) {
  return {FactKind::kApplied, "", "", 0, 0, "", false, "", revision};
}

struct Expected {
  const char* status;
  Standing standing;
};

void CheckState(const std::vector<Fact>& facts, const Expected& expected, int64_t uncovered = 0) {
  const OrderState state = DecideOrder(Terms(), facts, uncovered);
  CHECK(WordOf(state.status) == expected.status);
  REQUIRE(state.standings.size() == 3);
  CHECK(state.standings[0] == STANDING_UNSPECIFIED);
  CHECK(state.standings[1] == expected.standing);
  CHECK(state.standings[2] == expected.standing);
}

struct Lifecycle {
  const char* name;
  std::vector<Fact> facts;
  Expected end;
  // The amount that its pledges no longer cover.
  int64_t uncovered = 0;
};

std::vector<Lifecycle> PaidAndRefunded() {
  return {
      {"just made", {}, {"open", STANDING_UNSPECIFIED}},
      {"session open", {Session("open")}, {"open", STANDING_UNSPECIFIED}},
      {"paid", {Session("open"), Session("paid")}, {"paid", STANDING_ACTIVE}},
      {"paid and granted", {Session("paid"), Applied()}, {"fulfilled", STANDING_ACTIVE}},
      {"delayed", {Session("unpaid")}, {"open", STANDING_UNSPECIFIED}},
      {"delayed, then paid",
       {Session("unpaid"), Session("paid"), Applied()},
       {"fulfilled", STANDING_ACTIVE}},
      {"delayed, then failed",
       {Session("unpaid"), Session("async_failed")},
       {"failed", STANDING_UNSPECIFIED}},
      {"expired", {Session("open"), Session("expired")}, {"expired", STANDING_UNSPECIFIED}},
      {"refused by Stripe",
       {{FactKind::kRefused, "ord_1:checkout:1"}},
       {"failed", STANDING_UNSPECIFIED}},
      {"never reached Stripe", {{FactKind::kAbandoned}}, {"expired", STANDING_UNSPECIFIED}},
      {"found after it was given up",
       {{FactKind::kAbandoned}, Session("paid"), Applied()},
       {"fulfilled", STANDING_ACTIVE}},
      {"partly refunded",
       {Session("paid"), Applied(), Charge(100), Refund("re_1", "succeeded", 100)},
       {"partially_refunded", STANDING_ACTIVE}},
      {"refunded in two parts",
       {Session("paid"), Applied(), Charge(100), Charge(32100), Refund("re_1", "succeeded", 100),
        Refund("re_2", "succeeded", 32000), Applied(2)},
       {"refunded", STANDING_REVOKED_REFUND}},
      {"refunded, heard from the charge only",
       {Session("paid"), Applied(), Charge(32100)},
       {"refunded", STANDING_REVOKED_REFUND}},
      {"refunded, heard from the refund only",
       {Session("paid"), Applied(), Refund("re_1", "pending", 32100)},
       {"refunded", STANDING_REVOKED_REFUND}},
      {"a refund that fails restores",
       {Session("paid"), Applied(), Charge(32100), Refund("re_1", "succeeded", 32100),
        Refund("re_1", "failed", 32100)},
       {"fulfilled", STANDING_ACTIVE}},
      {"refunded again after one failed",
       {Session("paid"), Applied(), Charge(32100), Refund("re_1", "failed", 32100),
        Refund("re_2", "succeeded", 32100)},
       {"refunded", STANDING_REVOKED_REFUND}},
  };
}

std::vector<Lifecycle> Contested() {
  return {
      {"disputed",
       {Session("paid"), Applied(), Dispute("needs_response", 1)},
       {"disputed", STANDING_SUSPENDED_DISPUTE}},
      {"a dispute won restores",
       {Session("paid"), Applied(), Dispute("needs_response", 1), Dispute("under_review", 2),
        Dispute("won", 3)},
       {"fulfilled", STANDING_ACTIVE}},
      {"a dispute lost revokes",
       {Session("paid"), Applied(), Dispute("needs_response", 1), Dispute("lost", 2)},
       {"disputed", STANDING_REVOKED_DISPUTE}},
      {"lost, then won on appeal",
       {Session("paid"), Applied(), Dispute("lost", 1), Dispute("appeal_under_review", 2),
        Dispute("won", 3)},
       {"fulfilled", STANDING_ACTIVE}},
      {"an inquiry that closes restores",
       {Session("paid"), Applied(), Dispute("warning_needs_response", 1),
        Dispute("warning_closed", 2)},
       {"fulfilled", STANDING_ACTIVE}},
      {"refunded while disputed, then won",
       {Session("paid"), Applied(), Dispute("needs_response", 1), Charge(32100), Dispute("won", 2)},
       {"refunded", STANDING_REVOKED_REFUND}},
      {"two disputes, one lost",
       {Session("paid"), Applied(), Dispute("won", 1), Dispute("lost", 2, "dp_2")},
       {"disputed", STANDING_REVOKED_DISPUTE}},
      {"its credit refunded",
       {Session("paid"), Applied()},
       {"fulfilled", STANDING_SUSPENDED_CREDIT},
       7900},
      {"its credit refunded, then disputed",
       {Session("paid"), Applied(), Dispute("needs_response", 1)},
       {"disputed", STANDING_SUSPENDED_DISPUTE},
       7900},
      {"its credit refunded, then itself",
       {Session("paid"), Applied(), Charge(32100), Refund("re_1", "succeeded", 32100)},
       {"refunded", STANDING_REVOKED_REFUND},
       7900},
      {"a second payment given back",
       {Session("paid"),
        {FactKind::kSecondPayment, "cs_1"},
        Charge(32100),
        Refund("re_1", "succeeded", 32100)},
       {"refunded", STANDING_UNSPECIFIED}},
      {"a second payment not given back yet",
       {Session("paid"), {FactKind::kSecondPayment, "cs_1"}, Refund("re_1", "failed", 32100)},
       {"paid", STANDING_UNSPECIFIED}},
      {"another amount paid and given back",
       {Session("paid", 100), Session("open"), Charge(32100)},
       {"refunded", STANDING_UNSPECIFIED}},
      {"both lines refunded one by one",
       {Session("paid"), Applied(), Refund("re_1", "succeeded", 12827, "l2"),
        Refund("re_2", "succeeded", 19273, "l3")},
       {"refunded", STANDING_REVOKED_REFUND}},
  };
}

std::vector<Lifecycle> Lifecycles() {
  std::vector<Lifecycle> all = PaidAndRefunded();
  for (Lifecycle& lifecycle : Contested()) all.push_back(std::move(lifecycle));
  return all;
}

TEST_CASE("an order ends in one state whatever the order and number of its facts") {
  RandomCases random;
  for (const Lifecycle& lifecycle : Lifecycles()) {
    CAPTURE(lifecycle.name);
    CheckState(lifecycle.facts, lifecycle.end, lifecycle.uncovered);
    std::vector<std::size_t> order(lifecycle.facts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Up to five facts are tried in all permutations, more facts in a sample, each with duplicates.
    const bool all = order.size() <= 5;
    for (int round = 0; all || round < RandomCases::Count(200); ++round) {
      std::vector<Fact> facts;
      for (const std::size_t i : order) {
        facts.push_back(lifecycle.facts[i]);
        facts.insert(facts.begin() + random.Between(0, static_cast<int64_t>(facts.size())),
                     lifecycle.facts[i]);
      }
      const OrderState state = DecideOrder(Terms(), facts, lifecycle.uncovered);
      REQUIRE(WordOf(state.status) == lifecycle.end.status);
      REQUIRE(state.standings[1] == lifecycle.end.standing);
      if (all) {
        if (!std::next_permutation(order.begin(), order.end())) break;
      } else {
        for (std::size_t i = order.size() - 1; i > 0; --i) {
          std::swap(order[i],
                    order[static_cast<std::size_t>(random.Between(0, static_cast<int64_t>(i)))]);
        }
      }
    }
  }
}

TEST_CASE("money that does not fit the order grants nothing and leaves it paid") {
  const auto check = [](const Fact& session, Mismatch mismatch) {
    const OrderState state = DecideOrder(Terms(), {session, Applied()});
    CHECK(state.status == OrderStatus::kPaid);
    CHECK(state.settled);
    CHECK_FALSE(state.granted);
    CHECK(state.mismatch == mismatch);
    CHECK(state.standings[1] == STANDING_UNSPECIFIED);
  };
  check(Session("paid", 49800), Mismatch::kSubtotal);
  check(Session("paid", 49900, 17801), Mismatch::kDiscount);
  Fact other_currency = Session("paid");
  other_currency.currency = "eur";
  check(other_currency, Mismatch::kCurrency);

  // When two facts about one session differ, the one that does not fit the order counts.
  const OrderState both = DecideOrder(Terms(), {Session("paid"), Session("paid", 1)});
  CHECK_FALSE(both.granted);
  CHECK(both.mismatch == Mismatch::kSubtotal);

  const OrderState refunded = DecideOrder(Terms(), {Session("paid", 49800), Charge(32100)});
  CHECK(refunded.status == OrderStatus::kRefunded);
}

TEST_CASE("a payment of the other mode is not about the order's money") {
  Fact test_mode = Session("paid");
  test_mode.livemode = true;
  const OrderState state = DecideOrder(Terms(), {test_mode});
  CHECK(state.status == OrderStatus::kOpen);
  CHECK_FALSE(state.settled);
}

TEST_CASE("a second payment for what was owned gives nothing") {
  const OrderState state =
      DecideOrder(Terms(), {Session("paid"), {FactKind::kSecondPayment, "cs_1"}});
  CHECK(state.status == OrderStatus::kPaid);
  CHECK_FALSE(state.granted);
  CHECK(state.standings[2] == STANDING_UNSPECIFIED);
}

TEST_CASE("an order of nothing is granted at once and never refunded by arithmetic") {
  const OrderTerms free{7900, 7900, "usd", false, {{"l1", 0, true}}};
  const OrderState state = DecideOrder(free, {{FactKind::kFree}});
  CHECK(state.status == OrderStatus::kPaid);
  CHECK(state.granted);
  CHECK(state.standings[0] == STANDING_ACTIVE);
  CHECK(DecideOrder(free, {{FactKind::kFree}, Applied()}).status == OrderStatus::kFulfilled);
}

TEST_CASE("refunding one line takes back that line only") {
  const OrderState state = DecideOrder(Terms(), {Session("paid"), Applied(), Charge(12827),
                                                 Refund("re_1", "succeeded", 12827, "l2")});
  CHECK(state.status == OrderStatus::kPartiallyRefunded);
  CHECK(state.standings[1] == STANDING_REVOKED_REFUND);
  CHECK(state.standings[2] == STANDING_ACTIVE);
}

TEST_CASE("a dispute seen both won and lost is revoked until it is retrieved") {
  const OrderState torn =
      DecideOrder(Terms(), {Session("paid"), Applied(), Dispute("won"), Dispute("lost")});
  CHECK(torn.status == OrderStatus::kDisputed);
  CHECK(torn.standings[1] == STANDING_REVOKED_DISPUTE);
  CHECK(torn.disputes_to_retrieve == std::vector<std::string>{"dp_1"});
  const OrderState retrieved = DecideOrder(
      Terms(), {Session("paid"), Applied(), Dispute("won"), Dispute("lost"), Dispute("won", 1)});
  CHECK(retrieved.status == OrderStatus::kFulfilled);
  CHECK(retrieved.disputes_to_retrieve.empty());
}

TEST_CASE("a dispute in a state we do not know suspends") {
  CheckState({Session("paid"), Applied(), Dispute("arbitration_of_tomorrow", 1)},
             {"disputed", STANDING_SUSPENDED_DISPUTE});
}

TEST_CASE("a credit that no longer stands suspends and keeps the money word") {
  const OrderState state = DecideOrder(Terms(), {Session("paid"), Applied()}, true);
  CHECK(state.status == OrderStatus::kFulfilled);
  CHECK(state.suspended_by_credit);
  CHECK(state.standings[1] == STANDING_SUSPENDED_CREDIT);
}

TEST_CASE("an order that is not in force lacks nothing") {
  CHECK(DecideOrder(Terms(), {Session("paid")}, 7900).shortfall_cents == 7900);
  CHECK(DecideOrder(Terms(), {Session("paid"), Charge(32100)}, 7900).shortfall_cents == 0);
  CHECK(DecideOrder(Terms(), {Session("open")}, 7900).shortfall_cents == 0);
}

TEST_CASE("money that an order must not keep is due to go back until it has") {
  const Fact second{FactKind::kSecondPayment, "cs_1"};
  CHECK(DecideOrder(Terms(), {Session("paid"), second}).refund_due);
  CHECK_FALSE(DecideOrder(Terms(), {Session("paid"), second, Charge(32100)}).refund_due);
  CHECK(DecideOrder(Terms(), {Session("paid", 1)}).refund_due);
  CHECK_FALSE(DecideOrder(Terms(), {Session("paid")}).refund_due);
  CHECK_FALSE(DecideOrder(Terms(), {Session("open")}).refund_due);
}

TEST_CASE("what cost nothing is taken back by name, a line or the whole order") {
  const OrderTerms free{7900, 7900, "usd", false, {{"l1", 0, true}, {"l2", 0, true}}};
  Fact line{FactKind::kTakenBack, "r1"};
  line.order_line_id = "l1";
  const OrderState part = DecideOrder(free, {{FactKind::kFree}, Applied(), line});
  CHECK(part.status == OrderStatus::kFulfilled);
  CHECK(part.standings[0] == STANDING_REVOKED_REFUND);
  CHECK(part.standings[1] == STANDING_ACTIVE);
  Fact other = line;
  other.order_line_id = "l2";
  CHECK(DecideOrder(free, {{FactKind::kFree}, line, other}).status == OrderStatus::kRefunded);
  const OrderState whole = DecideOrder(free, {{FactKind::kTakenBack, "r2"}, {FactKind::kFree}});
  CHECK(whole.status == OrderStatus::kRefunded);
  CHECK(whole.standings[1] == STANDING_REVOKED_REFUND);
}

TEST_CASE("Stripe lowering amount_refunded after a failed refund changes nothing") {
  const std::vector<Fact> facts = {Session("paid"),
                                   Charge(5000),
                                   Charge(0),
                                   Charge(3000),
                                   Refund("re_1", "succeeded", 5000),
                                   Refund("re_1", "failed", 5000),
                                   Refund("re_2", "succeeded", 3000)};
  CHECK(DecideOrder(Terms(), facts).refunded_cents == 3000);
}

TEST_CASE("the charge's tax does not make a full refund of the order a partial one") {
  const OrderState part = DecideOrder(Terms(), {Session("paid"), Applied(), Charge(32100, 38199)});
  CHECK(part.status == OrderStatus::kPartiallyRefunded);
  const OrderState whole = DecideOrder(Terms(), {Session("paid"), Applied(), Charge(38199, 38199)});
  CHECK(whole.status == OrderStatus::kRefunded);
}

TEST_CASE("refunds by amount reduce lines above their pledges first") {
  const std::vector<Fact> facts = {Session("paid"), Refund("re_1", "succeeded", 10000)};
  CHECK(NetOfLines(Terms(), facts, {0, 12827, 0}) == std::vector<int64_t>{0, 12827, 9273});
  const std::vector<Fact> more = {Session("paid"), Refund("re_1", "succeeded", 20000)};
  CHECK(NetOfLines(Terms(), more, {0, 12827, 0}) == std::vector<int64_t>{0, 12100, 0});
  const std::vector<Fact> line = {Session("paid"), Refund("re_1", "succeeded", 12827, "l2")};
  CHECK(NetOfLines(Terms(), line, {0, 0, 0}) == std::vector<int64_t>{0, 0, 19273});
  CHECK(NetOfLines(Terms(), {Session("paid")}, {0, 0, 0}) == std::vector<int64_t>{0, 12827, 19273});
}

TEST_CASE("the net of all lines is what was paid minus what was refunded") {
  RandomCases random;
  for (int64_t i = 0; i < RandomCases::Count(2000); ++i) {
    std::vector<Fact> facts = {Session("paid")};
    int64_t refunded = 0;
    for (int k = 0; k < random.Between(0, 4); ++k) {
      const int64_t amount = random.Between(1, 8000);
      const bool failed = random.OneIn(3);
      facts.push_back(Refund("re_" + std::to_string(k), failed ? "failed" : "succeeded", amount));
      if (!failed) refunded += amount;
    }
    const std::vector<int64_t> net =
        NetOfLines(Terms(), facts, {0, random.Between(0, 12827), random.Between(0, 19273)});
    int64_t sum = 0;
    for (const int64_t cents : net) {
      REQUIRE(cents >= 0);
      sum += cents;
    }
    REQUIRE(sum == std::max<int64_t>(0, 32100 - refunded));
  }
}

}  // namespace
}  // namespace keys::billing

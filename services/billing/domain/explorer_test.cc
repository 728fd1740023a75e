// Tries every set of facts that billing may know about one order, breadth first. Webhooks are lost,
// repeated and shuffled, so each subset of what can happen is a history, and each way into it must
// lead to one state. Subsets have at most five facts, with KEYS_TEST_SCALE=all eight.
#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>

#include "services/billing/domain/order_state.h"
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

constexpr int64_t kUncovered = 700;

// One KEY was owned before, and two are granted.
OrderTerms Terms() {
  return {3000, 1000, "usd", false, {{"l1", 0, false}, {"l2", 800, true}, {"l3", 1200, true}}};
}

Fact Session(std::string state, std::string id = "cs_1", int64_t subtotal = 3000) {
  return {FactKind::kSession, std::move(id), std::move(state), subtotal, 1000, "usd"};
}
Fact Charge(int64_t refunded) { return {FactKind::kCharge, "ch_1", "succeeded", 2000, refunded}; }
Fact Refund(std::string id, std::string state, int64_t amount, std::string line = "") {
  return {FactKind::kRefund, std::move(id), std::move(state), amount, 0, "usd", false,
          std::move(line)};
}
Fact Dispute(std::string id, std::string state, int64_t retrieval = 0) {
  return {FactKind::kDispute, std::move(id), std::move(state), 2000, 0, "usd", false, "",
          retrieval};
}

// The events of an order: a delayed payment that arrives, another session, money of a second
// payment, one refund of a part that fails, one of a line, one of the rest, two disputes of which
// one is appealed, and entitlement's answer.
std::vector<Fact> Alphabet() {
  return {Session("open"),
          Session("unpaid"),
          Session("paid"),
          Session("async_failed"),
          Session("expired"),
          Session("paid", "cs_2"),
          Session("paid", "cs_1", 2999),
          {FactKind::kSecondPayment, "cs_1"},
          {FactKind::kApplied, "", "", 0, 0, "", false, "", 1},
          Charge(500),
          Charge(2000),
          Refund("re_1", "succeeded", 500),
          Refund("re_1", "failed", 500),
          Refund("re_2", "pending", 700, "l2"),
          Refund("re_3", "succeeded", 800),
          Dispute("dp_1", "needs_response"),
          Dispute("dp_1", "won"),
          Dispute("dp_1", "lost"),
          Dispute("dp_1", "won", 1),
          Dispute("dp_2", "warning_needs_response", 1),
          Dispute("dp_2", "lost", 2)};
}

std::string ToString(const OrderState& state) {
  std::ostringstream out;
  out << WordOf(state.status) << state.settled << state.granted << state.awaiting_payment
      << WordOf(state.mismatch) << " " << state.refunded_cents << " ";
  for (const Standing standing : state.standings) out << static_cast<int>(standing);
  out << " " << state.suspended_by_dispute << state.suspended_by_credit << state.second_payment
      << state.refund_due << " " << state.shortfall_cents;
  for (const std::string& id : state.disputes_to_retrieve) out << id;
  return out.str();
}

bool AnyStanding(const OrderState& state, std::set<Standing> wanted) {
  return std::any_of(state.standings.begin(), state.standings.end(),
                     [&](Standing standing) { return wanted.contains(standing); });
}

// Returns a contradiction in the state, or an empty text. `paid` says that some session of the
// order was seen paid.
std::string Contradiction(const OrderState& state, bool paid) {
  const bool ended = state.status == OrderStatus::kExpired || state.status == OrderStatus::kFailed;
  const bool unsettled = ended || state.status == OrderStatus::kOpen;
  if (WordOf(state.status).empty()) return "a status without a word";
  if (state.settled != paid) return "settled without money, or money not settled";
  if (state.settled == unsettled) return "settled and yet open, expired or failed";
  if (!state.granted && AnyStanding(state, {STANDING_ACTIVE})) return "gives without being granted";
  if (state.granted && !state.settled) return "granted without money";
  if (state.standings[0] != STANDING_UNSPECIFIED) return "a KEY owned before is given";
  if (state.status == OrderStatus::kRefunded &&
      AnyStanding(state,
                  {STANDING_ACTIVE, STANDING_SUSPENDED_CREDIT, STANDING_SUSPENDED_DISPUTE})) {
    return "refunded and not revoked";
  }
  if (state.status == OrderStatus::kFulfilled && !state.granted) return "fulfilled, nothing given";
  if (state.suspended_by_dispute && state.status != OrderStatus::kDisputed) return "undisputed";
  const bool suspended = state.suspended_by_dispute || state.suspended_by_credit;
  if (suspended && AnyStanding(state, {STANDING_ACTIVE})) return "suspended and active";
  if (state.suspended_by_credit != (state.shortfall_cents > 0)) return "short without an amount";
  if (state.refund_due && (state.granted || !state.settled)) return "gives back what it must keep";
  if (!state.disputes_to_retrieve.empty() && state.granted &&
      AnyStanding(state, {STANDING_ACTIVE, STANDING_SUSPENDED_DISPUTE})) {
    return "torn and not revoked";
  }
  if (state.refunded_cents < 0 || state.refunded_cents > 2000) return "refunded out of range";
  return "";
}

// Whether the fact may undo a full refund. Only refunds that failed and disputes that were lost or
// won may.
bool MayUndoRefund(const Fact& fact) {
  return fact.kind == FactKind::kDispute ||
         (fact.kind == FactKind::kRefund && fact.state == "failed");
}

struct Explorer {
  const std::vector<Fact> alphabet = Alphabet();
  const int64_t uncovered;
  std::set<std::string> states;
  int64_t sets = 0;
  int64_t ways = 0;

  std::vector<Fact> FactsOf(uint32_t set) const {
    std::vector<Fact> facts;
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
      if ((set >> i & 1) != 0) facts.push_back(alphabet[i]);
    }
    return facts;
  }

  bool Paid(uint32_t set) const {
    return (set & 0b1100100) != 0;  // the three facts that say "paid"
  }

  void Visit(uint32_t set) {
    const OrderState state = DecideOrder(Terms(), FactsOf(set), uncovered);
    const std::string text = ToString(state);
    states.insert(text);
    ++sets;
    const std::string wrong = Contradiction(state, Paid(set));
    if (!wrong.empty()) FAIL(wrong << ": " << text << " of set " << set);
    // Each set is reached in every way: each fact as the last one, and a second time.
    for (std::size_t last = 0; last < alphabet.size(); ++last) {
      if ((set >> last & 1) == 0) continue;
      std::vector<Fact> facts = FactsOf(set & ~(1u << last));
      const bool was_refunded =
          DecideOrder(Terms(), facts, uncovered).status == OrderStatus::kRefunded;
      std::reverse(facts.begin(), facts.end());
      facts.insert(facts.begin(), alphabet[last]);
      facts.push_back(alphabet[last]);
      ++ways;
      const OrderState again = DecideOrder(Terms(), facts, uncovered);
      if (ToString(again) != text) FAIL(ToString(again) << " is not " << text << " of " << set);
      if (was_refunded && state.status != OrderStatus::kRefunded &&
          !MayUndoRefund(alphabet[last])) {
        FAIL("a refund undone by " << WordOf(alphabet[last].kind) << ": " << text);
      }
    }
  }
};

TEST_CASE("every set of facts of an order is one state, however they came, and makes sense") {
  const int deepest = RandomCases::Count(1) > 1 ? 8 : 5;
  for (const int64_t uncovered : {int64_t{0}, kUncovered}) {
    Explorer explorer{.uncovered = uncovered};
    const uint32_t end = 1u << explorer.alphabet.size();
    for (int size = 0; size <= deepest; ++size) {
      for (uint32_t set = 0; set < end; ++set) {
        if (std::popcount(set) == size) explorer.Visit(set);
      }
    }
    std::cout << "counted: " << explorer.alphabet.size() << " facts, at most " << deepest
              << ", uncovered " << uncovered << ": " << explorer.sets << " sets, " << explorer.ways
              << " ways into them, " << explorer.states.size() << " states\n";
    CHECK(explorer.states.size() > 50);
  }
}

}  // namespace
}  // namespace keys::billing

#include "services/billing/domain/waiver.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace keys::billing {
namespace {

Fact Refund(const std::string& id, const std::string& state, int64_t cents) {
  return {FactKind::kRefund, id, state, cents};
}
Fact Dispute(const std::string& id, const std::string& state, int64_t retrieval) {
  Fact fact{FactKind::kDispute, id, state, 7900};
  fact.number = retrieval;
  return fact;
}
Fact Charge(int64_t refunded) { return {FactKind::kCharge, "ch_1", "succeeded", 7900, refunded}; }

// A KEY that was bought for 7900, all of which is credited to a bundle.
struct Source {
  OrderTerms terms{7900, 0, "usd", false, {{"line", 7900, true}}};
  std::vector<Fact> facts = {{FactKind::kSession, "cs_1", "paid", 7900, 0, "usd"}};
  std::vector<int64_t> pledged = {7900};

  void Add(const Fact& fact) { facts.push_back(fact); }
  BackingLine line(bool pays_shortfall = false) const {
    return {&terms, &facts, &pledged, 0, pays_shortfall};
  }
};

const Credit kCredit{"line", 7900};

struct Holder {
  std::vector<Waiver> waivers;

  int64_t Lacking(const std::vector<BackingLine>& backing) const {
    const int64_t lacking = kCredit.amount_cents - CoveredUnder(backing, std::nullopt);
    return std::max<int64_t>(0, lacking - ForgivenOf(waivers, kCredit, backing));
  }
  // Waives all that is lacking.
  void Waive(const std::vector<BackingLine>& backing) {
    Waiver waiver;
    waiver.number = static_cast<int64_t>(waivers.size()) + 1;
    waiver.id = "w" + std::to_string(waiver.number);
    waiver.cents_by_line = {{"line", Lacking(backing)}};
    for (const BackingLine& line : backing) waiver.causes.merge(CausesIn(*line.facts));
    // The waiver is stored and read again, as in the database.
    std::vector<Fact> facts;
    for (const Waiver& one : waivers) {
      for (const Fact& fact : FactsOf(one)) facts.push_back(fact);
    }
    for (const Fact& fact : FactsOf(waiver)) facts.push_back(fact);
    std::reverse(facts.begin(), facts.end());
    waivers = WaiversOf(facts);
  }
};

TEST_CASE("a waiver forgives what its dispute takes, and nothing once the dispute is won") {
  Source source;
  Holder holder;
  source.Add(Dispute("dp_1", "needs_response", 1));
  CHECK(holder.Lacking({source.line()}) == 7900);
  holder.Waive({source.line()});
  CHECK(holder.Lacking({source.line()}) == 0);
  SECTION("the same dispute is lost") {
    source.Add(Dispute("dp_1", "lost", 2));
    CHECK(holder.Lacking({source.line()}) == 0);
  }
  SECTION("it is won, and the money goes another way") {
    source.Add(Dispute("dp_1", "won", 2));
    CHECK(holder.Lacking({source.line()}) == 0);
    SECTION("by a refund") { source.Add(Refund("re_1", "succeeded", 7900)); }
    SECTION("by what the charge says of one") { source.Add(Charge(7900)); }
    SECTION("by another dispute") { source.Add(Dispute("dp_2", "lost", 3)); }
    CHECK(holder.Lacking({source.line()}) == 7900);
  }
  SECTION("the money goes another way before it is heard that it is won") {
    source.Add(Refund("re_1", "succeeded", 7900));
    CHECK(holder.Lacking({source.line()}) == 0);
    source.Add(Dispute("dp_1", "won", 2));
    CHECK(holder.Lacking({source.line()}) == 7900);
  }
}

TEST_CASE("refunds that were waived and refunds that were not are told apart, whichever fails") {
  Source source;
  Holder holder;
  source.Add(Refund("re_1", "succeeded", 2000));
  source.Add(Charge(2000));
  holder.Waive({source.line()});
  CHECK(holder.Lacking({source.line()}) == 0);
  source.Add(Refund("re_2", "succeeded", 3000));
  source.Add(Charge(5000));
  CHECK(holder.Lacking({source.line()}) == 3000);
  SECTION("the waived one") {
    source.Add(Refund("re_1", "failed", 2000));
    CHECK(holder.Lacking({source.line()}) == 3000);
  }
  SECTION("the other one") {
    source.Add(Refund("re_2", "failed", 3000));
    CHECK(holder.Lacking({source.line()}) == 0);
  }
  SECTION("both are waived; a third is not") {
    holder.Waive({source.line()});
    CHECK(holder.Lacking({source.line()}) == 0);
    source.Add(Refund("re_2", "failed", 3000));
    source.Add(Refund("re_3", "succeeded", 500));
    CHECK(holder.Lacking({source.line()}) == 500);
  }
}

TEST_CASE("a waiver ends when the KEY is bought again") {
  Source source;
  Source again;
  Holder holder;
  source.Add(Refund("re_1", "succeeded", 7900));
  holder.Waive({source.line()});
  CHECK(holder.Lacking({source.line(), again.line()}) == 0);
  again.Add(Refund("re_9", "succeeded", 7900));
  CHECK(holder.Lacking({source.line(), again.line()}) == 7900);
}

TEST_CASE("what was too small to charge stays waived beside what paid the rest") {
  Source source;
  Source payment;
  payment.terms.lines[0].amount_cents = 7900;
  Holder holder;
  source.Add(Refund("re_1", "succeeded", 7900));
  holder.waivers = {{"minimum", 1, {{"line", 45}}, CausesIn(source.facts)}};
  CHECK(holder.Lacking({source.line()}) == 7855);
  payment.terms = {7855, 0, "usd", false, {{"line", 7855, true}}};
  payment.facts = {{FactKind::kSession, "cs_2", "paid", 7855, 0, "usd"}};
  payment.pledged = {0};
  CHECK(holder.Lacking({source.line(), payment.line(true)}) == 0);
  payment.Add(Refund("re_2", "succeeded", 7855));
  CHECK(holder.Lacking({source.line(), payment.line(true)}) == 7855);
}

TEST_CASE("a waiver from before waivers had causes forgives nothing") {
  Fact old{FactKind::kWaived, "w"};
  old.amount_cents = 7900;
  CHECK(WaiversOf({old}).empty());
}

}  // namespace
}  // namespace keys::billing

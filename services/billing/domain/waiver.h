// Waivers: an administrator gives up what an order's credits lack, for the causes that took the
// money, and for no others. Pure; amounts are integers in the minor unit of the order's currency.
//
// A waiver names, for each credit, how much it gives up, and the causes known when it was given:
// refunds, disputes and takings-back of the orders that back the credit. It forgives what these
// causes still take. When the money is back (a dispute won, a refund that failed, the KEY bought
// again) it forgives nothing, and what another cause takes later is lacking again. This depends on
// the set of facts only, never on the order in which they came.
//
//   const std::vector<Waiver> waivers = WaiversOf(order_facts);
//   const int64_t lacking = credit_cents - CoveredUnder(backing, {});
//   const int64_t forgiven = ForgivenOf(waivers, credit, backing);
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/billing/domain/order_state.h"

namespace keys::billing {

// Names of causes: "refund re_1", "dispute dp_1", "taken_back t1"; of what a charge says it lost,
// with the amount: "charge ch_1 500".
using Causes = std::set<std::string>;

// What took money from an order, or could have: also refunds that failed and disputes that were
// won.
Causes CausesIn(const std::vector<Fact>& facts);

// The facts as if nothing but `causes` had ever taken money.
std::vector<Fact> FactsUnder(const std::vector<Fact>& facts, const Causes& causes);

// A line that may back a credit: the line that was credited, one bought in its place, or one that
// paid for the shortfall. The pointers outlive it.
struct BackingLine {
  const OrderTerms* terms = nullptr;
  const std::vector<Fact>* facts = nullptr;
  // Of the whole order, one per line.
  const std::vector<int64_t>* pledged_cents = nullptr;
  std::size_t line = 0;
  // Paid for the shortfall of the order that holds the credit.
  bool pays_shortfall = false;
};

// What the lines back of a credit if nothing but `causes` had taken money; absent: as it is. What
// paid the shortfall adds up; of the others the largest counts.
int64_t CoveredUnder(const std::vector<BackingLine>& lines, const std::optional<Causes>& causes);

struct Waiver {
  std::string id;
  // 1 for the first waiver of an order.
  int64_t number = 0;
  // By the id of the line that was credited.
  std::map<std::string, int64_t> cents_by_line;
  // Also those of the waivers before.
  Causes causes;
};

// In the order in which they were given.
std::vector<Waiver> WaiversOf(const std::vector<Fact>& facts);

// What is recorded of a waiver.
std::vector<Fact> FactsOf(const Waiver& waiver);

struct Credit {
  std::string source_line_id;
  int64_t amount_cents = 0;
};

// How much of what the credit lacks the waivers forgive; it may be more than is lacking.
int64_t ForgivenOf(const std::vector<Waiver>& waivers, const Credit& credit,
                   const std::vector<BackingLine>& lines);

}  // namespace keys::billing

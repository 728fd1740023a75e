// Waivers: an administrator forgives an order's shortfall, for the causes that took the money and
// for no others. Pure; amounts are integers in the minor unit of the order's currency.
//
// A waiver names, for each credit, how much it forgives, and the causes known when it was given:
// refunds, disputes and takings-back of the orders that back the credit. It forgives what these
// causes still take. When the money is back (a dispute won, a refund that failed, the KEY bought
// again) it forgives nothing, and money that another cause takes later is a new shortfall. This
// depends on the set of facts only, never on the order in which they came.
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

// Names of causes: "refund re_1", "dispute dp_1", "taken_back t1". The amount that a charge says it
// lost is a cause of its own: "charge ch_1 500".
using Causes = std::set<std::string>;

// Returns everything that took money from an order, or could have, with refunds that failed and
// disputes that were won.
Causes CausesIn(const std::vector<Fact>& facts);

// Returns the facts as if only `causes` had ever taken money.
std::vector<Fact> FactsUnder(const std::vector<Fact>& facts, const Causes& causes);

// A line that may back a credit: the line that was credited, one bought in its place, or one that
// paid for the shortfall. The objects pointed to must outlive it.
struct BackingLine {
  const OrderTerms* terms = nullptr;
  const std::vector<Fact>* facts = nullptr;
  // The pledged amounts of the whole order, one for each line.
  const std::vector<int64_t>* pledged_cents = nullptr;
  std::size_t line = 0;
  // True when the line paid for the shortfall of the order that has the credit.
  bool pays_shortfall = false;
};

// Returns how much of a credit the lines cover if only `causes` had taken money, or as things are
// if `causes` is absent. Payments of the shortfall are added; of all other lines the largest
// counts.
int64_t CoveredUnder(const std::vector<BackingLine>& lines, const std::optional<Causes>& causes);

struct Waiver {
  std::string id;
  // The number of the waiver among those of its order, from 1.
  int64_t number = 0;
  // Amounts by the id of the line that was credited.
  std::map<std::string, int64_t> cents_by_line;
  // The causes of this waiver and of those before it.
  Causes causes;
};

// Returns the waivers in the order in which they were given.
std::vector<Waiver> WaiversOf(const std::vector<Fact>& facts);

// Returns the facts that record a waiver.
std::vector<Fact> FactsOf(const Waiver& waiver);

struct Credit {
  std::string source_line_id;
  int64_t amount_cents = 0;
};

// Returns how much of the credit's lack the waivers forgive. It may be more than is lacking.
int64_t ForgivenOf(const std::vector<Waiver>& waivers, const Credit& credit,
                   const std::vector<BackingLine>& lines);

}  // namespace keys::billing

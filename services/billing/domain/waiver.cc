#include "services/billing/domain/waiver.h"

#include <algorithm>

#include "common/base/text.h"

namespace keys::billing {
namespace {

std::string NameOf(const Fact& fact) { return Concat({WordOf(fact.kind), " ", fact.object_id}); }

std::string NameOfCharge(const std::string& id, int64_t refunded_cents) {
  return Concat({WordOf(FactKind::kCharge), " ", id, " ", std::to_string(refunded_cents)});
}

bool Takes(const Fact& fact) {
  return fact.kind == FactKind::kRefund || fact.kind == FactKind::kDispute ||
         fact.kind == FactKind::kTakenBack;
}

// Returns the largest amount that `causes` name for the charge.
int64_t LostOf(const std::string& charge_id, const Causes& causes) {
  const std::string prefix = Concat({WordOf(FactKind::kCharge), " ", charge_id, " "});
  int64_t lost = 0;
  for (auto at = causes.lower_bound(prefix); at != causes.end() && at->starts_with(prefix); ++at) {
    lost = std::max<int64_t>(lost, std::stoll(at->substr(prefix.size())));
  }
  return lost;
}

}  // namespace

Causes CausesIn(const std::vector<Fact>& facts) {
  Causes causes;
  for (const Fact& fact : facts) {
    if (Takes(fact)) causes.insert(NameOf(fact));
    if (fact.kind == FactKind::kCharge && fact.other_cents > 0) {
      causes.insert(NameOfCharge(fact.object_id, fact.other_cents));
    }
  }
  return causes;
}

std::vector<Fact> FactsUnder(const std::vector<Fact>& facts, const Causes& causes) {
  std::vector<Fact> under;
  for (Fact fact : facts) {
    if (Takes(fact) && !causes.contains(NameOf(fact))) continue;
    if (fact.kind == FactKind::kCharge) {
      fact.other_cents = std::min(fact.other_cents, LostOf(fact.object_id, causes));
    }
    under.push_back(std::move(fact));
  }
  return under;
}

int64_t CoveredUnder(const std::vector<BackingLine>& lines, const std::optional<Causes>& causes) {
  int64_t largest = 0;
  int64_t paid_later = 0;
  for (const BackingLine& backing : lines) {
    const std::vector<Fact> facts =
        causes.has_value() ? FactsUnder(*backing.facts, *causes) : *backing.facts;
    // A shortfall of the backing order itself does not matter, because its money is still there.
    const OrderState state = DecideOrder(*backing.terms, facts);
    if (!state.granted || state.standings[backing.line] != Standing::STANDING_ACTIVE) continue;
    const int64_t net = NetOfLines(*backing.terms, facts, *backing.pledged_cents)[backing.line];
    if (backing.pays_shortfall) {
      paid_later += net;
    } else {
      largest = std::max(largest, net);
    }
  }
  return largest + paid_later;
}

std::vector<Waiver> WaiversOf(const std::vector<Fact>& facts) {
  std::map<int64_t, Waiver> by_number;
  for (const Fact& fact : facts) {
    // A fact without a number was recorded before waivers had causes (migration 0016 gives it
    // some).
    if (fact.kind != FactKind::kWaived || fact.number == 0) continue;
    Waiver& waiver = by_number[fact.number];
    waiver.id = fact.object_id;
    waiver.number = fact.number;
    if (!fact.state.empty()) waiver.causes.insert(fact.state);
    if (fact.order_line_id.empty()) continue;
    int64_t& cents = waiver.cents_by_line[fact.order_line_id];
    cents = std::max(cents, fact.amount_cents);
  }
  std::vector<Waiver> waivers;
  for (auto& [number, waiver] : by_number) {
    if (!waivers.empty()) {
      waiver.causes.insert(waivers.back().causes.begin(), waivers.back().causes.end());
    }
    waivers.push_back(std::move(waiver));
  }
  return waivers;
}

std::vector<Fact> FactsOf(const Waiver& waiver) {
  std::vector<Fact> facts;
  for (const auto& [line, cents] : waiver.cents_by_line) {
    Fact& fact = facts.emplace_back(Fact{FactKind::kWaived, waiver.id});
    fact.number = waiver.number;
    fact.order_line_id = line;
    fact.amount_cents = cents;
  }
  for (const std::string& cause : waiver.causes) {
    Fact& fact = facts.emplace_back(Fact{FactKind::kWaived, waiver.id, cause});
    fact.number = waiver.number;
  }
  return facts;
}

int64_t ForgivenOf(const std::vector<Waiver>& waivers, const Credit& credit,
                   const std::vector<BackingLine>& lines) {
  int64_t forgiven = 0;
  for (const Waiver& waiver : waivers) {
    const auto given = waiver.cents_by_line.find(credit.source_line_id);
    if (given != waiver.cents_by_line.end()) forgiven += given->second;
    if (forgiven == 0) continue;
    const int64_t taken = credit.amount_cents - CoveredUnder(lines, waiver.causes);
    forgiven = std::clamp<int64_t>(taken, 0, forgiven);
  }
  return forgiven;
}

}  // namespace keys::billing

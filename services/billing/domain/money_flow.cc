#include "services/billing/domain/money_flow.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/billing/domain/stripe_states.h"

namespace keys::billing {
namespace {

// The sums at one moment. A flow is the difference of two.
struct Sums {
  int64_t gross_cents = 0;
  int64_t refunded_cents = 0;
  int64_t disputed_cents = 0;
  int64_t lost_cents = 0;
};

// A dispute as the last retrieval has it. Before the first retrieval it counts as lost if any event
// said so, as in the decision about orders.
struct DisputeSeen {
  int64_t amount_cents = 0;
  int64_t retrieval = 0;
  bool lost = false;
};

Sums SumsOf(const std::vector<Fact>& facts, bool livemode) {
  Sums sums;
  // The terms of the order do not affect how much was paid.
  const OrderState state = DecideOrder({.livemode = livemode}, facts);
  sums.refunded_cents = state.refunded_cents;
  sums.gross_cents = state.settled_cents + state.refunded_cents;
  std::map<std::string, DisputeSeen> disputes;
  for (const Fact& fact : facts) {
    if (fact.kind != FactKind::kDispute) continue;
    DisputeSeen& seen = disputes[fact.object_id];
    seen.amount_cents = std::max(seen.amount_cents, fact.amount_cents);
    const bool lost = DisputeStateOf(fact.state) == DisputeState::kLost;
    if (fact.number > seen.retrieval) {
      seen.retrieval = fact.number;
      seen.lost = lost;
    } else if (seen.retrieval == 0) {
      seen.lost = seen.lost || lost;
    }
  }
  for (const auto& [id, seen] : disputes) {
    sums.disputed_cents += seen.amount_cents;
    if (seen.lost) sums.lost_cents += seen.amount_cents;
  }
  return sums;
}

Sums SumsAt(const std::vector<DatedFact>& facts, const std::string& currency, bool livemode,
            absl::Time moment) {
  std::vector<Fact> known;
  for (const DatedFact& dated : facts) {
    if (dated.recorded_at < moment && dated.fact.currency == currency) known.push_back(dated.fact);
  }
  return SumsOf(known, livemode);
}

// Refunds do not carry their mode.
bool IsOfMode(const Fact& fact, bool livemode) {
  return fact.kind == FactKind::kRefund || fact.livemode == livemode;
}

}  // namespace

MoneyFlow& MoneyFlow::operator+=(const MoneyFlow& other) {
  orders += other.orders;
  gross_cents += other.gross_cents;
  refunded_cents += other.refunded_cents;
  disputed_cents += other.disputed_cents;
  lost_cents += other.lost_cents;
  return *this;
}

std::map<std::string, MoneyFlow> FlowOf(const std::vector<DatedFact>& facts, bool livemode,
                                        absl::Time from, absl::Time to) {
  std::vector<DatedFact> ours;
  std::set<std::string> currencies;
  for (const DatedFact& dated : facts) {
    if (!IsOfMode(dated.fact, livemode)) continue;
    ours.push_back(dated);
    currencies.insert(dated.fact.currency);
  }
  std::map<std::string, MoneyFlow> flows;
  for (const std::string& currency : currencies) {
    const Sums before = SumsAt(ours, currency, livemode, from);
    const Sums after = SumsAt(ours, currency, livemode, to);
    const MoneyFlow flow{
        .orders = before.gross_cents == 0 && after.gross_cents > 0 ? 1 : 0,
        .gross_cents = after.gross_cents - before.gross_cents,
        .refunded_cents = after.refunded_cents - before.refunded_cents,
        .disputed_cents = after.disputed_cents - before.disputed_cents,
        .lost_cents = after.lost_cents - before.lost_cents,
    };
    if (flow != MoneyFlow{}) flows[currency] = flow;
  }
  return flows;
}

}  // namespace keys::billing

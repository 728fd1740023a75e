#include "services/billing/domain/order_state.h"

#include <algorithm>
#include <map>

#include "services/billing/domain/allocate.h"
#include "services/billing/domain/stripe_states.h"

namespace keys::billing {
namespace {

enum class Outcome { kNothing, kExpired, kFailed, kOpen, kUnpaid, kPaid };

Outcome OutcomeOf(SessionState state) {
  switch (state) {
    case SessionState::kOpen:
      return Outcome::kOpen;
    case SessionState::kUnpaid:
      return Outcome::kUnpaid;
    case SessionState::kPaid:
    case SessionState::kNoPaymentRequired:
      return Outcome::kPaid;
    case SessionState::kAsyncFailed:
      return Outcome::kFailed;
    case SessionState::kExpired:
    case SessionState::kGone:
      return Outcome::kExpired;
  }
  return Outcome::kOpen;
}

// Ranks how far a session has come: open < unpaid < expired, failed < paid.
int RankOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNothing:
      return 0;
    case Outcome::kOpen:
      return 1;
    case Outcome::kUnpaid:
      return 2;
    case Outcome::kExpired:
      return 3;
    case Outcome::kFailed:
      return 4;
    case Outcome::kPaid:
      return 5;
  }
  return 0;
}

Mismatch Compare(const OrderTerms& terms, const Fact& session) {
  if (session.currency != terms.currency) return Mismatch::kCurrency;
  // A session without its coupon has the final amount as its price.
  if (session.amount_cents == terms.final_cents() && session.other_cents == 0) {
    return Mismatch::kNone;
  }
  if (session.amount_cents != terms.subtotal_cents) return Mismatch::kSubtotal;
  if (session.other_cents != terms.discount_cents) return Mismatch::kDiscount;
  return Mismatch::kNone;
}

struct PaymentState {
  Outcome outcome = Outcome::kNothing;
  bool free = false;
  bool granted = false;
  // Some payment settled although the item was owned already.
  bool second = false;
  Mismatch mismatch = Mismatch::kNone;
  // The sum that the sessions report as paid.
  int64_t paid_cents = 0;
};

// Combines several sessions of one order. A paid session decides, then one that can still be paid,
// then the reason why none can.
PaymentState PaymentOf(const OrderTerms& terms, const std::vector<Fact>& facts) {
  std::map<std::string, Outcome> sessions;
  std::map<std::string, Mismatch> paid;
  std::map<std::string, int64_t> paid_cents;
  std::vector<std::string> second;
  PaymentState payment;
  Outcome own = Outcome::kNothing;
  for (const Fact& fact : facts) {
    if (fact.kind == FactKind::kFree) payment.free = true;
    if (fact.kind == FactKind::kRefused) own = Outcome::kFailed;
    if (fact.kind == FactKind::kAbandoned && own == Outcome::kNothing) own = Outcome::kExpired;
    if (fact.kind == FactKind::kSecondPayment) second.push_back(fact.object_id);
    // A session of the other mode does not concern this order's money.
    if (fact.kind != FactKind::kSession || fact.livemode != terms.livemode) continue;
    Outcome& furthest = sessions[fact.object_id];
    const Outcome outcome = OutcomeOf(SessionStateOf(fact.state));
    if (RankOf(outcome) > RankOf(furthest)) furthest = outcome;
    if (outcome == Outcome::kPaid) {
      const auto [at, fresh] = paid.emplace(fact.object_id, Compare(terms, fact));
      int64_t& cents = paid_cents[fact.object_id];
      cents = std::max(cents, fact.amount_cents - fact.other_cents);
      // When two facts about one session differ, the one that does not fit the order counts.
      if (!fresh) at->second = std::max(at->second, Compare(terms, fact));
    }
  }
  payment.outcome = sessions.empty() ? own : Outcome::kNothing;
  for (const auto& [id, outcome] : sessions) {
    // Between sessions, one that can still be paid ranks above one that has ended.
    payment.outcome = std::max(payment.outcome, outcome);
  }
  if (payment.free) payment.outcome = Outcome::kPaid;
  payment.granted = payment.free;
  for (const auto& [id, mismatch] : paid) {
    const bool is_second = std::find(second.begin(), second.end(), id) != second.end();
    if (mismatch == Mismatch::kNone && !is_second) payment.granted = true;
    payment.second = payment.second || is_second;
    if (mismatch != Mismatch::kNone) payment.mismatch = mismatch;
  }
  for (const auto& [id, cents] : paid_cents) payment.paid_cents += cents;
  if (payment.granted) payment.mismatch = Mismatch::kNone;
  return payment;
}

struct Refund {
  int64_t amount_cents = 0;
  bool failed = false;
  std::string order_line_id;
};

struct Refunds {
  std::map<std::string, Refund> by_id;
  int64_t standing_cents = 0;
  int64_t failed_cents = 0;
  // The largest amount_refunded that was seen, summed over charges.
  int64_t charge_cents = 0;
  int64_t charged_cents = 0;

  // Both terms can miss refunds but never invent them: the refund objects miss those that no event
  // has reported, and the charge misses those that failed before it was read.
  int64_t total_cents() const {
    return std::max({int64_t{0}, standing_cents, charge_cents - failed_cents});
  }
};

Refunds RefundsOf(const std::vector<Fact>& facts) {
  Refunds refunds;
  std::map<std::string, std::pair<int64_t, int64_t>> charges;
  for (const Fact& fact : facts) {
    if (fact.kind == FactKind::kCharge) {
      auto& [amount, refunded] = charges[fact.object_id];
      amount = std::max(amount, fact.amount_cents);
      refunded = std::max(refunded, fact.other_cents);
    }
    if (fact.kind != FactKind::kRefund) continue;
    Refund& refund = refunds.by_id[fact.object_id];
    refund.amount_cents = std::max(refund.amount_cents, fact.amount_cents);
    // A refund can fail after it has succeeded, but never succeed after it has failed.
    refund.failed = refund.failed || RefundStateOf(fact.state) == RefundState::kFailed;
    refund.order_line_id = std::max(refund.order_line_id, fact.order_line_id);
  }
  for (const auto& [id, refund] : refunds.by_id) {
    (refund.failed ? refunds.failed_cents : refunds.standing_cents) += refund.amount_cents;
  }
  for (const auto& [id, charge] : charges) {
    refunds.charged_cents += charge.first;
    refunds.charge_cents += charge.second;
  }
  return refunds;
}

struct Disputes {
  bool open = false;
  bool lost = false;
  std::vector<std::string> to_retrieve;
};

Disputes DisputesOf(const std::vector<Fact>& facts) {
  struct Seen {
    int64_t retrieval = 0;
    std::string retrieved_state;
    bool open = false;
    bool closed = false;
    bool lost = false;
  };
  std::map<std::string, Seen> by_id;
  for (const Fact& fact : facts) {
    if (fact.kind != FactKind::kDispute) continue;
    Seen& seen = by_id[fact.object_id];
    if (fact.number > seen.retrieval) {
      seen.retrieval = fact.number;
      seen.retrieved_state = fact.state;
    }
    const DisputeState outcome = DisputeStateOf(fact.state);
    seen.open = seen.open || outcome == DisputeState::kOpen;
    seen.closed = seen.closed || outcome == DisputeState::kClosed;
    seen.lost = seen.lost || outcome == DisputeState::kLost;
  }
  Disputes disputes;
  for (const auto& [id, seen] : by_id) {
    if (seen.retrieval > 0) {
      const DisputeState outcome = DisputeStateOf(seen.retrieved_state);
      disputes.lost = disputes.lost || outcome == DisputeState::kLost;
      disputes.open = disputes.open || outcome == DisputeState::kOpen;
      continue;
    }
    if (seen.lost && seen.closed) disputes.to_retrieve.push_back(id);
    disputes.lost = disputes.lost || seen.lost;
    disputes.open = disputes.open || (seen.open && !seen.closed && !seen.lost);
  }
  return disputes;
}

bool WasApplied(const std::vector<Fact>& facts) {
  return std::any_of(facts.begin(), facts.end(),
                     [](const Fact& fact) { return fact.kind == FactKind::kApplied; });
}

OrderStatus UnsettledStatus(Outcome outcome) {
  if (outcome == Outcome::kFailed) return OrderStatus::kFailed;
  return outcome == Outcome::kExpired ? OrderStatus::kExpired : OrderStatus::kOpen;
}

struct Taken {
  bool all = false;
  bool some = false;
};

// A line that cost nothing is never refunded by amount, so a fact must name it as taken back.
bool WasTakenBack(const std::vector<Fact>& facts, const std::string& line_id) {
  return std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
    return fact.kind == FactKind::kTakenBack && fact.order_line_id == line_id;
  });
}

Taken TakenBack(const OrderTerms& terms, const std::vector<Fact>& facts, const Refunds& refunds) {
  // An order that cost nothing is taken back as a whole, or line by line.
  const bool every_line = std::all_of(
      terms.lines.begin(), terms.lines.end(),
      [&](const TermLine& line) { return !line.grants || WasTakenBack(facts, line.id); });
  if (terms.final_cents() == 0 && (every_line || WasTakenBack(facts, ""))) return {true, true};
  const int64_t total = refunds.total_cents();
  // With tax the charge is more than the order. While no charge was seen, the order's own sum
  // counts.
  const int64_t charged = refunds.charged_cents > 0 ? refunds.charged_cents : terms.final_cents();
  return {charged > 0 && total >= charged, total > 0};
}

bool LineTaken(const std::vector<Fact>& facts, const Refunds& refunds, const std::string& line_id) {
  return WasTakenBack(facts, line_id) ||
         std::any_of(refunds.by_id.begin(), refunds.by_id.end(), [&](const auto& entry) {
           return !entry.second.failed && entry.second.order_line_id == line_id;
         });
}

}  // namespace

OrderState DecideOrder(const OrderTerms& terms, const std::vector<Fact>& facts,
                       int64_t uncovered_cents) {
  const PaymentState payment = PaymentOf(terms, facts);
  const Refunds refunds = RefundsOf(facts);
  const Disputes disputes = DisputesOf(facts);
  const Taken taken = TakenBack(terms, facts, refunds);
  OrderState state;
  state.settled = payment.outcome == Outcome::kPaid;
  state.granted = payment.granted;
  state.awaiting_payment = payment.outcome == Outcome::kUnpaid;
  state.mismatch = payment.mismatch;
  state.refunded_cents = refunds.total_cents();
  // The charge says most reliably what was charged, tax included.
  state.settled_cents = (refunds.charged_cents > 0 ? refunds.charged_cents : payment.paid_cents) -
                        state.refunded_cents;
  state.disputes_to_retrieve = disputes.to_retrieve;
  state.standings.assign(terms.lines.size(), Standing::STANDING_UNSPECIFIED);
  if (!state.settled) {
    state.status = UnsettledStatus(payment.outcome);
    return state;
  }
  const bool keeps = state.granted && !disputes.lost && !taken.all;
  state.suspended_by_dispute = disputes.open && !disputes.lost && !taken.all;
  state.shortfall_cents = keeps ? uncovered_cents : int64_t{0};
  state.suspended_by_credit = state.shortfall_cents > 0;
  state.second_payment = payment.second && !state.granted;
  state.refund_due =
      !state.granted && !taken.all && (state.second_payment || state.mismatch != Mismatch::kNone);
  state.status = disputes.lost                        ? OrderStatus::kDisputed
                 : taken.all                          ? OrderStatus::kRefunded
                 : disputes.open                      ? OrderStatus::kDisputed
                 : taken.some                         ? OrderStatus::kPartiallyRefunded
                 : state.granted && WasApplied(facts) ? OrderStatus::kFulfilled
                                                      : OrderStatus::kPaid;
  if (!state.granted) return state;
  for (std::size_t i = 0; i < terms.lines.size(); ++i) {
    const TermLine& line = terms.lines[i];
    if (!line.grants) continue;
    const bool gone = taken.all || LineTaken(facts, refunds, line.id);
    state.standings[i] = disputes.lost                ? Standing::STANDING_REVOKED_DISPUTE
                         : gone                       ? Standing::STANDING_REVOKED_REFUND
                         : state.suspended_by_dispute ? Standing::STANDING_SUSPENDED_DISPUTE
                         : state.suspended_by_credit  ? Standing::STANDING_SUSPENDED_CREDIT
                                                      : Standing::STANDING_ACTIVE;
  }
  return state;
}

std::vector<int64_t> NetOfLines(const OrderTerms& terms, const std::vector<Fact>& facts,
                                const std::vector<int64_t>& pledged_cents) {
  const Refunds refunds = RefundsOf(facts);
  std::vector<int64_t> net;
  int64_t rest = refunds.total_cents();
  for (const TermLine& line : terms.lines) {
    int64_t left = line.amount_cents;
    for (const auto& [id, refund] : refunds.by_id) {
      if (refund.failed || refund.order_line_id != line.id) continue;
      const int64_t taken = std::min(left, refund.amount_cents);
      left -= taken;
      rest -= taken;
    }
    net.push_back(left);
  }
  // Money above the pledges is taken first, then the rest.
  for (const bool above : {true, false}) {
    std::vector<Share> room;
    int64_t room_sum = 0;
    for (std::size_t i = 0; i < net.size(); ++i) {
      const int64_t free = above ? std::max<int64_t>(0, net[i] - pledged_cents[i]) : net[i];
      room.push_back({terms.lines[i].id, free});
      room_sum += free;
    }
    const int64_t spread = std::clamp<int64_t>(rest, 0, room_sum);
    if (spread == 0) continue;
    const std::vector<int64_t> parts = Allocate(spread, room);
    for (std::size_t i = 0; i < net.size(); ++i) net[i] -= parts[i];
    rest -= spread;
  }
  return net;
}

}  // namespace keys::billing

// The moves of a tenant, an administrator and Stripe (tenant_model.h).
#include <algorithm>

#include "common/base/text.h"
#include "services/billing/domain/testing/tenant_model.h"

namespace keys::billing::testing {
namespace {

bool WasTaken(Standing standing) {
  return standing == Standing::STANDING_REVOKED_REFUND ||
         standing == Standing::STANDING_REVOKED_DISPUTE;
}

std::string RefundId(int order, std::size_t refund) {
  return Concat({"re_", std::to_string(order), "_", std::to_string(refund)});
}

}  // namespace

bool TenantModel::Pay(int id) {
  if (!Exists(id) || orders_[static_cast<std::size_t>(id)].state.status != OrderStatus::kOpen) {
    return false;
  }
  ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  const int64_t final = order.terms.final_cents();
  order.paid = true;
  if (final == 0) {
    order.facts.push_back({FactKind::kFree});
    order.facts.push_back({FactKind::kApplied, "", "", 0, 0, "", false, "", 1});
    Decide();
    return true;
  }
  const bool second =
      order.parent < 0 && IsOwnedElsewhere(books_, books_.orders[static_cast<std::size_t>(id)]);
  order.facts.push_back({FactKind::kSession, "cs", "paid", order.terms.subtotal_cents,
                         order.terms.discount_cents, order.terms.currency});
  if (second) order.facts.push_back({FactKind::kSecondPayment, "cs"});
  order.facts.push_back({FactKind::kApplied, "", "", 0, 0, "", false, "", 1});
  Decide();
  if (second) SendRefund(id, final, -1);
  return true;
}

bool TenantModel::End(int id) {
  if (!Exists(id)) return false;
  ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  if (order.state.status != OrderStatus::kOpen) return false;
  order.facts.push_back({FactKind::kSession, "cs", "expired", order.terms.subtotal_cents,
                         order.terms.discount_cents, order.terms.currency});
  Decide();
  return true;
}

bool TenantModel::SendRefund(int id, int64_t cents, int line) {
  ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  const bool takes = order.paid && !order.disputed && !order.lost && cents > 0 &&
                     cents <= order.terms.final_cents() - order.refunded();
  if (!takes) return false;
  const std::string refund_id = RefundId(id, order.refunds.size());
  order.refunds.push_back({cents, line, false});
  Fact refund{FactKind::kRefund, refund_id, "succeeded", cents, 0, "usd"};
  if (line >= 0) refund.order_line_id = order.terms.lines[static_cast<std::size_t>(line)].id;
  order.facts.push_back(refund);
  order.facts.push_back({FactKind::kCharge, Concat({"ch_", std::to_string(id)}), "succeeded",
                         order.terms.final_cents(), order.refunded()});
  Decide();
  return true;
}

bool TenantModel::FailRefund(int id, int refund) {
  if (!Exists(id)) return false;
  ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  if (refund < 0 || refund >= static_cast<int>(order.refunds.size())) return false;
  ModelRefund& failing = order.refunds[static_cast<std::size_t>(refund)];
  // A refund that must happen is sent again until it succeeds.
  if (failing.failed || order.state.second_payment) return false;
  failing.failed = true;
  order.facts.push_back({FactKind::kRefund, RefundId(id, static_cast<std::size_t>(refund)),
                         "failed", failing.cents, 0, "usd"});
  Decide();
  return true;
}

void TenantModel::AddRefundLines(const ModelOrder& order, std::vector<RefundLine>& lines) {
  for (std::size_t i = 0; i < order.keys.size(); ++i) {
    const bool gives = order.state.standings[i] != Standing::STANDING_UNSPECIFIED &&
                       !WasTaken(order.state.standings[i]);
    lines.push_back({order.terms.lines[i].amount_cents, order.net_cents[i], order.pledged_cents[i],
                     order.list_cents[i], gives});
  }
}

bool TenantModel::Refund(int id, const RefundWish& wish) {
  if (!Exists(id) || !orders_[static_cast<std::size_t>(id)].state.settled) return false;
  // Open sessions that count on the credit are ended first.
  for (std::size_t i = 0; i < orders_[static_cast<std::size_t>(id)].keys.size(); ++i) {
    if (wish.line.has_value() && *wish.line != i) continue;
    for (const int holder : HoldersOf(id, static_cast<int>(i), true)) End(holder);
  }
  ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  if (wish.line.has_value() && *wish.line >= order.keys.size()) return false;
  // While a shortfall can still be paid, a refund of one line is refused, because that payment
  // would give one KEY more.
  if (wish.line.has_value() && order.state.shortfall_cents > 0) return false;
  std::vector<RefundLine> lines;
  AddRefundLines(order, lines);
  // Shortfall payments count as lines of the order, unless a dispute has taken them.
  for (const ModelOrder& part : orders_) {
    if (part.parent == id && wish.line.has_value() && !part.lost) AddRefundLines(part, lines);
  }
  const RefundPlan plan = PlanRefund(order.terms.final_cents(), lines, wish);
  if (plan.verdict != RefundVerdict::kAllowed) return false;
  const int line = wish.line.has_value() ? static_cast<int>(*wish.line) : -1;
  if (plan.amount_cents > 0) {
    const bool whole = !wish.line.has_value() && !wish.amount_cents.has_value();
    return SendRefund(id, whole ? order.terms.final_cents() - order.refunded() : plan.amount_cents,
                      line);
  }
  Fact taken{FactKind::kTakenBack, Concat({"t", std::to_string(order.facts.size())})};
  if (line >= 0) {
    taken.order_line_id = order.terms.lines[static_cast<std::size_t>(line)].id;
    order.lines_taken_back.insert(line);
  } else {
    order.taken_back = true;
  }
  order.facts.push_back(taken);
  Decide();
  return true;
}

bool TenantModel::MoveDispute(int id, ActionKind kind) {
  if (!Exists(id)) return false;
  ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  const bool opens = kind == ActionKind::kDispute;
  if (!order.paid || order.terms.final_cents() == 0 || order.lost || order.disputed == opens) {
    return false;
  }
  if (opens && order.refunded_whole()) return false;
  order.disputed = opens;
  order.disputes += opens ? 1 : 0;
  order.lost = kind == ActionKind::kDisputeLost;
  const char* word = opens ? "needs_response" : order.lost ? "lost" : "won";
  const std::string dispute =
      Concat({"dp_", std::to_string(id), "_", std::to_string(order.disputes)});
  Fact fact{FactKind::kDispute, dispute, word, order.terms.final_cents(), 0, "usd"};
  fact.number = static_cast<int64_t>(order.facts.size()) + 1;
  order.facts.push_back(fact);
  Decide();
  return true;
}

bool TenantModel::Waive(int id) {
  if (!Exists(id)) return false;
  ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  const int64_t lacking = order.state.shortfall_cents;
  if (lacking == 0 || order.parent >= 0) return false;
  const std::string name = Concat({"w", std::to_string(WaiversOf(order.facts).size() + 1)});
  const Waiver waiver =
      WaiverOf(books_, books_.orders[static_cast<std::size_t>(id)], name, lacking);
  for (const Fact& fact : FactsOf(waiver)) order.facts.push_back(fact);
  Decide();
  return true;
}

// One line per credit that lacks something; it gives the KEY that was credited.
bool TenantModel::PayShortfall(int id) {
  if (!Exists(id)) return false;
  const ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  int64_t left = order.state.shortfall_cents;
  if (left == 0 || order.parent >= 0) return false;
  if (left < kMinimumCents) return Waive(id);
  Quote quote;
  quote.original_cents = quote.final_cents = left;
  quote.currency = "usd";
  const BookOrder& book = books_.orders[static_cast<std::size_t>(id)];
  for (const KeyAmount& lack : CoverageOf(books_, book).uncovered()) {
    const int64_t part = std::min(left, lack.amount_cents);
    if (part <= 0) continue;
    ChargedLine line;
    line.key_id = lack.key_id;
    line.amount_cents = part;
    line.grants = true;
    for (std::size_t i = 0; i < order.keys.size(); ++i) {
      if (book.lines[i].key_id == lack.key_id) line.list_price_cents = order.list_cents[i];
    }
    quote.charged.push_back(line);
    left -= part;
  }
  Add(quote).parent = id;
  Decide();
  return Pay(static_cast<int>(orders_.size()) - 1);
}

bool TenantModel::SetPrice(const Action& action) {
  PriceList next = history_.back();
  const auto at = static_cast<std::size_t>(action.a);
  if (action.kind == ActionKind::kPriceKey) {
    next.keys[at] = action.cents < 0 ? std::nullopt : std::optional<int64_t>(action.cents);
  } else {
    if (action.cents < 0) return false;
    next.bundles[at].price_cents = action.cents;
  }
  history_.push_back(std::move(next));
  return true;
}

bool TenantModel::Apply(const Action& action) {
  const bool applied = Do(action);
  GiveBackNeedless();
  return applied;
}

bool TenantModel::Do(const Action& action) {
  switch (action.kind) {
    case ActionKind::kBuyKey:
      return Buy(false, action.a, true);
    case ActionKind::kBuyBundle:
      return Buy(true, action.a, true);
    case ActionKind::kPlaceKey:
      return Buy(false, action.a, false);
    case ActionKind::kPlaceBundle:
      return Buy(true, action.a, false);
    case ActionKind::kPay:
      return Pay(action.a);
    case ActionKind::kExpire:
      return End(action.a);
    case ActionKind::kRefundAll:
      return Refund(action.a, {});
    case ActionKind::kRefundAmount:
      return Refund(action.a, {.amount_cents = action.cents});
    case ActionKind::kRefundLine:
      return Refund(action.a, {.line = static_cast<std::size_t>(action.b)});
    case ActionKind::kDashboard:
      return Exists(action.a) && SendRefund(action.a, action.cents, -1);
    case ActionKind::kRefundFails:
      return FailRefund(action.a, action.b);
    case ActionKind::kDispute:
    case ActionKind::kDisputeWon:
    case ActionKind::kDisputeLost:
      return MoveDispute(action.a, action.kind);
    case ActionKind::kGift:
      gifts_ever_.insert(action.a);
      return gifts_.insert(action.a).second;
    case ActionKind::kTakeGiftBack:
      return gifts_.erase(action.a) > 0;
    case ActionKind::kWaive:
      return Waive(action.a);
    case ActionKind::kPayShortfall:
      return PayShortfall(action.a);
    case ActionKind::kPriceKey:
    case ActionKind::kPriceBundle:
      return SetPrice(action);
  }
  return false;
}

}  // namespace keys::billing::testing

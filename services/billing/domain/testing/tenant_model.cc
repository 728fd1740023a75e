#include "services/billing/domain/testing/tenant_model.h"

#include <algorithm>

#include "common/base/text.h"

namespace keys::billing::testing {
namespace {

std::string LineId(std::size_t order, std::size_t line) {
  return Concat({std::to_string(order), "/", std::to_string(line)});
}

bool IsActive(const ModelOrder& order, std::size_t line) {
  return order.state.standings[line] == Standing::STANDING_ACTIVE;
}

// Active, or suspended by a shortfall: the money of the line stands.
bool Stands(const ModelOrder& order, std::size_t line) {
  return order.state.granted && (IsActive(order, line) || order.state.standings[line] ==
                                                              Standing::STANDING_SUSPENDED_CREDIT);
}

bool IsTaken(const ModelOrder& order, std::size_t line) {
  return order.state.standings[line] == Standing::STANDING_REVOKED_REFUND ||
         order.state.standings[line] == Standing::STANDING_REVOKED_DISPUTE;
}

// Whether an order's pledges bind.
bool Binds(const ModelOrder& order) {
  switch (order.state.status) {
    case OrderStatus::kOpen:
    case OrderStatus::kPaid:
    case OrderStatus::kFulfilled:
    case OrderStatus::kPartiallyRefunded:
      return true;
    case OrderStatus::kDisputed:
      return order.state.suspended_by_dispute;
    default:
      return false;
  }
}

}  // namespace

std::string ToString(const Action& action) {
  static constexpr const char* kNames[kActionKinds] = {
      "buy KEY",        "buy bundle", "place KEY",     "place bundle", "pay",
      "expire",         "refund all", "refund amount", "refund line",  "dashboard refund",
      "refund fails",   "dispute",    "dispute won",   "dispute lost", "gift",
      "take gift back", "waive",      "pay shortfall", "price KEY",    "price bundle"};
  return Concat({kNames[static_cast<int>(action.kind)], " ", std::to_string(action.a), " ",
                 std::to_string(action.b), " ", std::to_string(action.cents)});
}

int64_t ModelOrder::refunded() const {
  int64_t sum = 0;
  for (const ModelRefund& refund : refunds) sum += refund.failed ? 0 : refund.cents;
  return sum;
}

bool ModelOrder::refunded_whole() const {
  if (terms.final_cents() > 0) return refunded() >= terms.final_cents();
  for (std::size_t i = 0; i < terms.lines.size(); ++i) {
    const bool gone = taken_back || lines_taken_back.contains(static_cast<int>(i));
    if (terms.lines[i].grants && !gone) return false;
  }
  return true;
}

bool ModelOrder::line_refunded(int line) const {
  return lines_taken_back.contains(line) ||
         std::any_of(refunds.begin(), refunds.end(), [&](const ModelRefund& refund) {
           return refund.line == line && !refund.failed;
         });
}

TenantModel::TenantModel(PriceList prices) : history_({std::move(prices)}) {}

bool TenantModel::Holds(int key) const {
  for (const ModelOrder& order : orders_) {
    for (std::size_t i = 0; i < order.keys.size(); ++i) {
      if (order.keys[i] == key && IsActive(order, i)) return true;
    }
  }
  return false;
}

QuoteKey TenantModel::KeyOf(int key) const {
  QuoteKey out;
  out.key_id = std::to_string(key);
  out.slug = out.key_id;
  out.list_price_cents = history_.back().keys[static_cast<std::size_t>(key)];
  out.sold_singly = out.list_price_cents.has_value();
  out.owned = gifts_.contains(key) || Holds(key);
  for (std::size_t o = 0; o < orders_.size(); ++o) {
    for (std::size_t i = 0; i < orders_[o].keys.size(); ++i) {
      const int64_t net = orders_[o].net_cents[i];
      // What paid a shortfall is part of that bundle's price, and credited there.
      if (orders_[o].keys[i] != key || !IsActive(orders_[o], i) || net <= 0) continue;
      if (orders_[o].parent >= 0) continue;
      out.payments.push_back({LineId(o, i), net});
    }
  }
  return out;
}

Quote TenantModel::QuoteOf(const std::vector<int>& keys, int64_t price) const {
  QuoteRequest request{price, "usd", kMinimumCents, 1, {}};
  for (const int key : keys) request.keys.push_back(KeyOf(key));
  return PriceItem(std::move(request));
}

ModelOrder& TenantModel::Add(const Quote& quote) {
  ModelOrder order;
  order.terms = {quote.original_cents, quote.discount_cents(), quote.currency, false, {}};
  for (const ChargedLine& line : quote.charged) {
    order.terms.lines.push_back(
        {LineId(orders_.size(), order.keys.size()), line.amount_cents, line.grants});
    order.keys.push_back(std::stoi(line.key_id));
    order.list_cents.push_back(line.list_price_cents);
  }
  for (const QuotedLine& line : quote.lines) {
    if (line.kind == QuoteLineKind::kMinimum) order.given_cents -= line.amount_cents;
  }
  for (const Pledge& pledge : quote.pledges) {
    const std::size_t slash = pledge.source_line_id.find('/');
    order.credits.push_back({std::stoi(pledge.source_line_id.substr(0, slash)),
                             std::stoi(pledge.source_line_id.substr(slash + 1)),
                             std::stoi(pledge.key_id), pledge.amount_cents});
  }
  orders_.push_back(std::move(order));
  return orders_.back();
}

bool TenantModel::Buy(bool bundle, int item, bool pay) {
  const PriceList& now = history_.back();
  std::vector<int> keys = {item};
  int64_t price = 0;
  if (bundle) {
    keys = now.bundles[static_cast<std::size_t>(item)].keys;
    price = now.bundles[static_cast<std::size_t>(item)].price_cents;
  } else {
    if (!now.keys[static_cast<std::size_t>(item)].has_value()) return false;
    price = *now.keys[static_cast<std::size_t>(item)];
  }
  const Quote quote = QuoteOf(keys, price);
  if (quote.already_owned) return false;
  // Open orders that share a KEY are ended first.
  for (std::size_t o = 0; o < orders_.size(); ++o) {
    const bool shares = std::any_of(keys.begin(), keys.end(), [&](int key) {
      const auto& theirs = orders_[o].keys;
      return std::find(theirs.begin(), theirs.end(), key) != theirs.end();
    });
    if (shares) End(static_cast<int>(o));
  }
  Add(quote).single = !bundle;
  Decide();
  const int order = static_cast<int>(orders_.size()) - 1;
  return (pay || quote.final_cents == 0) ? Pay(order) : true;
}

bool TenantModel::OwnedElsewhere(const ModelOrder& own) const {
  for (std::size_t i = 0; i < own.keys.size(); ++i) {
    if (!own.terms.lines[i].grants) continue;
    bool found = false;
    for (const ModelOrder& other : orders_) {
      if (&other == &own) continue;
      for (std::size_t k = 0; k < other.keys.size(); ++k) {
        found = found || (other.keys[k] == own.keys[i] && IsActive(other, k));
      }
    }
    if (!found) return false;
  }
  return true;
}

// As billing.list_pledges has it.
bool TenantModel::HoldsPledge(const ModelOrder& holder, const ModelCredit& credit, int id,
                              int line) const {
  const ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  const auto at = static_cast<std::size_t>(line);
  if (&holder == &order || !Binds(holder)) return false;
  if (credit.key != order.keys[at] || !order.terms.lines[at].grants) return false;
  if (credit.order == id && credit.line == line) return true;
  if (order.parent >= 0 && &orders_[static_cast<std::size_t>(order.parent)] == &holder) return true;
  const ModelOrder& source = orders_[static_cast<std::size_t>(credit.order)];
  return order.single && order.state.granted &&
         IsTaken(source, static_cast<std::size_t>(credit.line));
}

std::set<int> TenantModel::HoldersOf(int id, int line, bool open) const {
  std::set<int> holders;
  for (std::size_t h = 0; h < orders_.size(); ++h) {
    if ((orders_[h].state.status == OrderStatus::kOpen) != open) continue;
    for (const ModelCredit& credit : orders_[h].credits) {
      if (HoldsPledge(orders_[h], credit, id, line)) holders.insert(static_cast<int>(h));
    }
  }
  return holders;
}

// As billing.list_coverage has it.
bool TenantModel::MayBack(int holder, const ModelCredit& credit, int id, int line) const {
  const ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  if (id == holder || order.keys[static_cast<std::size_t>(line)] != credit.key) return false;
  const bool source = credit.order == id && credit.line == line;
  return order.parent == holder || source || order.single;
}

int64_t TenantModel::Covered(int holder, const ModelCredit& credit) const {
  int64_t largest = 0;
  int64_t paid_later = 0;
  for (std::size_t o = 0; o < orders_.size(); ++o) {
    for (std::size_t i = 0; i < orders_[o].keys.size(); ++i) {
      const bool may = MayBack(holder, credit, static_cast<int>(o), static_cast<int>(i));
      if (!may || !Stands(orders_[o], i)) continue;
      if (orders_[o].parent == holder) {
        paid_later += orders_[o].net_cents[i];
      } else {
        largest = std::max(largest, orders_[o].net_cents[i]);
      }
    }
  }
  return largest + paid_later;
}

std::vector<BackingLine> TenantModel::BackingOf(int holder, const ModelCredit& credit) const {
  std::vector<BackingLine> backing;
  for (std::size_t o = 0; o < orders_.size(); ++o) {
    const ModelOrder& order = orders_[o];
    for (std::size_t i = 0; i < order.keys.size(); ++i) {
      if (!MayBack(holder, credit, static_cast<int>(o), static_cast<int>(i))) continue;
      backing.push_back(
          {&order.terms, &order.facts, &order.pledged_cents, i, order.parent == holder});
    }
  }
  return backing;
}

int64_t TenantModel::Lacking(int holder, const ModelCredit& credit) const {
  return std::max<int64_t>(0, credit.cents - Covered(holder, credit));
}

int64_t TenantModel::Forgiven(int holder, const ModelCredit& credit) const {
  const std::vector<Waiver> waivers = WaiversOf(orders_[static_cast<std::size_t>(holder)].facts);
  if (waivers.empty()) return 0;
  const std::string line =
      LineId(static_cast<std::size_t>(credit.order), static_cast<std::size_t>(credit.line));
  return std::min(Lacking(holder, credit),
                  ForgivenOf(waivers, {line, credit.cents}, BackingOf(holder, credit)));
}

int64_t TenantModel::Uncovered(int id) const {
  int64_t sum = 0;
  for (const ModelCredit& credit : orders_[static_cast<std::size_t>(id)].credits) {
    sum += Lacking(id, credit) - Forgiven(id, credit);
  }
  return sum;
}

// What paid a shortfall is a line of the order it was paid for: suspended with it.
int64_t TenantModel::Lacks(int id) const {
  const ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  if (order.parent < 0) return Uncovered(id);
  const OrderState& parent = orders_[static_cast<std::size_t>(order.parent)].state;
  return parent.suspended_by_credit || parent.suspended_by_dispute ? 1 : 0;
}

// And given back with it.
void TenantModel::GiveBackNeedless() {
  for (std::size_t o = 0; o < orders_.size(); ++o) {
    const ModelOrder& order = orders_[o];
    if (order.parent < 0) continue;
    const ModelOrder& parent = orders_[static_cast<std::size_t>(order.parent)];
    if (!parent.lost && !parent.refunded_whole()) continue;
    SendRefund(static_cast<int>(o), order.terms.final_cents() - order.refunded(), -1);
  }
}

// All orders anew, until nothing moves: what one is worth decides whether another is covered.
void TenantModel::Decide() {
  for (ModelOrder& order : orders_) {
    order.state = DecideOrder(order.terms, order.facts, 0);
    order.pledged_cents.assign(order.keys.size(), 0);
    order.net_cents = NetOfLines(order.terms, order.facts, order.pledged_cents);
  }
  for (int round = 0; round < 10; ++round) {
    bool moved = false;
    for (std::size_t o = 0; o < orders_.size(); ++o) {
      ModelOrder& order = orders_[o];
      std::vector<int64_t> pledged(order.keys.size(), 0);
      for (std::size_t i = 0; i < order.keys.size(); ++i) {
        for (const ModelOrder& holder : orders_) {
          for (const ModelCredit& credit : holder.credits) {
            if (!HoldsPledge(holder, credit, static_cast<int>(o), static_cast<int>(i))) continue;
            pledged[i] = std::max(pledged[i], credit.cents);
          }
        }
      }
      const std::vector<int64_t> net = NetOfLines(order.terms, order.facts, pledged);
      const OrderState state = DecideOrder(order.terms, order.facts, Lacks(static_cast<int>(o)));
      moved = moved || pledged != order.pledged_cents || net != order.net_cents ||
              state.standings != order.state.standings || state.status != order.state.status;
      order.forgiven_cents.clear();
      for (const ModelCredit& credit : order.credits) {
        order.forgiven_cents.push_back(Forgiven(static_cast<int>(o), credit));
      }
      order.pledged_cents = pledged;
      order.net_cents = net;
      order.state = state;
    }
    if (!moved) return;
  }
}

}  // namespace keys::billing::testing

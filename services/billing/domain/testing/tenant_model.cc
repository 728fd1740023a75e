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
      // A shortfall payment is part of its order's price and is credited there.
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

std::set<int> TenantModel::HoldersOf(int id, int line, bool open) const {
  const BookOrder& order = books_.orders[static_cast<std::size_t>(id)];
  std::set<int> holders;
  for (const HeldPledge& pledge : PledgesOn(books_, order)) {
    const bool concerns = pledge.line_id == order.terms.lines[static_cast<std::size_t>(line)].id;
    if (concerns && pledge.holder_open == open) holders.insert(std::stoi(pledge.holder_id));
  }
  return holders;
}

BookOrder TenantModel::BookOf(int id) const {
  const ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  BookOrder book;
  book.id = std::to_string(id);
  book.terms = order.terms;
  for (std::size_t i = 0; i < order.keys.size(); ++i) {
    book.lines.push_back(
        {std::to_string(order.keys[i]), order.state.standings[i], order.net_cents[i]});
  }
  for (const ModelCredit& credit : order.credits) {
    book.credits.push_back(
        {LineId(static_cast<std::size_t>(credit.order), static_cast<std::size_t>(credit.line)),
         std::to_string(credit.key), credit.cents});
  }
  if (order.parent >= 0) book.parent_id = std::to_string(order.parent);
  book.single = order.single;
  book.facts = order.facts;
  return book;
}

// A shortfall payment is a line of the order that it was made for, and is suspended with it.
int64_t TenantModel::Lacks(int id) const {
  const ModelOrder& order = orders_[static_cast<std::size_t>(id)];
  if (order.parent < 0) {
    return CoverageOf(books_, books_.orders[static_cast<std::size_t>(id)]).uncovered_cents;
  }
  const OrderState& parent = orders_[static_cast<std::size_t>(order.parent)].state;
  return parent.suspended_by_credit || parent.suspended_by_dispute ? 1 : 0;
}

// When an order is refunded or lost to a dispute, its shortfall payments are refunded too.
void TenantModel::GiveBackNeedless() {
  for (std::size_t o = 0; o < orders_.size(); ++o) {
    const ModelOrder& order = orders_[o];
    if (order.parent < 0) continue;
    const ModelOrder& parent = orders_[static_cast<std::size_t>(order.parent)];
    if (!parent.lost && !parent.refunded_whole()) continue;
    SendRefund(static_cast<int>(o), order.terms.final_cents() - order.refunded(), -1);
  }
}

// Decides all orders again until nothing changes, because what one is worth decides whether another
// is covered.
void TenantModel::Decide() {
  books_.orders.clear();
  for (ModelOrder& order : orders_) {
    order.state = DecideOrder(order.terms, order.facts, 0);
    order.pledged_cents.assign(order.keys.size(), 0);
    order.net_cents = NetOfLines(order.terms, order.facts, order.pledged_cents);
    books_.orders.push_back(BookOf(static_cast<int>(books_.orders.size())));
    Enter(order.state, order.state.standings, order.net_cents, books_.orders.back());
  }
  for (int round = 0; round < 10; ++round) {
    bool moved = false;
    for (std::size_t o = 0; o < orders_.size(); ++o) {
      ModelOrder& order = orders_[o];
      BookOrder& book = books_.orders[o];
      const std::vector<int64_t> pledged = PledgedOf(book, PledgesOn(books_, book));
      const std::vector<int64_t> net = NetOfLines(order.terms, order.facts, pledged);
      const OrderState state = DecideOrder(order.terms, order.facts, Lacks(static_cast<int>(o)));
      moved = moved || pledged != order.pledged_cents || net != order.net_cents ||
              state.standings != order.state.standings || state.status != order.state.status;
      order.forgiven_cents.clear();
      for (const BookCredit& credit : book.credits) {
        order.forgiven_cents.push_back(ForgivenOf(books_, book, credit));
      }
      order.pledged_cents = pledged;
      order.net_cents = net;
      order.state = state;
      Enter(order.state, order.state.standings, order.net_cents, book);
    }
    if (!moved) return;
  }
}

}  // namespace keys::billing::testing

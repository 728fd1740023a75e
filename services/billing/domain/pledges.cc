#include "services/billing/domain/pledges.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/base/check.h"

namespace keys::billing {
namespace {

// Whether `orders` is const decides whether the result is.
template <typename Orders>
auto FindIn(Orders& orders, const std::string& order_id) -> decltype(&*orders.begin()) {
  for (auto& order : orders) {
    if (order.id == order_id) return &order;
  }
  return nullptr;
}

const std::vector<Fact>& FactsRead(const BookOrder& order) {
  CHECK_THAT(order.facts.has_value(),
             "the facts of an order were read before its waivers are asked for");
  return *order.facts;
}

bool Contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The line is active or suspended by a shortfall, so its money is with us.
bool HasItsMoney(const BookLine& line) {
  return line.standing == Standing::STANDING_ACTIVE ||
         line.standing == Standing::STANDING_SUSPENDED_CREDIT;
}

// The line gives its KEY by the books, whatever entitlement did by hand.
bool GivesItsKey(const BookOrder& order, std::size_t line) {
  return order.granted && order.terms.lines[line].grants &&
         order.lines[line].standing == Standing::STANDING_ACTIVE;
}

bool LineWasTakenBack(const BookLine& line) {
  return line.standing == Standing::STANDING_REVOKED_REFUND ||
         line.standing == Standing::STANDING_REVOKED_DISPUTE;
}

// Returns whether the order's credits bind the money of the lines that they came from.
bool IsInForce(const BookOrder& holder) {
  switch (holder.status) {
    case OrderStatus::kOpen:
    case OrderStatus::kPaid:
    case OrderStatus::kFulfilled:
    case OrderStatus::kPartiallyRefunded:
      return true;
    case OrderStatus::kDisputed:
      // A lost dispute suspends nothing any more, because it has taken everything.
      return holder.suspended;
    case OrderStatus::kRefunded:
    case OrderStatus::kExpired:
    case OrderStatus::kFailed:
      return false;
  }
  return false;
}

bool PaysShortfallOf(const BookOrder& order, const BookOrder& holder) {
  return !order.parent_id.empty() && order.parent_id == holder.id;
}

// Finds a line in the books by its id.
using LinePlaces = std::map<std::string, std::pair<const BookOrder*, std::size_t>>;

LinePlaces PlacesOf(const TenantBooks& books) {
  LinePlaces places;
  for (const BookOrder& order : books.orders) {
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      places[order.terms.lines[i].id] = {&order, i};
    }
  }
  return places;
}

const BookLine* LineAt(const LinePlaces& places, const std::string& line_id) {
  const auto found = places.find(line_id);
  return found == places.end() ? nullptr : &found->second.first->lines[found->second.second];
}

bool HoldsPledge(const BookOrder& holder, const BookCredit& credit, const BookOrder& order,
                 std::size_t line, const LinePlaces& places) {
  if (!MayBack(holder, credit, order, line)) return false;
  if (credit.source_line_id == order.terms.lines[line].id) return true;
  if (PaysShortfallOf(order, holder)) return true;
  // A single purchase holds the pledge only in the place of a source that was taken back.
  const BookLine* source = LineAt(places, credit.source_line_id);
  return order.granted && source != nullptr && LineWasTakenBack(*source);
}

// The orders whose lines may back a credit. Their lines point into these sets of pledged amounts.
struct Backing {
  std::vector<std::pair<const BookOrder*, std::vector<int64_t>>> pledged;
  std::vector<BackingLine> lines;
};

Backing BackingOf(const TenantBooks& books, const BookOrder& holder, const BookCredit& credit) {
  Backing backing;
  // The elements must not move once lines point at them.
  backing.pledged.reserve(books.orders.size());
  for (const BookOrder& order : books.orders) {
    if (!order.granted) continue;
    const std::vector<int64_t>* pledged = nullptr;
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      if (!MayBack(holder, credit, order, i)) continue;
      if (pledged == nullptr) {
        backing.pledged.emplace_back(&order, PledgedOf(order, PledgesOn(books, order)));
        pledged = &backing.pledged.back().second;
      }
      backing.lines.push_back(
          {&order.terms, &FactsRead(order), pledged, i, PaysShortfallOf(order, holder)});
    }
  }
  return backing;
}

bool SharesCredit(const BookOrder& holder, const std::set<std::string>& keys) {
  return std::any_of(holder.credits.begin(), holder.credits.end(),
                     [&](const BookCredit& credit) { return keys.contains(credit.key_id); });
}

std::set<std::string> KeysOf(const BookOrder& order) {
  std::set<std::string> keys;
  for (const BookLine& line : order.lines) keys.insert(line.key_id);
  return keys;
}

}  // namespace

const BookOrder* TenantBooks::Find(const std::string& order_id) const {
  return FindIn(orders, order_id);
}

BookOrder* TenantBooks::Find(const std::string& order_id) { return FindIn(orders, order_id); }

std::vector<KeyAmount> Coverage::uncovered() const {
  std::vector<KeyAmount> parts;
  for (const Lack& lack : lacks) parts.push_back({lack.key_id, lack.amount_cents});
  return parts;
}

std::vector<std::string> Coverage::causes() const {
  std::vector<std::string> ids;
  for (const Lack& lack : lacks) {
    if (!Contains(ids, lack.source_order_id)) ids.push_back(lack.source_order_id);
  }
  return ids;
}

void Enter(const OrderState& state, const std::vector<Standing>& standings,
           const std::vector<int64_t>& net_cents, BookOrder& order) {
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    order.lines[i].standing = standings[i];
    order.lines[i].net_cents = net_cents[i];
  }
  order.status = state.status;
  order.settled = state.settled;
  order.granted = state.granted;
  order.suspended = state.suspended_by_dispute || state.suspended_by_credit;
  order.shortfall_cents = state.shortfall_cents;
}

bool MayBack(const BookOrder& holder, const BookCredit& credit, const BookOrder& order,
             std::size_t line) {
  const TermLine& term = order.terms.lines[line];
  if (&order == &holder || !term.grants || order.lines[line].key_id != credit.key_id) return false;
  if (order.terms.currency != holder.terms.currency) return false;
  return order.single || credit.source_line_id == term.id || PaysShortfallOf(order, holder);
}

std::vector<HeldPledge> PledgesOn(const TenantBooks& books, const BookOrder& order) {
  const std::set<std::string> keys = KeysOf(order);
  std::optional<LinePlaces> places;
  std::map<std::pair<std::string, std::string>, HeldPledge> pledges;
  for (const BookOrder& holder : books.orders) {
    if (&holder == &order || !IsInForce(holder) || !SharesCredit(holder, keys)) continue;
    if (!places.has_value()) places = PlacesOf(books);
    for (const BookCredit& credit : holder.credits) {
      for (std::size_t i = 0; i < order.lines.size(); ++i) {
        if (!HoldsPledge(holder, credit, order, i, *places)) continue;
        const std::string& line_id = order.terms.lines[i].id;
        HeldPledge& pledge = pledges[{line_id, holder.id}];
        pledge.amount_cents = std::max(pledge.amount_cents, credit.amount_cents);
        pledge.line_id = line_id;
        pledge.holder_id = holder.id;
        pledge.holder_open = holder.status == OrderStatus::kOpen;
      }
    }
  }
  std::vector<HeldPledge> sorted;
  for (auto& [at, pledge] : pledges) sorted.push_back(std::move(pledge));
  return sorted;
}

std::vector<int64_t> PledgedOf(const BookOrder& order, const std::vector<HeldPledge>& pledges) {
  std::vector<int64_t> pledged(order.lines.size(), 0);
  for (std::size_t i = 0; i < pledged.size(); ++i) {
    for (const HeldPledge& pledge : pledges) {
      if (pledge.line_id != order.terms.lines[i].id) continue;
      pledged[i] = std::max(pledged[i], pledge.amount_cents);
    }
  }
  return pledged;
}

int64_t CoveredOf(const TenantBooks& books, const BookOrder& holder, const BookCredit& credit) {
  int64_t largest = 0;
  int64_t paid_later = 0;
  for (const BookOrder& order : books.orders) {
    if (!order.granted) continue;
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      if (!HasItsMoney(order.lines[i]) || !MayBack(holder, credit, order, i)) continue;
      const int64_t net = order.lines[i].net_cents;
      if (PaysShortfallOf(order, holder)) {
        paid_later += net;
      } else {
        largest = std::max(largest, net);
      }
    }
  }
  return largest + paid_later;
}

int64_t ForgivenOf(const TenantBooks& books, const BookOrder& holder, const BookCredit& credit) {
  const std::vector<Waiver> waivers = WaiversOf(FactsRead(holder));
  if (waivers.empty()) return 0;
  const int64_t lacking = credit.amount_cents - CoveredOf(books, holder, credit);
  if (lacking <= 0) return 0;
  const Backing backing = BackingOf(books, holder, credit);
  return std::min(lacking,
                  ForgivenOf(waivers, {credit.source_line_id, credit.amount_cents}, backing.lines));
}

Coverage CoverageOf(const TenantBooks& books, const BookOrder& holder) {
  Coverage coverage;
  std::optional<LinePlaces> places;
  for (const BookCredit& credit : holder.credits) {
    const int64_t cents =
        credit.amount_cents - CoveredOf(books, holder, credit) - ForgivenOf(books, holder, credit);
    if (cents <= 0) continue;
    if (!places.has_value()) places = PlacesOf(books);
    const auto source = places->find(credit.source_line_id);
    coverage.lacks.push_back({source == places->end() ? "" : source->second.first->id,
                              credit.source_line_id, credit.key_id, cents});
    coverage.uncovered_cents += cents;
  }
  return coverage;
}

std::vector<std::string> BackersOf(const TenantBooks& books, const BookOrder& holder) {
  std::set<std::string> ids;
  for (const BookOrder& order : books.orders) {
    for (std::size_t i = 0; order.granted && i < order.lines.size(); ++i) {
      for (const BookCredit& credit : holder.credits) {
        if (MayBack(holder, credit, order, i)) ids.insert(order.id);
      }
    }
  }
  return {ids.begin(), ids.end()};
}

Waiver WaiverOf(const TenantBooks& books, const BookOrder& holder, const std::string& name,
                int64_t cents) {
  const Coverage coverage = CoverageOf(books, holder);
  Waiver waiver{.id = name};
  waiver.number = static_cast<int64_t>(WaiversOf(FactsRead(holder)).size()) + 1;
  for (auto lack = coverage.lacks.rbegin(); lack != coverage.lacks.rend() && cents > 0; ++lack) {
    const int64_t part = std::min(cents, lack->amount_cents);
    waiver.cents_by_line[lack->source_line_id] = part;
    cents -= part;
  }
  for (const std::string& id : BackersOf(books, holder)) {
    waiver.causes.merge(CausesIn(FactsRead(*books.Find(id))));
  }
  return waiver;
}

std::vector<std::string> RelatedTo(const TenantBooks& books, const BookOrder& own) {
  const std::set<std::string> keys = KeysOf(own);
  // Lines of these KEYS matter to this order: it was given credit for them, or some order was given
  // credit for a KEY that this order has too, and another line of that KEY may hold the pledge
  // instead.
  std::set<std::string> credited;
  for (const BookCredit& credit : own.credits) credited.insert(credit.key_id);
  for (const BookOrder& holder : books.orders) {
    for (const BookCredit& credit : holder.credits) {
      if (keys.contains(credit.key_id)) credited.insert(credit.key_id);
    }
  }
  std::set<std::string> ids;
  for (const BookOrder& other : books.orders) {
    if (&other == &own || !other.settled) continue;
    const bool has_line =
        std::any_of(other.lines.begin(), other.lines.end(),
                    [&](const BookLine& line) { return credited.contains(line.key_id); });
    if (has_line || SharesCredit(other, keys)) ids.insert(other.id);
  }
  return {ids.begin(), ids.end()};
}

std::vector<Purchase> PurchasesOf(const TenantBooks& books) {
  std::vector<Purchase> purchases;
  for (const BookOrder& order : books.orders) {
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      const BookLine& line = order.lines[i];
      if (!order.granted || !order.terms.lines[i].grants) continue;
      purchases.push_back({order.terms.lines[i].id, line.key_id, order.terms.currency,
                           order.parent_id.empty() ? line.net_cents : 0,
                           line.standing == Standing::STANDING_ACTIVE, order.id,
                           order.given_revision});
    }
  }
  std::sort(purchases.begin(), purchases.end(),
            [](const Purchase& a, const Purchase& b) { return a.line_id < b.line_id; });
  return purchases;
}

std::vector<std::string> LinesThatGive(const TenantBooks& books,
                                       const std::set<std::string>& key_ids) {
  std::vector<std::string> ids;
  for (const BookOrder& order : books.orders) {
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      const bool named = key_ids.contains(order.lines[i].key_id);
      if (named && GivesItsKey(order, i)) ids.push_back(order.terms.lines[i].id);
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool IsOwnedElsewhere(const TenantBooks& books, const BookOrder& own) {
  const auto gives = [&](const BookOrder& other, const std::string& key_id) {
    if (&other == &own) return false;
    for (std::size_t i = 0; i < other.lines.size(); ++i) {
      const bool lost = Contains(own.lost_line_ids, other.terms.lines[i].id);
      if (other.lines[i].key_id == key_id && GivesItsKey(other, i) && !lost) return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < own.lines.size(); ++i) {
    if (!own.terms.lines[i].grants) continue;
    const bool given =
        std::any_of(books.orders.begin(), books.orders.end(),
                    [&](const BookOrder& other) { return gives(other, own.lines[i].key_id); });
    if (!given) return false;
  }
  return true;
}

}  // namespace keys::billing

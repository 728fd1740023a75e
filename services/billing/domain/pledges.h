// Decides which lines of a tenant's orders cover which credits, by the rule of docs/money.md and
// for all orders of one tenant at once. Pure. Amounts are integers in the minor unit of the order's
// currency.
//
//   const TenantBooks books = …;                       // every order of the tenant that was paid or can be
//   const Coverage coverage = CoverageOf(books, *books.Find(order_id));
//   state = DecideOrder(terms, facts, coverage.uncovered_cents);
//
// A credit is a sum that a line paid and that another order, its holder, was given for the same
// KEY. While the holder is in force it pledges that money. Three kinds of lines hold or back a
// credit: the line that was credited (the source); a single purchase of the KEY, once the source
// was taken back; and what paid for the holder's shortfall. Orders of another currency never do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/billing/domain/order_state.h"
#include "services/billing/domain/shortfall.h"
#include "services/billing/domain/waiver.h"

namespace keys::billing {

// A line's standing and money as they are now. Its terms are at the same place in the order's
// terms.
struct BookLine {
  std::string key_id;
  Standing standing = Standing::STANDING_UNSPECIFIED;
  // The part of its amount that is left after refunds.
  int64_t net_cents = 0;
  // True when entitlement was last told that the line is pledged.
  bool told_pledged = false;
};

struct BookCredit {
  std::string source_line_id;
  std::string key_id;
  int64_t amount_cents = 0;
};

struct BookOrder {
  std::string id;
  OrderTerms terms;
  // One for each line of the terms.
  std::vector<BookLine> lines;
  // The credits that this order was given.
  std::vector<BookCredit> credits;
  // The order whose shortfall this one pays; else empty.
  std::string parent_id;
  // The order is a purchase of one single KEY.
  bool single = false;
  OrderStatus status = OrderStatus::kOpen;
  bool settled = false;
  bool granted = false;
  // The order is suspended by a dispute or by a shortfall.
  bool suspended = false;
  int64_t shortfall_cents = 0;
  // The last revision of the order that changed what a line gives.
  int64_t given_revision = 0;
  // Lines of other orders that stood in these books but gave nothing any more when this order was
  // placed.
  std::vector<std::string> lost_line_ids;
  // Absent when they were not read. They are needed of an order whose coverage is asked for, and,
  // if a waiver was given to it, of those that back its credits (BackersOf).
  std::optional<std::vector<Fact>> facts;
};

struct TenantBooks {
  std::vector<BookOrder> orders;

  // Null when there is no such order.
  const BookOrder* Find(const std::string& order_id) const;
  BookOrder* Find(const std::string& order_id);
};

// A line that grants something, of an order that was granted.
struct Purchase {
  std::string line_id;
  std::string key_id;
  std::string currency;
  // The part of its price that can be credited.
  int64_t net_cents = 0;
  bool active = false;
  std::string order_id;
  // The last revision of its order that changed what a line gives.
  int64_t given_revision = 0;
};

// A credit that an order in force took from a line.
struct HeldPledge {
  std::string line_id;
  std::string holder_id;
  int64_t amount_cents = 0;
  bool holder_open = false;
};

// The part of one credit that is neither covered nor waived.
struct Lack {
  std::string source_order_id;
  std::string source_line_id;
  std::string key_id;
  int64_t amount_cents = 0;
};

// The part of an order's credits that is neither covered nor waived.
struct Coverage {
  int64_t uncovered_cents = 0;
  // One for each credit that lacks something, in the order of the credits.
  std::vector<Lack> lacks;

  // Returns the missing amounts per KEY, from which a shortfall payment is planned.
  std::vector<KeyAmount> uncovered() const;
  // Returns the ids of the orders whose lines were credited and no longer stand, each once.
  std::vector<std::string> causes() const;
};

// Writes the decision about an order into the books, with one standing and one amount per line.
void Enter(const OrderState& state, const std::vector<Standing>& standings,
           const std::vector<int64_t>& net_cents, BookOrder& order);

// Returns the pledges that bind this order's lines: for each line and holder the largest.
std::vector<HeldPledge> PledgesOn(const TenantBooks& books, const BookOrder& order);

// Returns for each line of the order the largest amount that is pledged of it. A credit may serve
// several holders.
std::vector<int64_t> PledgedOf(const BookOrder& order, const std::vector<HeldPledge>& pledges);

// Returns whether the line `line` of `order` may hold or back the credit of `holder`, whatever
// became of that line.
bool MayBack(const BookOrder& holder, const BookCredit& credit, const BookOrder& order,
             std::size_t line);

// Returns how much of one credit of `holder` is covered by lines that stand. It may be more than
// the credit.
int64_t CoveredOf(const TenantBooks& books, const BookOrder& holder, const BookCredit& credit);

// Returns how much of the uncovered part of one credit the holder's waivers forgive. Reads the
// facts of the holder and of its backers.
int64_t ForgivenOf(const TenantBooks& books, const BookOrder& holder, const BookCredit& credit);

// Reads the facts of the holder and, when a waiver is among them, those of its backers.
Coverage CoverageOf(const TenantBooks& books, const BookOrder& holder);

// Returns the ids of the granted orders whose lines may back a credit of `holder`, sorted.
std::vector<std::string> BackersOf(const TenantBooks& books, const BookOrder& holder);

// Plans a waiver of `cents` of the order's shortfall, for its present causes only. Of several
// credits the last are waived first, because a shortfall payment charges the first ones first.
// Reads the facts of the holder and of its backers.
Waiver WaiverOf(const TenantBooks& books, const BookOrder& holder, const std::string& name,
                int64_t cents);

// Returns, sorted, the paid orders whose state may depend on this one's or the other way round, and
// those that may hold a pledge in its place.
std::vector<std::string> RelatedTo(const TenantBooks& books, const BookOrder& order);

// Returns the purchases by the ids of their lines. A shortfall payment is part of its order's
// price, so nothing of it can be credited elsewhere. Reads no credits and no facts.
std::vector<Purchase> PurchasesOf(const TenantBooks& books);

// Returns, sorted, the lines that give one of these KEYS by the books. When a new order for these
// KEYS is placed, that is what entitlement has revoked or passed on by hand, because otherwise the
// KEYS would be owned and not be sold. Reads no credits and no facts.
std::vector<std::string> LinesThatGive(const TenantBooks& books,
                                       const std::set<std::string>& key_ids);

// Returns whether every KEY that the order grants is given by another order of the tenant that
// stands. Lines that were lost before the order was placed give nothing.
bool IsOwnedElsewhere(const TenantBooks& books, const BookOrder& order);

}  // namespace keys::billing

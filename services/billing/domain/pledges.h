// Which lines of a tenant's orders cover which credits: the rule of docs/money.md, decided on all
// orders of one tenant at once. Pure; amounts are integers in the minor unit of the order's
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
#include <string>
#include <vector>

#include "services/billing/domain/order_state.h"
#include "services/billing/domain/shortfall.h"
#include "services/billing/domain/waiver.h"

namespace keys::billing {

// What has become of a line; what was agreed of it is the order's term of the same place.
struct BookLine {
  std::string key_id;
  Standing standing = Standing::STANDING_UNSPECIFIED;
  // What is left of its amount after refunds.
  int64_t net_cents = 0;
  // Whether entitlement was last told that the line is pledged.
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
  // One per line of the terms.
  std::vector<BookLine> lines;
  // Credits that this order was given.
  std::vector<BookCredit> credits;
  // The order whose shortfall this one pays; else empty.
  std::string parent_id;
  // One KEY, bought by itself.
  bool single = false;
  OrderStatus status = OrderStatus::kOpen;
  bool settled = false;
  bool granted = false;
  // By a dispute or by a shortfall.
  bool suspended = false;
  int64_t shortfall_cents = 0;
  // Lines of other orders that gave nothing any more when this one was placed, though they stood in
  // these books.
  std::vector<std::string> lost_line_ids;
  // Absent: not read. Needed of an order whose coverage is asked for, and of those that back its
  // credits (BackersOf) when it was given a waiver.
  std::optional<std::vector<Fact>> facts;
};

struct TenantBooks {
  std::vector<BookOrder> orders;

  // Null when there is no such order.
  const BookOrder* Find(const std::string& order_id) const;
  BookOrder* Find(const std::string& order_id);
};

// A credit that an order in force took from a line.
struct HeldPledge {
  std::string line_id;
  std::string holder_id;
  int64_t amount_cents = 0;
  bool holder_open = false;
};

// What one credit lacks: it is neither covered nor forgiven.
struct Lack {
  std::string source_order_id;
  std::string source_line_id;
  std::string key_id;
  int64_t amount_cents = 0;
};

// What an order's credits lack.
struct Coverage {
  int64_t uncovered_cents = 0;
  // One per credit that lacks something, in the order of the credits.
  std::vector<Lack> lacks;

  // The parts per KEY, as a shortfall's payment is planned from them.
  std::vector<KeyAmount> uncovered() const;
  // Ids of the orders whose lines were credited and no longer stand, each once.
  std::vector<std::string> causes() const;
};

// What was decided of an order, into the books; standings and amounts one per line.
void Enter(const OrderState& state, const std::vector<Standing>& standings,
           const std::vector<int64_t>& net_cents, BookOrder& order);

// Binding pledges on this order's lines: per line and holder the largest.
std::vector<HeldPledge> PledgesOn(const TenantBooks& books, const BookOrder& order);

// By line of the order: the largest amount pledged of it. A credit may serve several holders.
std::vector<int64_t> PledgedOf(const BookOrder& order, const std::vector<HeldPledge>& pledges);

// Whether `order` may hold or back a credit of `holder` by its line `line`, whatever became of it.
bool MayBack(const BookOrder& holder, const BookCredit& credit, const BookOrder& order,
             std::size_t line);

// What the lines of the books that stand cover of one credit of `holder`; it may be more than the
// credit.
int64_t CoveredOf(const TenantBooks& books, const BookOrder& holder, const BookCredit& credit);

// How much of what one credit lacks the holder's waivers forgive. Reads the facts of the holder and
// of its backers.
int64_t ForgivenOf(const TenantBooks& books, const BookOrder& holder, const BookCredit& credit);

// Reads the facts of the holder, and those of its backers when there is a waiver among them.
Coverage CoverageOf(const TenantBooks& books, const BookOrder& holder);

// Ids of the granted orders whose lines may back a credit of `holder`, sorted.
std::vector<std::string> BackersOf(const TenantBooks& books, const BookOrder& holder);

// A waiver of `cents` of what the order lacks, for the causes known now: of several credits the
// last ones, because a shortfall's payment charges the first ones first. Reads the facts of the
// holder and of its backers.
Waiver WaiverOf(const TenantBooks& books, const BookOrder& holder, const std::string& name,
                int64_t cents);

// Paid orders whose state may depend on this one's, and the other way round; also those that may
// hold a pledge in its place. Sorted.
std::vector<std::string> RelatedTo(const TenantBooks& books, const BookOrder& order);

// Whether every KEY that the order grants is given by another order of the tenant that stands.
// Lines that were lost before the order was placed give nothing.
bool IsOwnedElsewhere(const TenantBooks& books, const BookOrder& order);

}  // namespace keys::billing

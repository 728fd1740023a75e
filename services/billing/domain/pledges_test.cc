#include "services/billing/domain/pledges.h"

#include <catch2/catch.hpp>
#include <tuple>

namespace keys::billing {
namespace {

using Ids = std::vector<std::string>;

// Makes an order of KEYS that stand, each paid with 1000.
BookOrder Paid(const std::string& id, const Ids& keys, bool single) {
  BookOrder order;
  order.id = id;
  order.terms.currency = "usd";
  for (const std::string& key : keys) {
    order.terms.lines.push_back({id + key, 1000, true});
    order.terms.subtotal_cents += 1000;
    order.lines.push_back({key, Standing::STANDING_ACTIVE, 1000});
  }
  order.single = single;
  order.status = OrderStatus::kFulfilled;
  order.settled = order.granted = true;
  order.facts.emplace();
  return order;
}

// "single" bought KEY a, and "bundle" (of b and c) was given 1000 of credit for it.
TenantBooks Books() {
  TenantBooks books;
  books.orders.push_back(Paid("single", {"a"}, true));
  books.orders.push_back(Paid("bundle", {"b", "c"}, false));
  books.orders.back().credits.push_back({"singlea", "a", 1000});
  return books;
}

void TakeBack(BookOrder& order) {
  order.status = OrderStatus::kRefunded;
  for (BookLine& line : order.lines) {
    line.standing = Standing::STANDING_REVOKED_REFUND;
    line.net_cents = 0;
  }
}

TEST_CASE("the line that was credited is pledged while its holder is in force") {
  for (const auto& [status, suspended, binds] : std::vector<std::tuple<OrderStatus, bool, bool>>{
           {OrderStatus::kOpen, false, true},
           {OrderStatus::kPaid, false, true},
           {OrderStatus::kFulfilled, true, true},
           {OrderStatus::kPartiallyRefunded, false, true},
           {OrderStatus::kDisputed, true, true},
           {OrderStatus::kDisputed, false, false},
           {OrderStatus::kRefunded, false, false},
           {OrderStatus::kExpired, false, false},
           {OrderStatus::kFailed, false, false}}) {
    TenantBooks books = Books();
    books.orders[1].status = status;
    books.orders[1].suspended = suspended;
    const auto pledges = PledgesOn(books, books.orders[0]);
    INFO(WordOf(status) << " " << suspended);
    REQUIRE(pledges.size() == (binds ? 1u : 0u));
    if (!binds) continue;
    CHECK(pledges[0].line_id == "singlea");
    CHECK(pledges[0].holder_id == "bundle");
    CHECK(pledges[0].holder_open == (status == OrderStatus::kOpen));
    CHECK(PledgedOf(books.orders[0], pledges) == std::vector<int64_t>{1000});
  }
}

TEST_CASE("a credit lacks what its source gave back, and a single purchase makes it good") {
  TenantBooks books = Books();
  CHECK(CoverageOf(books, books.orders[1]).uncovered_cents == 0);
  books.orders[0].lines[0].net_cents = 400;
  CHECK(CoverageOf(books, books.orders[1]).uncovered_cents == 600);
  TakeBack(books.orders[0]);
  const Coverage lacking = CoverageOf(books, books.orders[1]);
  CHECK(lacking.uncovered_cents == 1000);
  CHECK(lacking.uncovered() == std::vector<KeyAmount>{{"a", 1000}});
  CHECK(lacking.causes() == Ids{"single"});

  books.orders.push_back(Paid("again", {"a"}, true));
  CHECK(CoverageOf(books, books.orders[1]).uncovered_cents == 0);
  REQUIRE(PledgesOn(books, books.orders[2]).size() == 1);
  CHECK(PledgesOn(books, books.orders[2])[0].holder_id == "bundle");
  CHECK(BackersOf(books, books.orders[1]) == Ids{"again", "single"});
}

TEST_CASE("a bundle, another currency and an order that was not granted back no credit") {
  for (int i = 0; i < 3; ++i) {
    TenantBooks books = Books();
    TakeBack(books.orders[0]);
    BookOrder other = Paid("again", {"a"}, true);
    if (i == 0) other.single = false;
    if (i == 1) other.terms.currency = "eur";
    if (i == 2) other.granted = false;
    books.orders.push_back(other);
    CHECK(CoverageOf(books, books.orders[1]).uncovered_cents == 1000);
    CHECK(PledgesOn(books, books.orders[2]).empty());
  }
}

TEST_CASE("shortfall payments add up, and of the others the largest counts") {
  TenantBooks books = Books();
  books.orders[0].lines[0].net_cents = 300;
  BookOrder part = Paid("part", {"a"}, false);
  part.parent_id = "bundle";
  part.lines[0].net_cents = 250;
  books.orders.push_back(part);
  part.id = "part2";
  part.terms.lines[0].id = "part2a";
  books.orders.push_back(part);
  books.orders.push_back(Paid("again", {"a"}, true));
  books.orders.back().lines[0].net_cents = 100;
  const BookOrder& holder = books.orders[1];
  CHECK(CoveredOf(books, holder, holder.credits[0]) == 800);
  // A shortfall payment always holds the pledge; a second purchase holds it only in the place of
  // the source.
  CHECK(PledgesOn(books, books.orders[2]).size() == 1);
  CHECK(PledgesOn(books, books.orders[4]).empty());
}

TEST_CASE("a waiver forgives what its causes took") {
  TenantBooks books = Books();
  TakeBack(books.orders[0]);
  books.orders[0].facts = {{FactKind::kRefund, "re_1", "succeeded", 1000}};
  books.orders[1].facts = FactsOf(WaiverOf(books, books.orders[1], "w", 1000));
  CHECK(CoverageOf(books, books.orders[1]).uncovered_cents == 0);
  CHECK(ForgivenOf(books, books.orders[1], books.orders[1].credits[0]) == 1000);
}

TEST_CASE("related are the orders that share a credited KEY, settled ones only") {
  TenantBooks books = Books();
  books.orders.push_back(Paid("other", {"a"}, true));
  books.orders.push_back(Paid("apart", {"z"}, true));
  CHECK(RelatedTo(books, books.orders[0]) == Ids{"bundle", "other"});
  CHECK(RelatedTo(books, books.orders[1]) == Ids{"other", "single"});
  CHECK(RelatedTo(books, books.orders[3]).empty());
  books.orders[2].settled = false;
  CHECK(RelatedTo(books, books.orders[0]) == Ids{"bundle"});
}

TEST_CASE("what another order gives is owned, unless the line was lost before") {
  TenantBooks books = Books();
  books.orders.push_back(Paid("again", {"a"}, true));
  CHECK(IsOwnedElsewhere(books, books.orders[2]));
  CHECK_FALSE(IsOwnedElsewhere(books, books.orders[1]));
  books.orders[2].lost_line_ids = {"singlea"};
  CHECK_FALSE(IsOwnedElsewhere(books, books.orders[2]));
  books.orders[2].lost_line_ids.clear();
  books.orders[0].lines[0].standing = Standing::STANDING_SUSPENDED_CREDIT;
  CHECK_FALSE(IsOwnedElsewhere(books, books.orders[2]));
}

TEST_CASE("a purchase is a line that grants, of an order that was granted") {
  TenantBooks books = Books();
  books.orders[0].given_revision = 4;
  books.orders[0].lines[0].net_cents = 400;
  books.orders[0].lines[0].standing = Standing::STANDING_SUSPENDED_DISPUTE;
  books.orders[1].terms.lines[0].grants = false;
  books.orders.push_back(Paid("ahead", {"a"}, true));
  books.orders.back().granted = false;
  const std::vector<Purchase> purchases = PurchasesOf(books);
  REQUIRE(purchases.size() == 2);
  CHECK(purchases[0].line_id == "bundlec");
  CHECK(purchases[0].net_cents == 1000);
  CHECK(purchases[0].active);
  CHECK(purchases[1].line_id == "singlea");
  CHECK(purchases[1].key_id == "a");
  CHECK(purchases[1].currency == "usd");
  CHECK(purchases[1].order_id == "single");
  CHECK(purchases[1].net_cents == 400);
  CHECK(purchases[1].given_revision == 4);
  CHECK_FALSE(purchases[1].active);
}

TEST_CASE("a shortfall payment is a purchase of which nothing can be credited") {
  TenantBooks books = Books();
  BookOrder part = Paid("part", {"a"}, false);
  part.parent_id = "bundle";
  books.orders = {part};
  REQUIRE(PurchasesOf(books).size() == 1);
  CHECK(PurchasesOf(books)[0].net_cents == 0);
  CHECK(PurchasesOf(books)[0].active);
}

TEST_CASE("the lines that give a KEY stand, grant it, and belong to a granted order") {
  TenantBooks books = Books();
  books.orders.push_back(Paid("again", {"a", "z"}, false));
  CHECK(LinesThatGive(books, {"a", "c"}) == Ids{"againa", "bundlec", "singlea"});
  books.orders[0].lines[0].standing = Standing::STANDING_SUSPENDED_CREDIT;
  CHECK(LinesThatGive(books, {"a"}) == Ids{"againa"});
  books.orders[2].terms.lines[0].grants = false;
  CHECK(LinesThatGive(books, {"a"}).empty());
  books.orders[2].granted = false;
  CHECK(LinesThatGive(books, {"a", "z"}).empty());
  CHECK(LinesThatGive(books, {}).empty());
}

}  // namespace
}  // namespace keys::billing

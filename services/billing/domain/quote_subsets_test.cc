// Tries every part of a bundle that may be owned, for bundles of up to twelve KEYS, over a grid of
// prices and of ways to own. The price must be the contract's; owning more must never raise it, and
// it must never exceed the single prices.
#include <algorithm>
#include <catch2/catch.hpp>

#include "services/billing/domain/quote.h"
#include "services/billing/domain/testing/random_cases.h"

namespace keys::billing {
namespace {

using testing::RandomCases;

constexpr int64_t kMinimum = 50;

// The ways in which the owned KEYS were acquired.
enum class Way { kPaid, kPartlyRefunded, kDearerThen, kGift, kMixed };
constexpr Way kWays[] = {Way::kPaid, Way::kPartlyRefunded, Way::kDearerThen, Way::kGift,
                         Way::kMixed};

struct Grid {
  const char* name;
  // Prices by position, repeated. A negative one means that the KEY is not sold singly.
  std::vector<int64_t> prices;
};
const std::vector<Grid>& Grids() {
  static const auto* const grids = new std::vector<Grid>{
      {"alike", {4900}},
      {"rising", {50, 900, 2900, 4900, 7900, 9900, 12900, 19900, 29900, 39900, 49900, 99900}},
      {"free ones among them", {0, 7900, 0, 9900}},
      {"around the minimum", {50, 51, 99, 100}},
      {"some not sold singly", {4900, -1, 9900, 7900, -1}}};
  return *grids;
}

int64_t PaidFor(Way way, std::size_t position, int64_t price) {
  const int64_t base = price < 0 ? 3300 : price;
  switch (way) {
    case Way::kPaid:
      return base;
    case Way::kPartlyRefunded:
      return base / 3;
    case Way::kDearerThen:
      return base * 2 + 1;
    case Way::kGift:
      return 0;
    case Way::kMixed:
      return PaidFor(kWays[position % 4], 0, price);
  }
  return 0;
}

QuoteRequest Bundle(const Grid& grid, std::size_t count, int64_t price, std::size_t owned,
                    Way way) {
  QuoteRequest request{price, "usd", kMinimum, 1, {}};
  for (std::size_t i = 0; i < count; ++i) {
    const int64_t list = grid.prices[i % grid.prices.size()];
    QuoteKey& key = request.keys.emplace_back();
    key.key_id = key.slug = std::string(1, static_cast<char>('a' + i));
    if (list >= 0) key.list_price_cents = list;
    key.sold_singly = list >= 0;
    key.owned = (owned >> i & 1) != 0;
    const int64_t paid = PaidFor(way, i, list);
    if (key.owned && paid > 0) key.payments = {{key.slug, paid}};
  }
  return request;
}

// This computes the formula of docs/contract.md §4, "Quote", term by term, without the code under
// test.
int64_t Expected(const QuoteRequest& request, int64_t& singly, bool& all_sold) {
  int64_t credits = 0;
  singly = 0;
  all_sold = true;
  for (const QuoteKey& key : request.keys) {
    if (!key.owned) {
      all_sold = all_sold && key.sold_singly;
      singly += key.list_price_cents.value_or(0);
    } else if (!key.payments.empty()) {
      const int64_t paid = key.payments[0].net_cents;
      credits += key.list_price_cents ? std::min(paid, *key.list_price_cents) : paid;
    }
  }
  int64_t price = std::max<int64_t>(0, request.price_cents - credits);
  if (all_sold) price = std::min(price, singly);
  return price < kMinimum ? 0 : price;
}

void CheckSums(const QuoteRequest& request, const Quote& quote) {
  int64_t charged = 0;
  for (const ChargedLine& line : quote.charged) {
    charged += line.amount_cents;
    const bool dearer = line.list_price_cents && line.amount_cents > *line.list_price_cents;
    if (line.amount_cents < 0 || dearer || (!line.grants && line.amount_cents != 0)) FAIL("a line");
  }
  int64_t keys = 0;
  int64_t all = 0;
  for (const QuotedLine& line : quote.lines) {
    all += line.amount_cents;
    if (line.kind == QuoteLineKind::kKey) keys += line.amount_cents;
  }
  if (charged != quote.final_cents || all != quote.final_cents || keys != request.price_cents) {
    FAIL("sums");
  }
}

int64_t CheckAllParts(const Grid& grid, std::size_t count, int64_t price, Way way) {
  std::vector<int64_t> finals(std::size_t{1} << count);
  for (std::size_t owned = 0; owned < finals.size(); ++owned) {
    const QuoteRequest request = Bundle(grid, count, price, owned, way);
    const Quote quote = PriceItem(request);
    int64_t singly = 0;
    bool all_sold = true;
    const int64_t expected = Expected(request, singly, all_sold);
    finals[owned] = quote.final_cents;
    CAPTURE(grid.name, count, price, owned, static_cast<int>(way));
    if (quote.final_cents != expected) FAIL(quote.final_cents << " is not " << expected);
    if (all_sold && quote.final_cents > singly) FAIL("dearer than singly");
    if (quote.discount_cents() != price - quote.final_cents) FAIL("discount");
    CheckSums(request, quote);
    for (std::size_t k = 0; k < count; ++k) {
      const bool has = (owned >> k & 1) != 0;
      if (has && finals[owned] > finals[owned & ~(std::size_t{1} << k)]) FAIL("dearer for owning");
    }
  }
  return static_cast<int64_t>(finals.size());
}

TEST_CASE("every part of a bundle up to twelve KEYS: the contract's price, whatever is owned") {
  const bool all = RandomCases::Count(1) > 1;
  int64_t quotes = 0;
  for (const Grid& grid : Grids()) {
    for (std::size_t count = 1; count <= 12; ++count) {
      int64_t parts = 0;
      for (std::size_t i = 0; i < count; ++i) {
        parts += std::max<int64_t>(0, grid.prices[i % grid.prices.size()]);
      }
      for (const int64_t price : {int64_t{0}, int64_t{49}, int64_t{50}, parts * 3 / 10,
                                  parts * 7 / 10, std::max<int64_t>(0, parts - 1), parts * 2}) {
        for (const Way way : kWays) {
          // The largest bundles take longest, so they get one price each unless all are wanted.
          const bool usual = price == parts * 7 / 10 && way == Way::kMixed;
          if (!all && count > 7 && !usual) continue;
          quotes += CheckAllParts(grid, count, price, way);
        }
      }
    }
  }
  std::cout << "counted: " << quotes << " quotes of all parts of bundles of 1 to 12 KEYS\n";
  CHECK(quotes > 80'000);
}

}  // namespace
}  // namespace keys::billing

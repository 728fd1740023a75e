#include "services/billing/domain/quote.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "services/billing/domain/allocate.h"
#include "services/billing/domain/testing/random_cases.h"

namespace keys::billing {
namespace {

using testing::RandomCases;

QuoteKey Sold(std::string slug, int64_t price) {
  QuoteKey key;
  key.key_id = "id-" + slug;
  key.slug = slug;
  key.title = slug;
  key.list_price_cents = price;
  key.sold_singly = true;
  return key;
}

QuoteKey Paid(std::string slug, int64_t price, int64_t paid) {
  QuoteKey key = Sold(slug, price);
  key.owned = true;
  key.payments = {{"line-" + slug, paid}};
  return key;
}

QuoteKey Gift(std::string slug, int64_t price) {
  QuoteKey key = Sold(slug, price);
  key.owned = true;
  return key;
}

QuoteKey Unsold(std::string slug) {
  QuoteKey key = Sold(slug, 0);
  key.list_price_cents.reset();
  key.sold_singly = false;
  return key;
}

QuoteRequest Bundle(int64_t price, std::vector<QuoteKey> keys) {
  return {price, "usd", 50, 1, std::move(keys)};
}

int64_t SumOfLines(const Quote& quote) {
  int64_t sum = 0;
  for (const QuotedLine& line : quote.lines) sum += line.amount_cents;
  return sum;
}

std::vector<std::string> KindsBelowKeys(const Quote& quote) {
  std::vector<std::string> kinds;
  for (const QuotedLine& line : quote.lines) {
    if (line.kind != QuoteLineKind::kKey) kinds.emplace_back(WordOf(line.kind));
  }
  return kinds;
}

TEST_CASE("a KEY alone costs its list price") {
  const Quote quote = PriceItem(Bundle(7900, {Sold("a", 7900)}));
  CHECK(quote.original_cents == 7900);
  CHECK(quote.final_cents == 7900);
  CHECK(quote.discount_cents() == 0);
  CHECK_FALSE(quote.already_owned);
  CHECK(KindsBelowKeys(quote).empty());
  REQUIRE(quote.charged.size() == 1);
  CHECK(quote.charged[0].amount_cents == 7900);
  CHECK(quote.charged[0].grants);
}

TEST_CASE("what was paid for two KEYS is taken off the bundle (the contract's example)") {
  const Quote quote = PriceItem(Bundle(
      49900, {Paid("a", 7900, 7900), Paid("b", 9900, 9900), Sold("c", 19900), Sold("d", 29900)}));
  CHECK(quote.discount_cents() == 17800);
  CHECK(quote.final_cents == 32100);
  CHECK(quote.owned_slugs == std::vector<std::string>{"a", "b"});
  CHECK(KindsBelowKeys(quote) == std::vector<std::string>{"credit", "credit"});
  REQUIRE(quote.pledges.size() == 2);
  CHECK(quote.pledges[0].source_line_id == "line-b");
  CHECK(quote.pledges[0].amount_cents == 9900);
  CHECK(quote.charged[0].amount_cents == 0);
  CHECK_FALSE(quote.charged[0].grants);
  // 32100 × 19900 / 49800 = 12827.1…, 32100 × 29900 / 49800 = 19272.8…
  CHECK(quote.charged[2].amount_cents == 12827);
  CHECK(quote.charged[3].amount_cents == 19273);
}

TEST_CASE("the missing KEYS never cost more than singly, and then no credit is used") {
  // 10000 − 100 credit = 9900, but the one missing KEY costs 5000 alone.
  const Quote quote = PriceItem(Bundle(10000, {Paid("a", 8000, 100), Sold("b", 5000)}));
  CHECK(quote.final_cents == 5000);
  CHECK(quote.pledges.empty());
  CHECK(KindsBelowKeys(quote) == std::vector<std::string>{"cap"});
}

TEST_CASE("at a tie of cap and credits the cap decides, and nothing is bound") {
  // 10000 − 5000 credit = 5000, the same as the one missing KEY costs alone.
  const Quote quote = PriceItem(Bundle(10000, {Paid("a", 8000, 5000), Sold("b", 5000)}));
  CHECK(quote.final_cents == 5000);
  CHECK(quote.pledges.empty());
  CHECK(KindsBelowKeys(quote) == std::vector<std::string>{"cap"});
}

TEST_CASE("a missing KEY that is not sold singly lifts the cap") {
  const Quote quote =
      PriceItem(Bundle(10000, {Paid("a", 8000, 100), Sold("b", 5000), Unsold("c")}));
  CHECK(quote.final_cents == 9900);
  CHECK(quote.pledges.size() == 1);
  // The unpriced KEY has the weight max(1, 9900 − 5000) = 4900; together they are 9900.
  CHECK(quote.charged[1].amount_cents == 5000);
  CHECK(quote.charged[2].amount_cents == 4900);
}

TEST_CASE("KEYS without a list price share their weight equally, ties by slug") {
  const Quote quote = PriceItem(Bundle(1001, {Unsold("b"), Unsold("a"), Sold("c", 0)}));
  REQUIRE(quote.charged.size() == 3);
  CHECK(quote.charged[0].slug == "a");
  CHECK(quote.charged[0].amount_cents == 501);
  CHECK(quote.charged[1].amount_cents == 500);
  CHECK(quote.charged[2].amount_cents == 0);
}

TEST_CASE("gifts count as owned but credit nothing") {
  const Quote quote = PriceItem(Bundle(9000, {Gift("a", 5000), Sold("b", 5000), Unsold("c")}));
  CHECK(quote.final_cents == 9000);
  CHECK(quote.owned_slugs == std::vector<std::string>{"a"});
  CHECK(quote.pledges.empty());
}

TEST_CASE(
    "credit is at most the list price, uncapped without one, and the larger of two payments") {
  QuoteKey dear = Paid("a", 3000, 5000);
  QuoteKey unpriced = Unsold("b");
  unpriced.owned = true;
  unpriced.payments = {{"line-b1", 700}, {"line-b2", 4000}};
  const Quote quote = PriceItem(Bundle(20000, {dear, unpriced, Unsold("c")}));
  CHECK(quote.final_cents == 20000 - 3000 - 4000);
  REQUIRE(quote.pledges.size() == 2);
  CHECK(quote.pledges[0].source_line_id == "line-b2");
  CHECK(quote.pledges[1].amount_cents == 3000);
}

TEST_CASE("credits above the price bind only what they were used for") {
  const Quote quote = PriceItem(Bundle(
      10000, {Paid("a", 6000, 6000), Paid("b", 5000, 5000), Paid("c", 900, 900), Unsold("d")}));
  CHECK(quote.final_cents == 0);
  REQUIRE(quote.pledges.size() == 2);
  CHECK(quote.pledges[0].amount_cents == 6000);
  CHECK(quote.pledges[1].amount_cents == 4000);
  CHECK(SumOfLines(quote) == 0);
}

TEST_CASE("a remainder below the smallest charge is given away") {
  const Quote quote = PriceItem(Bundle(5000, {Paid("a", 4970, 4970), Unsold("b")}));
  CHECK(quote.final_cents == 0);
  CHECK(quote.discount_cents() == 5000);
  CHECK(KindsBelowKeys(quote) == std::vector<std::string>{"credit", "minimum"});
  CHECK(SumOfLines(quote) == 0);
}

TEST_CASE("everything owned costs nothing and says so") {
  const Quote quote = PriceItem(Bundle(5000, {Paid("a", 4000, 4000), Gift("b", 2000)}));
  CHECK(quote.already_owned);
  CHECK(quote.final_cents == 0);
  CHECK(quote.discount_cents() == 5000);
  CHECK(quote.pledges.empty());
}

TEST_CASE("the fingerprint tells quotes apart that charge, grant or pledge differently") {
  const QuoteRequest request = Bundle(10000, {Paid("a", 4000, 4000), Sold("b", 9000)});
  const std::string before = FingerprintOf(PriceItem(request));
  CHECK(FingerprintOf(PriceItem(request)) == before);
  QuoteRequest retitled = request;
  retitled.keys[0].title = "another title";
  CHECK(FingerprintOf(PriceItem(retitled)) == before);
  QuoteRequest other_line = request;
  other_line.keys[0].payments[0].order_line_id = "line-z";
  CHECK(FingerprintOf(PriceItem(other_line)) != before);
  QuoteRequest repriced = request;
  repriced.keys[1].list_price_cents = 8999;
  CHECK(FingerprintOf(PriceItem(repriced)) != before);
}

// This is the contract's formula again, written for reading and not for speed.
int64_t ReferencePrice(const QuoteRequest& request) {
  int64_t credits = 0;
  int64_t singly = 0;
  bool all_sold = true;
  for (const QuoteKey& key : request.keys) {
    if (!key.owned) {
      all_sold = all_sold && key.sold_singly;
      singly += key.list_price_cents.value_or(0);
      continue;
    }
    int64_t best = 0;
    for (const Payment& payment : key.payments) best = std::max(best, payment.net_cents);
    credits += key.list_price_cents ? std::min(best, *key.list_price_cents) : best;
  }
  int64_t price = std::max<int64_t>(0, request.price_cents - credits);
  if (all_sold) price = std::min(price, singly);
  return price < request.minimum_cents ? 0 : price;
}

QuoteKey RandomKey(RandomCases& random, int index) {
  static constexpr int64_t kPrices[] = {0, 50, 99, 100, 4900, 7900, 9900, 19900, 99999999};
  QuoteKey key = Sold("k" + std::to_string(index), kPrices[random.Between(0, 8)]);
  if (random.OneIn(4)) key.list_price_cents = random.Between(0, 20000);
  if (random.OneIn(6)) key.sold_singly = false;
  if (random.OneIn(6)) {
    key.sold_singly = false;
    key.list_price_cents.reset();
  }
  key.owned = random.OneIn(2);
  for (int i = 0; key.owned && i < random.Between(0, 2); ++i) {
    key.payments.push_back(
        {"line-" + key.slug + std::to_string(i), random.OneIn(5) ? 0 : random.Between(1, 25000)});
  }
  return key;
}

void CheckLines(const QuoteRequest& request, const Quote& quote) {
  int64_t key_lines = 0;
  int64_t credit_lines = 0;
  for (const QuotedLine& line : quote.lines) {
    if (line.kind == QuoteLineKind::kKey) {
      REQUIRE(line.amount_cents >= 0);
      key_lines += line.amount_cents;
    } else {
      REQUIRE(line.amount_cents < 0);
    }
    if (line.kind == QuoteLineKind::kCredit) credit_lines -= line.amount_cents;
  }
  REQUIRE(key_lines == request.price_cents);
  REQUIRE(SumOfLines(quote) == quote.final_cents);
  int64_t pledged = 0;
  for (const Pledge& pledge : quote.pledges) pledged += pledge.amount_cents;
  REQUIRE(pledged == credit_lines);
}

void CheckCharges(const Quote& quote) {
  int64_t sum = 0;
  for (const ChargedLine& line : quote.charged) {
    sum += line.amount_cents;
    REQUIRE(line.amount_cents >= 0);
    if (!line.grants) REQUIRE(line.amount_cents == 0);
    if (line.list_price_cents) REQUIRE(line.amount_cents <= *line.list_price_cents);
  }
  REQUIRE(sum == quote.final_cents);
}

TEST_CASE("random quotes keep the contract's promises") {
  RandomCases random;
  for (int64_t i = 0; i < RandomCases::Count(10000); ++i) {
    std::vector<QuoteKey> keys;
    const int64_t count = random.Between(1, 12);
    for (int k = 0; k < count; ++k) keys.push_back(RandomKey(random, k));
    const QuoteRequest request = Bundle(random.Between(0, 60000), keys);
    const Quote quote = PriceItem(request);
    CAPTURE(i);
    REQUIRE(quote.final_cents == ReferencePrice(request));
    CheckLines(request, quote);
    CheckCharges(quote);

    // Owning one more KEY, however it was acquired, never raises the price of the rest.
    QuoteRequest richer = request;
    QuoteKey& one = richer.keys[static_cast<std::size_t>(random.Between(0, count - 1))];
    one.owned = true;
    REQUIRE(PriceItem(richer).final_cents <= quote.final_cents);
  }
}

TEST_CASE("owning any part of a bundle never makes it dearer, and never dearer than singly") {
  const int64_t prices[] = {4900, 7900, 9900, 12900, 50, 0};
  for (int64_t bundle_price : {0, 49, 50, 9900, 24900, 35000}) {
    std::vector<int64_t> finals(64);
    for (std::size_t owned = 0; owned < finals.size(); ++owned) {
      std::vector<QuoteKey> keys;
      int64_t missing = 0;
      for (int k = 0; k < 6; ++k) {
        const bool has = (owned >> k & 1) != 0;
        const std::string slug = "k" + std::to_string(k);
        keys.push_back(has ? Paid(slug, prices[k], prices[k]) : Sold(slug, prices[k]));
        if (!has) missing += prices[k];
      }
      finals[owned] = PriceItem(Bundle(bundle_price, keys)).final_cents;
      REQUIRE(finals[owned] <= missing);
      for (int k = 0; k < 6; ++k) {
        if ((owned >> k & 1) != 0) REQUIRE(finals[owned] <= finals[owned & ~(1u << k)]);
      }
    }
  }
}

TEST_CASE("an amount is split exactly over dear bundles of many KEYS") {
  std::vector<Share> shares;
  for (int i = 0; i < 1000; ++i) {
    shares.push_back(
        {std::to_string(i), i % 3 == 0 ? std::nullopt : std::optional<int64_t>(99999999)});
  }
  const std::vector<int64_t> parts = Allocate(99999999, shares);
  CHECK(std::accumulate(parts.begin(), parts.end(), int64_t{0}) == 99999999);
}

}  // namespace
}  // namespace keys::billing

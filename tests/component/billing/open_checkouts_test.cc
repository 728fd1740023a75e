// Tests that the reconciler keeps its promise when many checkouts are open at once.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "common/base/text.h"
#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using testing::Shop;

constexpr int kCheckouts = 1500;
constexpr int kBuyersAtOnce = 4;

std::string Buyer(int i) {
  return Concat({"eeeeeeee-0000-7000-8000-00000000", std::to_string(1000 + i)});
}

TEST_CASE(
    "fifteen hundred open checkouts without a webhook: one that was paid is found within a "
    "minute") {
  Shop shop;
  // The first one makes the product and its price at Stripe.
  REQUIRE(shop.BuyKey(Buyer(0), "a").ok());
  std::atomic<int> next = 1;
  std::atomic<int> refused = 0;
  std::vector<std::thread> buyers;
  for (int i = 0; i < kBuyersAtOnce; ++i) {
    buyers.emplace_back([&] {
      for (int n = next++; n < kCheckouts - 1; n = next++) {
        if (!shop.BuyKey(Buyer(n), "a").ok()) ++refused;
      }
    });
  }
  for (std::thread& buyer : buyers) buyer.join();
  REQUIRE(refused == 0);
  shop.clock.Advance(absl::Seconds(1));
  // It is the last in the sequence in which orders are looked at.
  const auto paid = shop.BuyKey(Buyer(kCheckouts - 1), "a");
  REQUIRE(paid.ok());
  shop.Pay(*paid);

  shop.clock.Advance(absl::Seconds(30));
  const Deadline promise = Deadline::After(absl::Minutes(1));
  while (shop.Order(paid->order_id()).status() != "fulfilled" && !promise.Expired()) {
    absl::SleepFor(absl::Milliseconds(100));
  }
  CHECK(shop.Order(paid->order_id()).status() == "fulfilled");
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'open'") == kCheckouts - 1);
}

}  // namespace
}  // namespace keys::billing

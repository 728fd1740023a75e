// A waiver ends the suspension it was given for and no other.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using testing::kAnn;
using testing::kBob;
using testing::Shop;

void Waive(Shop& shop, const std::string& order_id) {
  v1::WaiveShortfallRequest request;
  request.set_id(order_id);
  request.set_reason("while the bank decides");
  rpc::Call call = shop.CallOf(kBob);
  const auto waived = shop.wiring->admin_orders.Waive(call, request);
  INFO(waived.status().ToString());
  REQUIRE(waived.ok());
}

void Dispute(Shop& shop, const std::string& order_id, const std::string& verb,
             const std::string& event, std::size_t count) {
  shop.stripe->Control(R"({"action":")" + verb + R"(","session":")" + shop.SessionOf(order_id) +
                       "\"}");
  shop.DeliverWebhooks(event, count);
  shop.Settle();
}

// KEYS a (7900) and b (9900), then the bundle of four with credit for both.
struct Credited {
  explicit Credited(Shop& shop)
      : a(shop.Own(kAnn, "a")), b(shop.Own(kAnn, "b")), bundle(shop.OwnBundle("all")) {}
  std::string a, b, bundle;
};

int64_t Shortfall(Shop& shop, const std::string& order_id) {
  return shop.Order(order_id).suspended().shortfall_cents();
}

TEST_CASE("what was waived for a dispute that is won is not waived for another KEY") {
  Shop shop;
  const Credited order(shop);
  Dispute(shop, order.a, "open_dispute", "charge.dispute.created", 1);
  REQUIRE(Shortfall(shop, order.bundle) == 7900);
  Waive(shop, order.bundle);
  CHECK_FALSE(shop.Order(order.bundle).has_suspended());
  Dispute(shop, order.a, R"(close_dispute","outcome":"won)", "charge.dispute.closed", 1);
  CHECK_FALSE(shop.Order(order.bundle).has_suspended());
  SECTION("another KEY is lost") {
    Dispute(shop, order.b, "open_dispute", "charge.dispute.created", 2);
    Dispute(shop, order.b, R"(close_dispute","outcome":"lost)", "charge.dispute.closed", 2);
    CHECK(Shortfall(shop, order.bundle) == 9900);
  }
  SECTION("the same KEY is refunded") {
    shop.RefundAtStripe(shop.SessionOf(order.a));
    shop.Settle();
    CHECK(Shortfall(shop, order.bundle) == 7900);
  }
  CHECK(shop.Order(order.bundle).suspended().code() == "SUSPENDED_CREDIT");
}

TEST_CASE("a waiver stays in force while what it was given for stays gone") {
  Shop shop;
  const Credited order(shop);
  Dispute(shop, order.a, "open_dispute", "charge.dispute.created", 1);
  Waive(shop, order.bundle);
  Dispute(shop, order.a, R"(close_dispute","outcome":"lost)", "charge.dispute.closed", 1);
  CHECK_FALSE(shop.Order(order.bundle).has_suspended());
  shop.RefundAtStripe(shop.SessionOf(order.b), 500);
  shop.Settle();
  CHECK(Shortfall(shop, order.bundle) == 500);
  Waive(shop, order.bundle);
  CHECK_FALSE(shop.Order(order.bundle).has_suspended());
}

// Tests run at the top of the tree. The migration as it is applied, to an order that was waived
// before waivers had causes.
TEST_CASE("a waiver from before is bound to what the order lacks when it is migrated") {
  Shop shop;
  const Credited order(shop);
  shop.RefundAtStripe(shop.SessionOf(order.a));
  shop.Settle();
  REQUIRE(Shortfall(shop, order.bundle) == 7900);
  shop.database.Run(
      "INSERT INTO marketplace_order_facts (id, order_id, kind, object_id, state, amount_cents, "
      "other_cents, currency, livemode, order_line_id, number, source, recorded_at) VALUES "
      "(gen_random_uuid(), '" +
      order.bundle + "', 'waived', 'old', '', 17800, 0, '', false, '', 0, 'admin', now())");
  std::ifstream file("services/billing/migrations/0016_bind_waivers_to_causes.sql");
  std::stringstream migration;
  migration << "DO $migration$ BEGIN " << file.rdbuf() << " END $migration$";
  shop.database.Run(migration.str());
  CHECK(shop.CountRows("marketplace_order_facts WHERE object_id = 'before causes' AND "
                       "amount_cents = 7900") == 1);
  // Later decisions do not change that only the present shortfall was waived.
  shop.RefundAtStripe(shop.SessionOf(order.b), 500);
  shop.Settle();
  CHECK(Shortfall(shop, order.bundle) == 500);
}

}  // namespace
}  // namespace keys::billing

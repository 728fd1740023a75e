#include <catch2/catch.hpp>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using testing::kAnn;
using testing::kBob;
using testing::kOrg;
using testing::ReasonOf;
using testing::Shop;

absl::StatusOr<v1::GetOrderResponse> Get(Shop& shop, const std::string& user,
                                         const std::string& id) {
  v1::GetOrderRequest request;
  request.set_id(id);
  rpc::Call call = shop.CallOf(user);
  return shop.wiring->orders.Get(call, request);
}

v1::ListOrdersResponse List(Shop& shop, const std::string& user, const std::string& cursor = "",
                            int limit = 20) {
  v1::ListOrdersRequest request;
  request.set_limit(limit);
  if (!cursor.empty()) request.set_cursor(cursor);
  rpc::Call call = shop.CallOf(user);
  const auto response = shop.wiring->orders.List(call, request);
  INFO(response.status().ToString());
  REQUIRE(response.ok());
  return *response;
}

TEST_CASE("everybody sees their own orders, newest first, page by page, and nobody else's") {
  Shop shop;
  std::vector<std::string> ids;
  for (const char* slug : {"free", "a", "b", "c"}) {
    ids.push_back(shop.BuyKey(kAnn, slug)->order_id());
    shop.clock.Advance(absl::Microseconds(1));
  }
  const auto bobs = shop.BuyKey(kBob, "a");
  const auto first = List(shop, kAnn, "", 3);
  REQUIRE(first.orders_size() == 3);
  CHECK(first.orders(0).id() == ids[3]);
  CHECK(first.orders(0).lines_size() == 1);
  CHECK(first.orders(0).receipt().lines_size() == 1);
  const auto second = List(shop, kAnn, first.next_cursor(), 3);
  REQUIRE(second.orders_size() == 1);
  CHECK(second.orders(0).id() == ids[0]);
  CHECK_FALSE(second.has_next_cursor());

  CHECK(Get(shop, kAnn, ids[1])->order().item().slug() == "a");
  CHECK(ReasonOf(Get(shop, kAnn, bobs->order_id())) == Reason::NOT_FOUND);
  CHECK(ReasonOf(Get(shop, kAnn, "no-uuid")) == Reason::NOT_FOUND);
  CHECK(ReasonOf(Get(shop, kAnn, kOrg)) == Reason::NOT_FOUND);

  v1::ListOrdersRequest foreign;
  foreign.set_cursor(first.next_cursor());
  rpc::Call call = shop.CallOf(kBob);
  CHECK(ReasonOf(shop.wiring->orders.List(call, foreign)) == Reason::INVALID_CURSOR);
}

TEST_CASE("who runs an organisation sees its orders, a member does not") {
  Shop shop;
  shop.entitlement->AddMember(kAnn, kOrg, "owner");
  shop.entitlement->AddMember(kBob, kOrg, "member");
  const std::string admin = "dddddddd-0000-7000-8000-000000000004";
  shop.entitlement->AddMember(admin, kOrg, "admin");
  v1::CheckoutKeyRequest request = Shop::KeyRequest("free");
  request.set_org_id(kOrg);
  rpc::Call call = shop.CallOf(kAnn);
  const std::string id = shop.Buy(call, request)->order_id();
  CHECK(Get(shop, admin, id).ok());
  CHECK(List(shop, admin).orders_size() == 1);
  CHECK(ReasonOf(Get(shop, kBob, id)) == Reason::NOT_FOUND);
  CHECK(List(shop, kBob).orders_size() == 0);
}

TEST_CASE("administrators list all orders, by status") {
  Shop shop;
  shop.BuyKey(kAnn, "free").IgnoreError();
  shop.BuyKey(kBob, "a").IgnoreError();
  v1::ListAllOrdersRequest request;
  rpc::Call call = shop.CallOf(kAnn);
  CHECK(shop.wiring->orders.ListAll(call, request)->orders_size() == 2);
  request.set_status("open");
  const auto open = shop.wiring->orders.ListAll(call, request);
  REQUIRE(open->orders_size() == 1);
  CHECK(open->orders(0).tenant_id() == kBob);
  request.set_status("broken");
  CHECK(ReasonOf(shop.wiring->orders.ListAll(call, request)) == Reason::INVALID_ARGUMENT);
}

struct SeenRow {
  int64_t orders = 0;
  int64_t lines = 0;
};
constexpr pg::Statement kSeen{"test.seen",
                              "SELECT (SELECT count(*) FROM marketplace_orders), "
                              "(SELECT count(*) FROM marketplace_order_lines)"};

TEST_CASE("the database itself shows users their own orders only, and none of Stripe's objects") {
  Shop shop;
  REQUIRE(shop.BuyKey(kAnn, "free").ok());
  REQUIRE(shop.BuyBundle(kBob, "pair").ok());
  shop.entitlement->AddMember(kAnn, kOrg, "owner");
  v1::CheckoutKeyRequest request = Shop::KeyRequest("free");
  request.set_org_id(kOrg);
  rpc::Call call = shop.CallOf(kAnn);
  REQUIRE(shop.Buy(call, request).ok());
  const std::string carl = "cccccccc-0000-7000-8000-00000000000c";
  shop.database.Run("INSERT INTO organizations (id, name, slug, created_at, updated_at) VALUES ('" +
                    std::string(kOrg) + "', 'Org', 'org', '2026-01-01', '2026-01-01')");
  shop.database.Run(
      "INSERT INTO organization_members (id, org_id, user_id, role, created_at, updated_at) VALUES "
      "(gen_random_uuid(), '" +
      std::string(kOrg) + "', '" + carl + "', 'admin', '2026-01-01', '2026-01-01')");

  pg::Pool pool({.conninfo = shop.database.Conninfo(), .size = 1, .name = "test"});
  auto db = *pool.Acquire(::keys::testing::Soon());
  const auto as = [&](const std::string& role, const std::string& user) {
    REQUIRE(db.Command("RESET ROLE").ok());
    REQUIRE(db.Command("SET request.jwt.claims = '{\"sub\":\"" + user + "\"}'").ok());
    REQUIRE(db.Command("SET ROLE " + role).ok());
  };
  const auto seen = [&] { return **db.QueryOne<SeenRow>(kSeen); };
  as("authenticated", kAnn);
  CHECK(seen().orders == 2);
  as("authenticated", kBob);
  CHECK(seen().orders == 1);
  CHECK(seen().lines == 2);
  as("authenticated", carl);
  CHECK(seen().orders == 1);
  CHECK_FALSE(db.Command("UPDATE marketplace_orders SET status = 'paid'").ok());
  for (const char* table : {"stripe_sessions", "stripe_requests", "stripe_customers",
                            "stripe_webhook_events", "marketplace_order_facts", "billing_outbox"}) {
    CHECK_FALSE(db.Command(std::string("SELECT 1 FROM ") + table).ok());
  }
  as("anon", kAnn);
  CHECK_FALSE(db.Command("SELECT 1 FROM marketplace_orders").ok());
  as("service_role", kAnn);
  CHECK(seen().orders == 3);
  CHECK_FALSE(db.Command("DELETE FROM marketplace_orders").ok());
  as("keys_catalog", kAnn);
  CHECK_FALSE(db.Command("SELECT 1 FROM marketplace_orders").ok());
}

}  // namespace
}  // namespace keys::billing

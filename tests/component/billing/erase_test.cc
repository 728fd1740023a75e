// A person erased from billing, with Stripe as the real sandbox.
#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "tests/component/billing/no_reasons.h"
#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using testing::kAnn;
using testing::kBob;
using testing::ReasonOf;
using testing::Shop;

absl::StatusOr<person::v1::ErasePersonResponse> Erase(Shop& shop, const std::string& user,
                                                      const std::string& reason = "by letter",
                                                      const std::string& finish = "") {
  rpc::Call call({.caller = {.user_id = kBob, .admin = true},
                  .deadline = ::keys::testing::Soon(),
                  .peer = "gateway"});
  person::v1::ErasePersonRequest request;
  request.set_user_id(user);
  request.set_reason(reason);
  request.set_stand_in(finish);
  request.set_finish(!finish.empty());
  return shop.wiring->eraser.Erase(call, request);
}

struct CountRow {
  int64_t count = 0;
};
int64_t Count(Shop& shop, const std::string& from) {
  static int number = 0;
  auto db = shop.wiring->pool.Acquire(::keys::testing::Soon());
  REQUIRE(db.ok());
  const std::string name = StrCat("test.naming_", ++number);
  const std::string sql = StrCat("SELECT count(*) FROM ", from);
  return (*db->QueryOne<CountRow>({name, sql}))->count;
}

// Rows of billing's tables that hold `text`, also inside of bytes. Not of the erasures that are
// open, which name whom they are about until they are finished.
int64_t RowsNaming(Shop& shop, const std::string& text) {
  int64_t rows = 0;
  for (const char* table :
       {"marketplace_orders", "marketplace_order_lines", "marketplace_order_facts",
        "stripe_requests", "stripe_sessions", "stripe_customers", "stripe_webhook_events",
        "billing_outbox", "billing_idempotency", "billing_audit"}) {
    const int64_t found = Count(
        shop, StrCat(table, " AS t WHERE position('", text,
                     "' IN t::text) > 0 OR position(encode('", text, "', 'hex') IN t::text) > 0"));
    if (found > 0) UNSCOPED_INFO(table << ": " << found);
    rows += found;
  }
  return rows;
}

bool IsWhole(Shop& shop) {
  auto db = shop.wiring->pool.Acquire(::keys::testing::Soon());
  const auto broken = shop.wiring->audit.FirstBroken(*db);
  return broken.ok() && !broken->has_value();
}

TEST_CASE("erased: nothing names them, what was sold stays, the customer is gone at Stripe") {
  Shop shop;
  const std::string order = shop.Own(kAnn, "a");
  const std::string other = shop.Own(kBob, "a");
  // The organisation's customer has the address of who bought first.
  shop.entitlement->AddMember(kAnn, testing::kOrg, "owner");
  rpc::Call for_org = shop.CallOf(kAnn);
  v1::CheckoutKeyRequest request = Shop::KeyRequest("c");
  request.set_org_id(testing::kOrg);
  const auto of_org = shop.Buy(for_org, request);
  REQUIRE(of_org.ok());
  shop.Pay(*of_org);
  const auto open = shop.BuyKey(kAnn, "b");
  REQUIRE(open.ok());
  shop.SettleAll();
  const std::string bobs = shop.Order(other).ShortDebugString();
  REQUIRE(RowsNaming(shop, kAnn) > 5);
  REQUIRE(RowsNaming(shop, "aaaaaaaa@shop.test") > 0);
  const int64_t of_bob = RowsNaming(shop, kBob);

  const auto erased = Erase(shop, kAnn, StrCat("asked for by ", kAnn, ", ann@x.test"));
  INFO(erased.status().ToString());
  REQUIRE(erased.ok());
  CHECK(shop.Order(open->order_id()).status() == "expired");
  CHECK(shop.StripeRequests("DELETE /v1/customers/{customer}") +
            shop.StripeRequests("DELETE /v1/customers/{id}") ==
        1);
  // Stripe's data afterwards, with the deleted customer and its address.
  shop.SettleAll();
  CHECK(RowsNaming(shop, kAnn) == 0);
  for (const char* gone : {"ann@x.test", "aaaaaaaa@shop.test", "aaaaaaaa%40shop.test"}) {
    CHECK(RowsNaming(shop, gone) == 0);
  }
  CHECK(RowsNaming(shop, kBob) > of_bob);  // the administrator of this test
  CHECK(shop.Order(other).ShortDebugString() == bobs);
  CHECK(shop.Order(of_org->order_id()).status() == "fulfilled");
  CHECK(Count(shop, StrCat("marketplace_orders WHERE tenant_id = '", testing::kOrg,
                           "' AND user_id = '", erased->stand_in(), "'")) == 1);
  const std::string customers = shop.stripe->Get("/v1/customers").body;
  CHECK(customers.find("cus_") != std::string::npos);
  CHECK(customers.find("aaaaaaaa@shop.test") == std::string::npos);
  CHECK(shop.Order(order).amount_cents() == 7900);
  CHECK(IsWhole(shop));

  // Money moves on.
  shop.RefundAtStripe(shop.SessionOf(order));
  shop.SettleAll();
  CHECK(shop.Order(order).status() == "refunded");
  CHECK(shop.entitlement->AccessOf(order).tenant().id() == erased->stand_in());
  CHECK(RowsNaming(shop, kAnn) == 0);

  // Repeated: the same stand-in until it is finished, and nothing more to do.
  CHECK(Erase(shop, kAnn)->stand_in() == erased->stand_in());
  REQUIRE(Erase(shop, kAnn, "by letter", erased->stand_in()).ok());
  CHECK(Erase(shop, kAnn)->stand_in() != erased->stand_in());
  CHECK(shop.StripeRequests("DELETE /v1/customers/{customer}") +
            shop.StripeRequests("DELETE /v1/customers/{id}") ==
        1);
}

TEST_CASE("what is being sent for somebody else is waited for, and stays theirs") {
  Shop shop;
  shop.Own(kAnn, "a");
  const std::string passed_on = StrCat("https://shop.test/thanks?from=", kAnn);
  rpc::Call call = shop.CallOf(kBob);
  v1::CheckoutKeyRequest request = Shop::KeyRequest("a");
  request.set_success_url(passed_on);
  const auto bought = shop.Buy(call, request);
  REQUIRE(bought.ok());
  shop.SettleAll();
  const std::string bobs = StrCat("stripe_requests WHERE order_id = '", bought->order_id(), "'");
  const auto state = [&](const std::string& name) {
    shop.database.Run(StrCat("UPDATE stripe_requests SET state = '", name, "' WHERE order_id = '",
                             bought->order_id(), "'"));
  };
  state("unknown");
  CHECK(ReasonOf(Erase(shop, kAnn)) == Reason::UNAVAILABLE);
  CHECK(Count(shop, bobs + StrCat(" AND position('", kAnn, "' IN body) > 0")) == 1);
  state("done");
  const auto erased = Erase(shop, kAnn);
  INFO(erased.status().ToString());
  REQUIRE(erased.ok());
  CHECK(RowsNaming(shop, kAnn) == 0);
  CHECK(Count(shop,
              bobs + StrCat(" AND position('from%3D", erased->stand_in(),
                            "' IN body) > 0 AND position('userId]=", kBob, "' IN body) > 0")) == 1);
}

TEST_CASE("what will never be sent again keeps no erasure waiting") {
  Shop shop;
  const auto insert = [&](const std::string& subject, const std::string& age) {
    shop.database.Run(
        StrCat("INSERT INTO stripe_requests (id, order_id, subject, attempt, path, body, state, "
               "created_at, "
               "updated_at) SELECT gen_random_uuid(), (SELECT id FROM marketplace_orders WHERE "
               "user_id = '",
               kBob, "' LIMIT 1), '", subject, "', 1, '/v1/checkout/sessions', 'success_url=x%3D",
               kAnn, "', 'unknown', moment, moment FROM (SELECT max(created_at) - interval '", age,
               "' AS moment FROM marketplace_orders) AS now"));
  };
  shop.Own(kBob, "a");
  shop.SettleAll();
  insert("an_old_one", "2 days");
  shop.database.Run("UPDATE stripe_requests SET order_id = NULL WHERE subject = 'an_old_one'");
  insert("a_new_one_of_no_order", "0");
  shop.database.Run(
      "UPDATE stripe_requests SET order_id = NULL WHERE subject = 'a_new_one_of_no_order'");
  insert("an_old_one_of_an_order", "2 days");
  const auto erased = Erase(shop, kAnn);
  INFO(erased.status().ToString());
  REQUIRE(erased.ok());
  CHECK(RowsNaming(shop, kAnn) == 0);
}

TEST_CASE("with Stripe away nothing is erased by half, and the next attempt completes it") {
  Shop shop;
  shop.Own(kAnn, "a");
  shop.SettleAll();
  const int64_t before = RowsNaming(shop, kAnn);
  shop.stripe->Control(R"({"action":"api_fault","count":50,"path":"/v1/customers","status":503})");
  CHECK(ReasonOf(Erase(shop, kAnn)) == Reason::STRIPE_UNAVAILABLE);
  CHECK(RowsNaming(shop, kAnn) == before);
  shop.stripe->Control(R"({"action":"clear"})");
  shop.clock.Advance(absl::Minutes(2));
  absl::SleepFor(absl::Seconds(1));
  const auto erased = Erase(shop, kAnn);
  INFO(erased.status().ToString());
  CHECK(erased.ok());
  shop.SettleAll();
  CHECK(RowsNaming(shop, kAnn) == 0);
}

// A signed event about a customer, as Stripe sends many of, with nothing of ours in it.
void TellOfCustomer(Shop& shop, const std::string& type, const std::string& customer,
                    const std::string& id) {
  REQUIRE(shop.DeliverForged(
                  StrCat(R"({"object":"event","livemode":false,"id":")", id, R"(","type":")", type,
                         R"(","api_version":")", stripe::kApiVersion,
                         R"(","data":{"object":{"id":"ch_nobodys","object":"charge","customer":")",
                         customer,
                         R"(","payment_intent":"pi_nobodys","currency":"usd","amount":1,"status":")"
                         R"(succeeded","amount_refunded":1,"livemode":false,"created":1,)"
                         R"("billing_details":{"name":"Ann Example","phone":"+431234"},)"
                         R"("label":"Ann Example","card":{"last4":"4242"}}}})"))
              .ok());
}

TEST_CASE(
    "of what Stripe tells of an erased customer nothing is kept, whatever it names and whenever it "
    "comes") {
  Shop shop;
  const std::string order = shop.Own(kAnn, "a");
  shop.SettleAll();
  auto db = shop.wiring->pool.Acquire(::keys::testing::Soon());
  type::v1::Tenant tenant;
  tenant.set_type("user");
  tenant.set_id(kAnn);
  const std::string customer = **shop.wiring->stripe_store.FindCustomer(*db, tenant);
  // One event is of a type that is handled, the other is not.
  TellOfCustomer(shop, "charge.refunded", customer, "evt_before_read");
  TellOfCustomer(shop, "payment_method.attached", customer, "evt_before");
  CHECK(RowsNaming(shop, "evt_before") == 2);
  CHECK(Count(shop,
              "stripe_webhook_events WHERE stripe_event_id = 'evt_before' AND position('Ann "
              "Example' IN payload) > 0") == 0);
  CHECK(RowsNaming(shop, "Ann Example") == 1);
  REQUIRE(Erase(shop, kAnn).ok());
  CHECK(RowsNaming(shop, "Ann Example") == 0);
  TellOfCustomer(shop, "charge.refunded", customer, "evt_after_read");
  TellOfCustomer(shop, "payment_method.detached", customer, "evt_after");
  CHECK(RowsNaming(shop, "evt_after") == 2);
  for (const char* gone : {"Ann Example", "+431234", "4242"}) CHECK(RowsNaming(shop, gone) == 0);
  CHECK(shop.Order(order).amount_cents() == 7900);
}

TEST_CASE("an erasure is open until it is finished, and knows what it takes to go on") {
  Shop shop;
  shop.Own(kAnn, "a");
  shop.SettleAll();
  const auto next = [&] {
    rpc::Call call(
        {.caller = {.admin = true}, .deadline = ::keys::testing::Soon(), .peer = "gateway"});
    return shop.wiring->eraser.Next(call);
  };
  CHECK(ReasonOf(next()) == Reason::NOT_FOUND);
  const auto erased = Erase(shop, kAnn, StrCat("asked for by ", kAnn, ", ann@x.test"));
  REQUIRE(erased.ok());
  // The client that asked may still be waiting.
  CHECK(ReasonOf(next()) == Reason::NOT_FOUND);
  shop.clock.Advance(absl::Minutes(1));
  const auto open = next();
  INFO(open.status().ToString());
  REQUIRE(open.ok());
  CHECK(open->user_id() == kAnn);
  CHECK(open->asked_by() == kBob);
  CHECK(open->reason().find(kAnn) == std::string::npos);
  CHECK(open->reason().find("(erased)") != std::string::npos);
  // It is handed out to one at a time, so that nobody else's waits behind it.
  CHECK(ReasonOf(next()) == Reason::NOT_FOUND);
  constexpr char kCarol[] = "cccccccc-0000-7000-8000-000000000003";
  shop.clock.Advance(absl::Seconds(1));
  REQUIRE(Erase(shop, kCarol).ok());
  shop.clock.Advance(absl::Minutes(1));
  CHECK(next()->user_id() == kAnn);
  CHECK(next()->user_id() == kCarol);
  CHECK(ReasonOf(next()) == Reason::NOT_FOUND);
  // The administrator is erased before it is finished.
  REQUIRE(Erase(shop, kBob).ok());
  CHECK(Count(shop, StrCat("billing_erased_people WHERE asked_by = '", kBob, "'")) == 0);
  REQUIRE(Erase(shop, kAnn, "again", erased->stand_in()).ok());
  CHECK(Count(shop, StrCat("billing_erased_people WHERE person = '", kAnn, "'")) == 0);
  CHECK(Count(shop, StrCat("billing_erased_people AS t WHERE position('", kAnn,
                           "' IN t::text) > 0")) == 0);
  CHECK(RowsNaming(shop, kAnn) == 0);
}

TEST_CASE("only administrators erase somebody else, only people, and they say why") {
  Shop shop;
  rpc::Call call = shop.CallOf(kAnn);
  person::v1::ErasePersonRequest request;
  request.set_user_id(kBob);
  request.set_reason("x");
  CHECK(ReasonOf(shop.wiring->eraser.Erase(call, request)) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(Erase(shop, "ann")) == Reason::INVALID_ARGUMENT);
  for (const std::string& nothing : testing::NoReasons()) {
    INFO(nothing);
    CHECK(ReasonOf(Erase(shop, kAnn, nothing)) == Reason::INVALID_ARGUMENT);
  }
  // Somebody unknown: nothing to do is no error.
  CHECK(Erase(shop, kAnn).ok());
}

}  // namespace
}  // namespace keys::billing

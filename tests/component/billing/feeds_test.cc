// Tests Stripe's lists with every webhook lost: what billing learns from them, how soon, and
// whether Stripe's sums agree with its own.
#include <catch2/catch.hpp>
#include <iostream>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using event::v1::STANDING_ACTIVE;
using event::v1::STANDING_REVOKED_REFUND;
using event::v1::STANDING_SUSPENDED_DISPUTE;
using stripe_sandbox::testing::Eventually;
using testing::kAnn;
using testing::kBob;
using testing::Shop;

void DropAll(Shop& shop) { shop.stripe->Control(R"({"action":"webhooks","mode":"drop"})"); }

// Business seconds, in steps of one, until `done`; 90 when it never was. Lists are read each 15 s,
// as the service's own thread does.
template <typename Done>
int SecondsUntil(Shop& shop, const Done& done) {
  for (int seconds = 0; seconds < 90; ++seconds) {
    if (seconds % 15 == 0) shop.wiring->feeds.RunOnce();
    shop.wiring->reconciler.RunOnce();
    while (shop.wiring->worker.DrainOnce() > 0) {
    }
    shop.Settle();
    if (done()) return seconds;
    shop.clock.Advance(absl::Seconds(1));
  }
  return 90;
}

double Difference(Shop& shop) {
  auto db = shop.wiring->pool.Acquire(::keys::testing::Soon());
  REQUIRE(shop.wiring->invariants.Measure(*db, shop.clock.Now()).ok());
  return shop.metrics
      .Gauge("keys_invariant_ledger_difference_cents",
             "Difference between what we settled and what Stripe charged less refunded.",
             {{"currency", "usd"}})
      .Value();
}

// Lists are read, and what is quiet is old enough to be measured.
void ReadLists(Shop& shop) {
  for (int i = 0; i < 3; ++i) {
    shop.clock.Advance(absl::Minutes(2));
    shop.wiring->feeds.RunOnce();
  }
}

int64_t Run(Shop& shop, const char* name, const char* sql) {
  auto db = shop.wiring->pool.Acquire(::keys::testing::Soon());
  REQUIRE(db.ok());
  const auto rows = db->Execute({name, sql});
  INFO(rows.status().ToString());
  REQUIRE(rows.ok());
  return *rows;
}

TEST_CASE("with every webhook lost a purchase, its refund and a dispute arrive within a minute") {
  Shop shop;
  DropAll(shop);
  const auto bought = shop.BuyKey(kAnn, "a");
  const auto disputed = shop.BuyKey(kBob, "b");
  shop.Pay(*bought);
  shop.Pay(*disputed);
  const int granted = SecondsUntil(shop, [&] {
    return shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE &&
           shop.StandingOf(kBob, 'b') == STANDING_ACTIVE;
  });
  shop.stripe->Control(R"({"action":"refund","session":")" + bought->session_id() + "\"}");
  shop.stripe->Control(R"({"action":"open_dispute","session":")" + disputed->session_id() + "\"}");
  const int refunded =
      SecondsUntil(shop, [&] { return shop.StandingOf(kAnn, 'a') == STANDING_REVOKED_REFUND; });
  const int suspended =
      SecondsUntil(shop, [&] { return shop.StandingOf(kBob, 'b') == STANDING_SUSPENDED_DISPUTE; });
  std::cout << "counted: no webhook at all: granted after " << granted
            << " s, refund revoked after " << refunded << " s, dispute suspended after "
            << refunded + suspended << " s\n";
  CHECK(granted <= 60);
  CHECK(refunded <= 60);
  CHECK(refunded + suspended <= 60);
  CHECK(shop.Order(bought->order_id()).status() == "refunded");
  CHECK(shop.Order(disputed->order_id()).status() == "disputed");
  CHECK(shop.receiver.All().empty());
}

TEST_CASE("with every webhook lost a buyer who looks has the KEY within 3 s") {
  Shop shop;
  DropAll(shop);
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  const Deadline in_time = Deadline::After(absl::Seconds(3));
  v1::GetOrderRequest look;
  look.set_id(session->order_id());
  REQUIRE(Eventually([&] {
    rpc::Call call = shop.CallOf(kAnn);
    return shop.wiring->orders.Get(call, look)->order().status() == "fulfilled";
  }));
  std::cout << "counted: no webhook, buyer looks: " << absl::Seconds(3) - in_time.Remaining()
            << "\n";
  CHECK_FALSE(in_time.Expired());
}

TEST_CASE("an event comes into the inbox once, whether by webhook or by list") {
  Shop shop;
  DropAll(shop);
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  ReadLists(shop);
  shop.Settle();
  const int64_t events = shop.CountRows("stripe_webhook_events");
  CHECK(events > 0);
  ReadLists(shop);
  CHECK(shop.CountRows("stripe_webhook_events") == events);
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
  CHECK(shop.CountRows("stripe_webhook_events WHERE handled_at IS NULL") == 0);
}

TEST_CASE("hundreds of lost events are read, page by page") {
  Shop shop;
  DropAll(shop);
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  const auto done = shop.stripe->Get("/v1/checkout/sessions/" + session->session_id());
  for (int i = 0; i < 250; ++i) {
    shop.stripe->Control(
        R"({"action":"send_event","type":"charge.dispute.updated","object":{"id":"dp_none","object":"dispute"}})");
  }
  ReadLists(shop);
  CHECK(shop.CountRows("stripe_webhook_events WHERE event_type = 'charge.dispute.updated'") == 250);
}

TEST_CASE("Stripe's sums are ours, after purchases, refunds that fail, shortfalls and disputes") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string bundle = shop.OwnBundle("all");
  shop.Own(kBob, "b");
  shop.RefundAtStripe(shop.SessionOf(source), 900);
  shop.RefundAtStripe(shop.SessionOf(bundle), 5000);
  rpc::Call call = shop.CallOf(kAnn);
  const auto shortfall = shop.wiring->shortfalls.Pay(call, Shop::ShortfallRequest(bundle));
  shop.Pay(*shortfall);
  shop.SettleAll();
  ReadLists(shop);
  CHECK(Difference(shop) == 0);
  CHECK(shop.CountRows("marketplace_orders WHERE stripe_cents = 7000 OR stripe_cents = 37000 "
                       "OR stripe_cents = 9900 OR stripe_cents = 900") == 4);
  const auto refund = shop.stripe->Get("/v1/refunds").json()["data"].items().at(0);
  shop.stripe->Control(R"({"action":"fail_refund","charge_keeps_amount":true,"refund":")" +
                       refund["id"].AsString() + "\"}");
  REQUIRE(shop.receiver.WaitFor("refund.failed", 1));
  CHECK(Eventually([&] {
    return shop.DeliverForged(shop.receiver.OfType("refund.failed").at(0).event().Write()).ok();
  }));
  shop.Settle();
  ReadLists(shop);
  CHECK(Difference(shop) == 0);
}

TEST_CASE("a sum that is not Stripe's shows, whoever is wrong, and only until it is right again") {
  Shop shop;
  shop.Own(kAnn, "a");
  shop.Own(kBob, "b");
  ReadLists(shop);
  REQUIRE(Difference(shop) == 0);
  // Two errors that cancel each other out are still two errors.
  Run(shop, "test.more",
      "UPDATE marketplace_orders SET settled_cents = settled_cents + 100 "
      "WHERE item_slug = 'a'");
  Run(shop, "test.less",
      "UPDATE marketplace_orders SET settled_cents = settled_cents - 100 "
      "WHERE item_slug = 'b'");
  CHECK(Difference(shop) == 200);
  Run(shop, "test.right", "UPDATE marketplace_orders SET settled_cents = stripe_cents");
  CHECK(Difference(shop) == 0);
  // A payment that Stripe lists and we lost, as after a restore from an old backup.
  Run(shop, "test.facts", "UPDATE marketplace_orders SET settled_cents = 0 WHERE item_slug = 'a'");
  CHECK(Difference(shop) == 7900);
}

TEST_CASE("a charge for an order that we do not know shows") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  shop.SettleAll();
  Run(shop, "test.lost", "UPDATE stripe_movements SET order_id = NULL");
  ReadLists(shop);
  CHECK(Difference(shop) == 0);
  auto db = shop.wiring->pool.Acquire(::keys::testing::Soon());
  stripe::Charge charge{.id = "ch_strange", .status = "succeeded", .currency = "usd", .amount = 77};
  charge.order_id = testing::KeyId('z');
  charge.created = shop.clock.Now();
  REQUIRE(shop.wiring->feed_store.PutCharge(*db, charge, shop.clock.Now()).ok());
  shop.clock.Advance(absl::Minutes(3));
  CHECK(Difference(shop) == 77);
}

}  // namespace
}  // namespace keys::billing

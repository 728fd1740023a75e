// Money that goes back: by ourselves, by administrators, by Stripe's dashboard; and what that means
// for the credits it had given.
#include <catch2/catch.hpp>

#include "tests/component/billing/no_reasons.h"
#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using event::v1::STANDING_ACTIVE;
using event::v1::STANDING_REVOKED_REFUND;
using event::v1::STANDING_SUSPENDED_CREDIT;
using stripe_sandbox::Json;
using stripe_sandbox::testing::Eventually;
using testing::kAnn;
using testing::kBob;
using testing::ReasonOf;
using testing::Shop;

using Refunded = absl::StatusOr<v1::RefundOrderResponse>;

v1::RefundOrderRequest Wish(const std::string& order_id) {
  v1::RefundOrderRequest request;
  request.set_id(order_id);
  request.set_reason("asked nicely");
  return request;
}

Refunded Refund(Shop& shop, const v1::RefundOrderRequest& request, const std::string& key = "") {
  rpc::Call call = shop.CallOf(kBob, key);
  return shop.wiring->admin_orders.Refund(call, request);
}

absl::StatusOr<v1::WaiveShortfallResponse> Waive(Shop& shop, const std::string& order_id) {
  v1::WaiveShortfallRequest request;
  request.set_id(order_id);
  request.set_reason("our mistake");
  rpc::Call call = shop.CallOf(kBob);
  return shop.wiring->admin_orders.Waive(call, request);
}

// Refunds all in Stripe's Dashboard. `count` is the number of refunds that billing knows then.
void RefundAtStripe(Shop& shop, const std::string& order_id, std::size_t count = 1) {
  shop.stripe->Control(R"({"action":"refund","session":")" + shop.SessionOf(order_id) + "\"}");
  shop.DeliverWebhooks("charge.refunded", count);
  shop.Settle();
}

int64_t RefundedAtStripe(Shop& shop) {
  return shop.stripe->Ledger()["totals"]["usd"]["refunded"].AsInt();
}

// Two sessions for one KEY, as happens when Stripe is told to expire one and does not.
std::pair<v1::CheckoutResponse, v1::CheckoutResponse> TwoSessions(Shop& shop) {
  const auto first = shop.BuyKey(kAnn, "a");
  REQUIRE(first.ok());
  const Json session = shop.stripe->Get("/v1/checkout/sessions/" + first->session_id()).json();
  Json object = session;
  object.Set("status", "expired");
  CHECK(shop.DeliverForged(R"({"object":"event","api_version":"2026-10-28.endive","id":"evt_lie",
                               "type":"checkout.session.expired","livemode":false,
                               "data":{"object":)" +
                           object.Write() + "}}")
            ->received());
  REQUIRE(shop.Order(first->order_id()).status() == "expired");
  const auto second = shop.BuyKey(kAnn, "a");
  REQUIRE(second.ok());
  REQUIRE(second->order_id() != first->order_id());
  return {*first, *second};
}

TEST_CASE("a second payment for an owned KEY goes back by itself, and the order says so") {
  Shop shop;
  const auto [first, second] = TwoSessions(shop);
  shop.Pay(second);
  shop.DeliverWebhooks();
  CHECK(shop.Order(second.order_id()).status() == "fulfilled");
  shop.Pay(first);
  shop.DeliverWebhooks("checkout.session.completed", 2);
  REQUIRE(Eventually([&] { return shop.Order(first.order_id()).status() == "refunded"; }));
  const v1::Order order = shop.Order(first.order_id());
  CHECK(order.notice().code() == "SECOND_PAYMENT");
  CHECK(order.refunded_cents() == 7900);
  CHECK(shop.entitlement->AccessOf(first.order_id()).revision() == 0);
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  CHECK(RefundedAtStripe(shop) == 7900);
  shop.DeliverWebhooks("charge.refunded");
  shop.Settle();
  CHECK(RefundedAtStripe(shop) == 7900);
  CHECK(shop.StripeRequests("POST /v1/refunds") == 1);
  CHECK_FALSE(shop.Order(second.order_id()).has_notice());
}

TEST_CASE("who lost a KEY by hand and buys it again is granted it, and paid for it once more") {
  Shop shop;
  const auto first = shop.BuyKey(kAnn, "a");
  shop.Pay(*first);
  shop.DeliverWebhooks();
  REQUIRE(shop.Order(first->order_id()).status() == "fulfilled");
  shop.entitlement->Take(first->order_id());
  const auto again = shop.BuyKey(kAnn, "a");
  REQUIRE(again.ok());
  shop.Pay(*again);
  shop.DeliverWebhooks("checkout.session.completed", 2);
  REQUIRE(Eventually([&] { return shop.Order(again->order_id()).status() == "fulfilled"; }));
  shop.Settle();
  CHECK_FALSE(shop.Order(again->order_id()).has_notice());
  CHECK(shop.entitlement->AccessOf(again->order_id()).grants(0).standing() == STANDING_ACTIVE);
  CHECK(RefundedAtStripe(shop) == 0);
}

TEST_CASE("a refund whose answer is lost is made once") {
  Shop shop;
  const auto [first, second] = TwoSessions(shop);
  shop.Pay(second);
  shop.Pay(first);
  shop.stripe->Control(
      R"({"action":"api_fault","count":4,"path":"/v1/refunds","status":500,"after_effect":true})");
  shop.DeliverWebhooks("checkout.session.completed", 2);
  REQUIRE(Eventually([&] {
    shop.clock.Advance(absl::Seconds(30));
    return shop.CountRows("marketplace_orders WHERE status = 'refunded'") == 1;
  }));
  CHECK(RefundedAtStripe(shop) == 7900);
}

TEST_CASE("a payment that does not fit goes back in full once Stripe confirms it") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  Json event = shop.receiver.OfType("checkout.session.completed").at(0).event();
  event.Mutable("data").Mutable("object").Set("amount_subtotal", 1);
  CHECK(shop.DeliverForged(event.Write())->received());
  REQUIRE(Eventually([&] { return shop.Order(session->order_id()).status() == "refunded"; }));
  CHECK(shop.Order(session->order_id()).notice().code() == "PAYMENT_MISMATCH");
  CHECK(RefundedAtStripe(shop) == 7900);
  CHECK(shop.BuyKey(kAnn, "a").ok());
}

TEST_CASE("who refunds or waives says why, in something that can be seen") {
  Shop shop;
  const std::string id = shop.Own(kAnn, "a");
  for (const std::string& nothing : testing::NoReasons()) {
    INFO(nothing);
    v1::RefundOrderRequest refund = Wish(id);
    refund.set_reason(nothing);
    const auto refused = error::DetailOf(Refund(shop, refund).status());
    REQUIRE(refused.has_value());
    CHECK(refused->reason() == Reason::INVALID_ARGUMENT);
    CHECK(refused->violations(0).pointer() == "/reason");
    v1::WaiveShortfallRequest waive;
    waive.set_id(id);
    waive.set_reason(nothing);
    rpc::Call call = shop.CallOf(kBob);
    CHECK(ReasonOf(shop.wiring->admin_orders.Waive(call, waive)) == Reason::INVALID_ARGUMENT);
  }
  CHECK(RefundedAtStripe(shop) == 0);
  CHECK(shop.CountRows("billing_audit WHERE action = 'order.refund'") == 0);
}

TEST_CASE("an administrator refunds in full, once per idempotency key, and it is on record") {
  Shop shop;
  const std::string id = shop.Own(kAnn, "a");
  const Refunded refunded = Refund(shop, Wish(id), "once");
  INFO(refunded.status().ToString());
  REQUIRE(refunded.ok());
  CHECK(refunded->order().status() == "refunded");
  CHECK(refunded->order().refunded_cents() == 7900);
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_REVOKED_REFUND);
  REQUIRE(Refund(shop, Wish(id), "once").ok());
  CHECK(RefundedAtStripe(shop) == 7900);
  CHECK(ReasonOf(Refund(shop, Wish(id), "twice")) == Reason::CONFLICT);
  v1::RefundOrderRequest other = Wish(id);
  other.set_amount_cents(5);
  CHECK(ReasonOf(Refund(shop, other, "once")) == Reason::IDEMPOTENCY_KEY_REUSED);
  CHECK(shop.CountRows("billing_audit WHERE action = 'order.refund'") == 1);
  CHECK(ReasonOf(Refund(shop, Wish("no-uuid"))) == Reason::NOT_FOUND);
}

TEST_CASE("a refund by amount keeps access until all is refunded") {
  Shop shop;
  const std::string id = shop.Own(kAnn, "a");
  v1::RefundOrderRequest part = Wish(id);
  part.set_amount_cents(900);
  CHECK(Refund(shop, part)->order().status() == "partially_refunded");
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  part.set_amount_cents(7001);
  CHECK(ReasonOf(Refund(shop, part)) == Reason::INVALID_ARGUMENT);
  part.set_amount_cents(7000);
  CHECK(Refund(shop, part)->order().status() == "refunded");
  CHECK(RefundedAtStripe(shop) == 7900);
}

TEST_CASE(
    "a line is refunded within what the kept KEYS leave over, and a refund that fails restores") {
  Shop shop;
  const std::string id = shop.OwnBundle("all");
  v1::RefundOrderRequest line = Wish(id);
  line.set_line("a");
  CHECK(ReasonOf(Refund(shop, line)) == Reason::CONFLICT);
  line.set_line("d");
  REQUIRE(Refund(shop, line).ok());
  CHECK(RefundedAtStripe(shop) == 12200);
  CHECK(shop.StandingOf(kAnn, 'd') == STANDING_REVOKED_REFUND);
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  line.set_line("nothing");
  CHECK(ReasonOf(Refund(shop, line)) == Reason::INVALID_ARGUMENT);
  const Json refund = shop.stripe->Get("/v1/refunds").json()["data"].items().at(0);
  shop.stripe->Control(R"({"action":"fail_refund","refund":")" + refund["id"].AsString() + "\"}");
  shop.DeliverWebhooks("refund.failed");
  shop.Settle();
  CHECK(shop.Order(id).status() == "fulfilled");
  CHECK(shop.StandingOf(kAnn, 'd') == STANDING_ACTIVE);
}

TEST_CASE("a credited order is refunded only after the orders that hold its credit") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string holder = shop.OwnBundle("pair");
  const Refunded refused = Refund(shop, Wish(source));
  REQUIRE(ReasonOf(refused) == Reason::CREDIT_IN_USE);
  CHECK(error::DetailOf(refused.status())->detail().find(holder) != std::string::npos);
  REQUIRE(Refund(shop, Wish(holder)).ok());
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_REVOKED_REFUND);
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  CHECK(Refund(shop, Wish(source))->order().status() == "refunded");
}

TEST_CASE("an open session that counts on a credit is ended before the credit goes") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const auto open = shop.BuyBundle(kAnn, "pair");
  REQUIRE(open.ok());
  CHECK(Refund(shop, Wish(source))->order().status() == "refunded");
  CHECK(shop.Order(open->order_id()).status() == "expired");
}

TEST_CASE("an open session found paid keeps its credit") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const auto open = shop.BuyBundle(kAnn, "pair");
  shop.Pay(*open);
  CHECK(ReasonOf(Refund(shop, Wish(source))) == Reason::CREDIT_IN_USE);
}

TEST_CASE("what cost nothing is taken back without Stripe") {
  Shop shop;
  const auto free = shop.BuyKey(kAnn, "free");
  REQUIRE(free.ok());
  CHECK(Refund(shop, Wish(free->order_id()))->order().status() == "refunded");
  CHECK(shop.StandingOf(kAnn, 'f') == STANDING_REVOKED_REFUND);
  CHECK(shop.StripeRequests("POST /v1/refunds") == 0);
  CHECK(shop.BuyKey(kAnn, "free").ok());
}

TEST_CASE(
    "a bundle whose credit was refunded at Stripe is suspended until the source stands again") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string bundle = shop.OwnBundle("pair");
  RefundAtStripe(shop, source);
  const v1::Order order = shop.Order(bundle);
  CHECK(order.status() == "fulfilled");
  REQUIRE(order.suspended().code() == "SUSPENDED_CREDIT");
  CHECK(order.suspended().orders(0) == source);
  CHECK(order.suspended().shortfall_cents() == 7900);
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_SUSPENDED_CREDIT);

  const Json refund = shop.stripe->Get("/v1/refunds").json()["data"].items().at(0);
  shop.stripe->Control(R"({"action":"fail_refund","refund":")" + refund["id"].AsString() + "\"}");
  shop.DeliverWebhooks("refund.failed");
  shop.Settle();
  CHECK_FALSE(shop.Order(bundle).has_suspended());
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_ACTIVE);
}

TEST_CASE("a source refunded before its bundle's payment is heard of suspends it all the same") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const auto bundle = shop.BuyBundle(kAnn, "pair");
  shop.Pay(*bundle);
  shop.stripe->Control(R"({"action":"refund","session":")" + shop.SessionOf(source) + "\"}");
  REQUIRE(shop.receiver.WaitFor("charge.refunded"));
  auto webhooks = shop.receiver.All();
  std::reverse(webhooks.begin(), webhooks.end());
  for (const auto& webhook : webhooks) {
    REQUIRE(shop.Deliver(webhook.body, webhook.signature).ok());
  }
  shop.Settle();
  CHECK(shop.Order(bundle->order_id()).suspended().code() == "SUSPENDED_CREDIT");
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_SUSPENDED_CREDIT);
}

TEST_CASE("a waiver ends a shortfall, and a later single purchase does too") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string bundle = shop.OwnBundle("pair");
  CHECK(ReasonOf(Waive(shop, bundle)) == Reason::CONFLICT);
  RefundAtStripe(shop, source);
  const auto waived = Waive(shop, bundle);
  INFO(waived.status().ToString());
  REQUIRE(waived.ok());
  CHECK_FALSE(waived->order().has_suspended());
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_ACTIVE);
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_REVOKED_REFUND);
  CHECK(shop.CountRows("billing_audit WHERE action = 'order.waive'") == 1);
}

TEST_CASE("the missing KEY bought again takes the pledge over") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string bundle = shop.OwnBundle("pair");
  RefundAtStripe(shop, source);
  REQUIRE(shop.Order(bundle).has_suspended());
  const std::string again = shop.Own(kAnn, "a");
  shop.Settle();
  CHECK_FALSE(shop.Order(bundle).has_suspended());
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_ACTIVE);
  CHECK(ReasonOf(Refund(shop, Wish(again))) == Reason::CREDIT_IN_USE);
}

TEST_CASE("the invariants are counted: an order taken back while entitlement is away shows") {
  Shop shop;
  const auto value = [&](const std::string& name) {
    auto db = shop.wiring->pool.Acquire(::keys::testing::Soon());
    REQUIRE(shop.wiring->invariants.Measure(*db, shop.clock.Now()).ok());
    const std::string text = shop.metrics.Serialize();
    const std::string head = "\nkeys_invariant_" + name + " ";
    return text[text.find(head) + head.size()];
  };
  const std::string id = shop.Own(kAnn, "a");
  shop.Settle();
  shop.clock.Advance(absl::Minutes(2));
  for (const char* name : {"paid_without_access", "charged_not_quoted", "refunded_but_serving"}) {
    CAPTURE(name);
    CHECK(value(name) == '0');
  }
  shop.entitlement->SetReachable(false);
  shop.stripe->Control(R"({"action":"refund","session":")" + shop.SessionOf(id) + "\"}");
  shop.DeliverWebhooks("charge.refunded");
  shop.clock.Advance(absl::Minutes(2));
  CHECK(value("refunded_but_serving") == '1');
  shop.entitlement->SetReachable(true);
  REQUIRE(Eventually([&] {
    shop.clock.Advance(absl::Minutes(1));
    return value("refunded_but_serving") == '0';
  }));
}

TEST_CASE("dead events are listed and replayed, handled ones are not") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  Json broken = shop.receiver.OfType("checkout.session.completed").at(0).event();
  broken.Mutable("data").Mutable("object").Remove("currency");
  CHECK(shop.DeliverForged(broken.Write())->received());
  REQUIRE(Eventually([&] {
    shop.clock.Advance(absl::Minutes(2));
    return shop.CountRows("stripe_webhook_events WHERE dead_at IS NOT NULL") == 1;
  }));
  v1::ListWebhooksRequest list;
  list.set_status("dead");
  rpc::Call call = shop.CallOf(kBob);
  const auto dead = shop.wiring->admin_webhooks.List(call, list);
  REQUIRE(dead.ok());
  REQUIRE(dead->webhooks_size() == 1);
  CHECK_FALSE(dead->webhooks(0).last_error().empty());
  list.set_status("odd");
  CHECK(ReasonOf(shop.wiring->admin_webhooks.List(call, list)) == Reason::INVALID_ARGUMENT);
  v1::ReplayWebhookRequest replay;
  replay.set_event_id(dead->webhooks(0).event_id());
  const auto replayed = shop.wiring->admin_webhooks.Replay(call, replay);
  REQUIRE(replayed.ok());
  CHECK(replayed->webhook().attempts() > dead->webhooks(0).attempts());
  CHECK(shop.CountRows("billing_audit WHERE action = 'webhook.replay'") == 1);
  replay.set_event_id("evt_none");
  CHECK(ReasonOf(shop.wiring->admin_webhooks.Replay(call, replay)) == Reason::NOT_FOUND);
}

}  // namespace
}  // namespace keys::billing

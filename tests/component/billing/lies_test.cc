// Events that do not tell the truth, and requests that are not Stripe's.
#include <catch2/catch.hpp>
#include <functional>
#include <iostream>
#include <set>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using stripe_sandbox::Json;
using stripe_sandbox::testing::Eventually;
using testing::kAnn;
using testing::ReasonOf;
using testing::Shop;

// A completed event of the session that Stripe has, with one member changed.
Json Lie(Shop& shop, const v1::CheckoutResponse& session, const std::string& id) {
  Json object = shop.stripe->Get("/v1/checkout/sessions/" + session.session_id()).json();
  object.Set("status", "complete").Set("payment_status", "paid");
  Json event = Json::MakeObject({{"object", "event"},
                                 {"api_version", "2026-10-28.endive"},
                                 {"id", id},
                                 {"type", "checkout.session.completed"},
                                 {"livemode", false}});
  Json wrapped = Json::MakeObject({});
  wrapped.Set("object", object);
  event.Set("data", wrapped);
  return event;
}

TEST_CASE("a payment that Stripe does not know grants nothing, and is waited for, not given up") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  Json event = Lie(shop, *session, "evt_lie");
  event.Mutable("data").Mutable("object").Set("amount_subtotal", 1);
  CHECK(shop.DeliverForged(event.Write())->received());
  shop.Settle();
  const auto charged_not_quoted = [&] {
    auto db = shop.wiring->pool.Acquire(::keys::testing::Soon());
    REQUIRE(shop.wiring->invariants.Measure(*db, shop.clock.Now()).ok());
    return shop.metrics
        .Gauge("keys_invariant_charged_not_quoted",
               "Payments that do not fit and were not given back.")
        .Value();
  };
  CHECK(shop.Order(session->order_id()).notice().code() == "PAYMENT_MISMATCH");
  CHECK(charged_not_quoted() == 1);
  for (int i = 0; i < 30; ++i) {
    shop.clock.Advance(absl::Seconds(20));
    shop.wiring->reconciler.RunOnce();
  }
  // Nothing was refunded, nothing died, and it is still told of.
  CHECK(shop.StripeRequests("POST /v1/refunds") == 0);
  CHECK(shop.CountRows("billing_outbox WHERE dead_at IS NOT NULL OR done_at IS NULL") == 0);
  CHECK(charged_not_quoted() == 1);
  CHECK(shop.entitlement->AccessOf(session->order_id()).revision() == 0);
  // When the order is really paid afterwards, all of it is refunded.
  shop.Pay(*session);
  CHECK(Eventually([&] {
    shop.clock.Advance(absl::Seconds(20));
    shop.wiring->reconciler.RunOnce();
    return shop.Order(session->order_id()).status() == "refunded";
  }));
  CHECK(charged_not_quoted() == 0);
}

TEST_CASE("another amount, currency, discount, mode or order never grants") {
  struct Case {
    const char* what;
    std::function<void(Json& event)> tell;
    const char* outcome;
  };
  const auto object = [](Json& event) -> Json& { return event.Mutable("data").Mutable("object"); };
  const std::vector<Case> cases = {
      {"a cent less", [&](Json& e) { object(e).Set("amount_subtotal", 7899); }, "applied"},
      {"a cent more", [&](Json& e) { object(e).Set("amount_subtotal", 7901); }, "applied"},
      {"a discount that nobody gave",
       [&](Json& e) { object(e).Mutable("total_details").Set("amount_discount", 1); }, "applied"},
      {"another currency", [&](Json& e) { object(e).Set("currency", "eur"); }, "applied"},
      {"the other mode",
       [&](Json& e) {
         object(e).Set("livemode", true);
         e.Set("livemode", true);
       },
       "other_mode"},
      {"the session of another order", [&](Json& e) { object(e).Set("id", "cs_test_another"); },
       "other_session"}};
  // Orders of their own: a lie that is believed would show on no order that was lied about before.
  for (const Case& lie : cases) {
    CAPTURE(lie.what);
    Shop shop;
    const auto session = shop.BuyKey(kAnn, "a");
    Json event = Lie(shop, *session, "evt_lie");
    lie.tell(event);
    CHECK(shop.DeliverForged(event.Write())->received());
    shop.Settle();
    CHECK(shop.CountRows(std::string("stripe_webhook_events WHERE outcome = '") + lie.outcome +
                         "'") == 1);
    CHECK(shop.entitlement->AccessOf(session->order_id()).revision() == 0);
  }
}

TEST_CASE("the same event without a lie grants") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  CHECK(shop.DeliverForged(Lie(shop, *session, "evt_right").Write())->received());
  shop.Settle();
  CHECK(shop.entitlement->AccessOf(session->order_id()).revision() > 0);
}

TEST_CASE("being told right afterwards changes nothing about a lie") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  Json event = Lie(shop, *session, "evt_lie");
  event.Mutable("data").Mutable("object").Set("amount_subtotal", 7899);
  CHECK(shop.DeliverForged(event.Write())->received());
  shop.Settle();
  CHECK(shop.DeliverForged(Lie(shop, *session, "evt_right").Write())->received());
  shop.Settle();
  CHECK(shop.entitlement->AccessOf(session->order_id()).revision() == 0);
}

TEST_CASE("a forged request asks nothing of the database") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  const std::string body = Lie(shop, *session, "evt_forged").Write();
  shop.wiring->Stop();
  // Every connection is taken: whoever needs one waits in vain.
  std::vector<pg::Connection> taken;
  for (int i = 0; i < 8; ++i) taken.push_back(*shop.wiring->pool.Acquire(::keys::testing::Soon()));
  const std::string now = std::to_string(absl::ToUnixSeconds(shop.clock.Now()));
  int refused = 0;
  for (const std::string& header :
       {std::string(), std::string("t="), "t=" + now, "t=" + now + ",v1=00",
        "t=" + now + ",v0=" + std::string(64, 'a'), "t=" + now + ",v1=" + std::string(64, 'a'),
        "t=" + now + ",v1=" + std::string(64, 'a') + ",v1=" + std::string(64, 'b'),
        "t=-1,v1=" + std::string(64, 'a'), std::string(10000, ',')}) {
    CAPTURE(header.substr(0, 80));
    const Deadline quick = Deadline::After(absl::Seconds(1));
    CHECK(ReasonOf(shop.Deliver(body, header)) == Reason::INVALID_SIGNATURE);
    CHECK_FALSE(quick.Expired());
    ++refused;
  }
  CHECK(ReasonOf(shop.Deliver(std::string(1024 * 1024 + 1, ' '), "t=1,v1=00")) ==
        Reason::BODY_TOO_LARGE);
  // One that is signed rightly does ask.
  CHECK_FALSE(shop.DeliverForged(body).ok());
  std::cout << "counted: " << refused << " forged requests, no connection\n";
  taken.clear();
}

TEST_CASE("stored events are listed page by page, each once") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  for (int i = 0; i < 7; ++i) {
    Json event = Lie(shop, *session, "evt_page_" + std::to_string(i));
    event.Set("type", "invoice.created");
    CHECK(shop.DeliverForged(event.Write())->received());
  }
  std::set<std::string> seen;
  v1::ListWebhooksRequest request;
  request.set_limit(3);
  request.set_status("handled");
  shop.Settle();
  for (int page = 0; page < 10; ++page) {
    rpc::Call call = shop.CallOf(kAnn);
    const auto list = shop.wiring->admin_webhooks.List(call, request);
    REQUIRE(list.ok());
    for (const auto& event : list->webhooks()) CHECK(seen.insert(event.event_id()).second);
    if (!list->has_next_cursor()) break;
    request.set_cursor(list->next_cursor());
  }
  CHECK(seen.size() == 7);
  request.set_status("dead");
  rpc::Call call = shop.CallOf(kAnn);
  CHECK(ReasonOf(shop.wiring->admin_webhooks.List(call, request)) == Reason::INVALID_CURSOR);
}

}  // namespace
}  // namespace keys::billing

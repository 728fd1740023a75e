#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using event::v1::STANDING_ACTIVE;
using event::v1::STANDING_REVOKED_DISPUTE;
using event::v1::STANDING_REVOKED_REFUND;
using event::v1::STANDING_SUSPENDED_DISPUTE;
using stripe_sandbox::Json;
using testing::kAnn;
using testing::ReasonOf;
using testing::Shop;

void Control(Shop& shop, const std::string& action, const std::string& session,
             const std::string& more = "") {
  shop.stripe->Control(R"({"action":")" + action + R"(","session":")" + session + "\"" + more +
                       "}");
}

std::string SessionOf(Shop& shop, const std::string& order_id) {
  const Json ledger = shop.stripe->Ledger();
  for (const Json& payment : ledger["payments"].items()) {
    if (payment["order_id"].AsString() == order_id) return payment["session"].AsString();
  }
  return "";
}

TEST_CASE("the same event twice is one effect, and says so") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  const auto webhooks = shop.receiver.OfType("checkout.session.completed");
  REQUIRE(webhooks.size() == 1);
  CHECK_FALSE(shop.Deliver(webhooks[0].body, webhooks[0].signature)->duplicate());
  CHECK(shop.Deliver(webhooks[0].body, webhooks[0].signature)->duplicate());
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
  CHECK(shop.entitlement->AccessOf(session->order_id()).revision() == 1);
}

TEST_CASE("a payment is stored, handled and handed to the outbox in one commit") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  // No worker takes part, and nobody delivers.
  shop.wiring->Stop();
  shop.entitlement->SetReachable(false);
  shop.DeliverWebhooks("checkout.session.completed");
  CHECK(shop.Order(session->order_id()).status() == "paid");
  CHECK(shop.CountRows("stripe_webhook_events WHERE event_type = 'checkout.session.completed' "
                       "AND outcome = 'applied' AND attempts = 1 AND leased_until IS NULL") == 1);
  CHECK(shop.CountRows("billing_outbox WHERE done_at IS NULL") == 2);
  CHECK(shop.CountRows("(SELECT DISTINCT xmin::text FROM stripe_webhook_events "
                       "WHERE outcome = 'applied' UNION SELECT xmin::text FROM "
                       "marketplace_order_facts WHERE kind = 'session' AND state = 'paid' UNION "
                       "SELECT xmin::text FROM billing_outbox WHERE topic = 'analytics') AS one") ==
        1);
  shop.wiring->worker.DrainOnce();
  CHECK(shop.CountRows("marketplace_order_facts WHERE kind = 'session' AND state = 'paid'") == 1);
}

TEST_CASE("a payment whose tenant's orders are being changed is stored at once and handled later") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  {
    auto tx = pg::Transaction::Begin(shop.wiring->pool, Deadline::After(absl::Seconds(10)));
    REQUIRE(tx.ok());
    REQUIRE(shop.wiring->ledger.Open(*tx, session->order_id()).ok());
    shop.DeliverWebhooks("checkout.session.completed");
    CHECK(shop.CountRows("stripe_webhook_events WHERE event_type = 'checkout.session.completed' "
                         "AND handled_at IS NULL") == 1);
  }
  shop.Settle();
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
}

TEST_CASE("two events for one change are one effect") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.stripe->Control(R"({"action":"webhooks","mode":"duplicate","twin":true})");
  shop.Pay(*session);
  shop.DeliverWebhooks("checkout.session.completed", 2);
  CHECK(shop.entitlement->AccessOf(session->order_id()).revision() == 1);
  shop.Settle();
  CHECK(shop.analytics->Events().size() == 1);
}

TEST_CASE("forged, stale and malformed signatures are refused and store nothing") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  const auto webhook = shop.receiver.OfType("checkout.session.completed").at(0);
  CHECK(ReasonOf(shop.Deliver(webhook.body + " ", webhook.signature)) == Reason::INVALID_SIGNATURE);
  CHECK(ReasonOf(shop.Deliver(webhook.body, "")) == Reason::INVALID_SIGNATURE);
  shop.clock.Advance(absl::Seconds(305));
  CHECK(ReasonOf(shop.Deliver(webhook.body, webhook.signature)) == Reason::INVALID_SIGNATURE);
  CHECK(ReasonOf(shop.DeliverForged("{}")) == Reason::INVALID_JSON);
  CHECK(ReasonOf(shop.DeliverForged("\xEF\xBB\xBF{}")) == Reason::INVALID_JSON);
  CHECK(ReasonOf(shop.DeliverForged(R"({"id":"evt_1","object":"v2.core.event","type":"x"})")) ==
        Reason::INVALID_JSON);
  CHECK(ReasonOf(shop.DeliverForged(std::string((1u << 20) + 1, ' '))) == Reason::BODY_TOO_LARGE);
  CHECK(shop.CountRows("stripe_webhook_events") == 0);
}

TEST_CASE(
    "events of unknown types, of the other mode and about strangers are stored and answered") {
  Shop shop;
  const std::string head = R"({"object":"event","api_version":"2026-10-28.endive",)";
  const std::string stranger =
      R"("data":{"object":{"id":"cs_x","object":"checkout.session","status":"complete",
      "payment_status":"paid","currency":"usd","amount_subtotal":1,"livemode":false,"expires_at":1,
      "total_details":{"amount_discount":0},"metadata":{"order_id":"not ours"}}}})";
  CHECK(
      shop.DeliverForged(head + R"("id":"evt_1","type":"a.new.type","livemode":false,)" + stranger)
          ->received());
  CHECK(shop.DeliverForged(head + R"("id":"evt_2","type":"checkout.session.completed",
                                     "livemode":true,)" +
                           stranger)
            ->received());
  CHECK(shop.DeliverForged(head + R"("id":"evt_3","type":"checkout.session.completed",
                                     "livemode":false,)" +
                           stranger)
            ->received());
  shop.Settle();
  for (const char* outcome : {"ignored", "other_mode", "no_order"}) {
    CAPTURE(outcome);
    CHECK(shop.CountRows(std::string("stripe_webhook_events WHERE outcome = '") + outcome + "'") ==
          1);
  }
}

TEST_CASE("a payment that does not fit its order grants nothing") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  Json event = shop.receiver.OfType("checkout.session.completed").at(0).event();
  Json& object = event.Mutable("data").Mutable("object");
  object.Set("amount_subtotal", 1);
  CHECK(shop.DeliverForged(event.Write())->received());
  CHECK(shop.entitlement->StandingsOf(kAnn).empty());
  CHECK(shop.metrics.Serialize().find("keys_order_mismatches_total{what=\"subtotal\"} 1") !=
        std::string::npos);
}

TEST_CASE("a session that names another's order is not its payment") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  Json event = shop.receiver.OfType("checkout.session.completed").at(0).event();
  event.Mutable("data").Mutable("object").Set("id", "cs_test_other");
  CHECK(shop.DeliverForged(event.Write())->received());
  CHECK(shop.Order(session->order_id()).status() == "open");
  CHECK(shop.CountRows("stripe_webhook_events WHERE outcome = 'other_session'") == 1);
}

TEST_CASE("an event of another version is not believed: the object is retrieved") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  Json event = shop.receiver.OfType("checkout.session.completed").at(0).event();
  event.Set("api_version", "2020-08-27");
  event.Mutable("data").Mutable("object").Set("amount_subtotal", 1);
  CHECK(shop.DeliverForged(event.Write())->received());
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
}

TEST_CASE("while entitlement is away Stripe is answered in time, and the grant follows") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  shop.entitlement->SetReachable(false);
  const Deadline limit = Deadline::After(absl::Milliseconds(1500));
  shop.DeliverWebhooks();
  CHECK_FALSE(limit.Expired());
  CHECK(shop.Order(session->order_id()).status() == "paid");
  // Paid and on its way is owned already.
  shop.entitlement->SetReachable(true);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::ALREADY_OWNED);
  shop.clock.Advance(absl::Minutes(2));
  shop.Settle();
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
}

TEST_CASE("a declined card leaves the order open, a delayed payment that fails ends it") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session, "decline");
  CHECK(shop.Order(session->order_id()).status() == "open");
  shop.Pay(*session, "pay_later");
  shop.DeliverWebhooks("checkout.session.completed");
  CHECK(shop.Order(session->order_id()).status() == "open");
  Control(shop, "fail_payment", session->session_id());
  shop.DeliverWebhooks("checkout.session.async_payment_failed");
  CHECK(shop.Order(session->order_id()).status() == "failed");
  CHECK(shop.BuyKey(kAnn, "a").ok());
}

TEST_CASE("refunds made at Stripe: partial keeps, full revokes, failed restores") {
  Shop shop;
  const std::string order_id = shop.Own(kAnn, "a");
  const std::string session = SessionOf(shop, order_id);
  Control(shop, "refund", session, R"(,"amount":900)");
  shop.DeliverWebhooks("charge.refunded", 1);
  shop.Settle();
  CHECK(shop.Order(order_id).status() == "partially_refunded");
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  // A bundle is credited with the amount that was really paid.
  CHECK(shop.DiscountOf(kAnn, "pair")->final_price() == 14900 - 7000);

  Control(shop, "refund", session);
  shop.DeliverWebhooks("charge.refunded", 2);
  shop.Settle();
  CHECK(shop.Order(order_id).status() == "refunded");
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_REVOKED_REFUND);
  CHECK(shop.DiscountOf(kAnn, "pair")->owned_keys_size() == 0);

  const Json refund = shop.stripe->Get("/v1/refunds").json()["data"].items().at(0);
  shop.stripe->Control(R"({"action":"fail_refund","refund":")" + refund["id"].AsString() + "\"}");
  shop.DeliverWebhooks("refund.failed");
  shop.Settle();
  CHECK(shop.Order(order_id).status() == "partially_refunded");
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  CHECK(shop.CountRows("stripe_refunds") == 2);
}

TEST_CASE("disputes: open suspends, won restores, lost revokes") {
  Shop shop;
  const std::string order_id = shop.Own(kAnn, "a");
  const std::string session = SessionOf(shop, order_id);
  Control(shop, "open_dispute", session);
  shop.DeliverWebhooks("charge.dispute.created");
  shop.Settle();
  CHECK(shop.Order(order_id).status() == "disputed");
  CHECK(shop.Order(order_id).suspended().code() == "SUSPENDED_DISPUTE");
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_SUSPENDED_DISPUTE);
  // A disputed payment credits nothing; the KEY is not owned meanwhile.
  CHECK(shop.DiscountOf(kAnn, "pair")->final_price() == 14900);

  Control(shop, "close_dispute", session, R"(,"outcome":"won")");
  shop.DeliverWebhooks("charge.dispute.closed");
  shop.Settle();
  CHECK(shop.Order(order_id).status() == "fulfilled");
  CHECK_FALSE(shop.Order(order_id).has_suspended());
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);

  const std::string other = shop.Own(kAnn, "b");
  Control(shop, "open_dispute", SessionOf(shop, other));
  Control(shop, "close_dispute", SessionOf(shop, other), R"(,"outcome":"lost")");
  shop.DeliverWebhooks("charge.dispute.closed", 2);
  shop.Settle();
  CHECK(shop.Order(other).status() == "disputed");
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_REVOKED_DISPUTE);
}

TEST_CASE("a refund and a dispute that arrive before the payment's own event are not lost") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  Control(shop, "refund", session->session_id());
  REQUIRE(shop.receiver.WaitFor("charge.refunded"));
  auto webhooks = shop.receiver.All();
  std::reverse(webhooks.begin(), webhooks.end());
  for (const auto& webhook : webhooks) {
    REQUIRE(shop.Deliver(webhook.body, webhook.signature).ok());
  }
  shop.Settle();
  CHECK(shop.Order(session->order_id()).status() == "refunded");
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_REVOKED_REFUND);
}

TEST_CASE("disputes that wait for a Stripe that hangs delay nobody who has paid") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  REQUIRE(session.ok());
  shop.Pay(*session);
  REQUIRE(shop.receiver.WaitFor("checkout.session.completed"));
  shop.stripe->Control(
      R"({"action":"api_fault","count":1000,"path":"/v1/charges","silence":true})");
  // More than there are threads; each asks Stripe whose charge it is.
  const int threads = EventWorker::Options().threads;
  for (int i = 0; i < 2 * threads; ++i) {
    const std::string n = std::to_string(i);
    const std::string event =
        Concat({R"({"id":"evt_d)", n, R"(","object":"event","type":"charge.dispute.created",)",
                R"("api_version":"2026-10-28.endive","livemode":false,"data":{"object":{"id":"du_)",
                n, R"(","object":"dispute","charge":"ch_)", n, R"("}}})"});
    CHECK(shop.DeliverForged(event)->received());
  }
  REQUIRE(stripe_sandbox::testing::Eventually(
      [&] { return shop.CountRows("stripe_webhook_events WHERE attempts > 0") >= threads - 1; }));
  shop.DeliverWebhooks();
  REQUIRE(stripe_sandbox::testing::Eventually(
      [&] { return shop.Order(session->order_id()).status() == "fulfilled"; }));
  // No dispute has been handled, because Stripe does not answer.
  CHECK(shop.CountRows("stripe_webhook_events WHERE event_type = 'charge.dispute.created' "
                       "AND handled_at IS NOT NULL") == 0);
}

TEST_CASE("an event that fails waits for what is out of reach and is given up for its own fault") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  shop.Pay(*session);
  Json event = shop.receiver.OfType("checkout.session.completed").at(0).event();
  event.Set("api_version", "2020-08-27");
  shop.stripe->Control(
      R"({"action":"api_fault","count":3,"path":"/v1/checkout/sessions","status":500})");
  CHECK(shop.DeliverForged(event.Write())->received());
  CHECK(shop.Order(session->order_id()).status() == "open");
  REQUIRE(stripe_sandbox::testing::Eventually([&] {
    shop.clock.Advance(absl::Minutes(1));
    return shop.Order(session->order_id()).status() == "fulfilled";
  }));

  Json broken = shop.receiver.OfType("checkout.session.completed").at(0).event();
  broken.Set("id", "evt_broken");
  broken.Mutable("data").Mutable("object").Remove("currency");
  CHECK(shop.DeliverForged(broken.Write())->received());
  REQUIRE(stripe_sandbox::testing::Eventually([&] {
    shop.clock.Advance(absl::Minutes(2));
    return shop.CountRows("stripe_webhook_events WHERE dead_at IS NOT NULL") == 1;
  }));
}

}  // namespace
}  // namespace keys::billing

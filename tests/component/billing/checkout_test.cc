#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using event::v1::STANDING_ACTIVE;
using testing::kAnn;
using testing::kBob;
using testing::KeyId;
using testing::kNo;
using testing::kOk;
using testing::kOrg;
using testing::ReasonOf;
using testing::Shop;

std::string Must(const Shop::Response& response) {
  INFO(response.status().ToString());
  REQUIRE(response.ok());
  return response->order_id();
}

TEST_CASE("a KEY is bought, paid and granted, and everybody who should know does") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  const std::string order_id = Must(session);
  CHECK(session->status() == "open");
  CHECK(session->session_id().substr(0, 3) == "cs_");
  CHECK(shop.Order(order_id).status() == "open");

  shop.Pay(*session);
  shop.DeliverWebhooks();
  const v1::Order order = shop.Order(order_id);
  CHECK(order.status() == "fulfilled");
  CHECK(order.amount_cents() == 7900);
  CHECK(order.receipt().has_paid_at());
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  CHECK(shop.PaidAtStripe() == 7900);

  const auto payment = shop.stripe->Ledger()["payments"].items().at(0);
  CHECK(payment["order_id"].AsString() == order_id);
  const auto& metadata = payment["metadata"];
  CHECK(metadata["userId"].AsString() == kAnn);
  CHECK(metadata["keyId"].AsString() == KeyId('a'));
  CHECK(metadata["keySlug"].AsString() == "a");
  CHECK(metadata["purchaseType"].AsString() == "key");

  shop.Settle();
  const auto events = shop.analytics->Events();
  REQUIRE(events.size() == 1);
  CHECK(events[0].event_type() == "purchase");
  CHECK(events[0].key_id() == KeyId('a'));
  CHECK(events[0].amount_cents() == 7900);
  CHECK(shop.entitlement->AccessOf(order_id).source() == "order_line");

  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::ALREADY_OWNED);
  CHECK(shop.stripe->Ledger()["schema_violations"].items().empty());
}

TEST_CASE("a free KEY is granted at once, without Stripe, once") {
  Shop shop;
  const auto response = shop.BuyKey(kAnn, "free");
  const std::string order_id = Must(response);
  CHECK(response->status() == "fulfilled");
  CHECK(response->session_id().empty());
  CHECK(response->url() == kOk);
  CHECK(shop.StandingOf(kAnn, 'f') == STANDING_ACTIVE);
  CHECK(shop.entitlement->AccessOf(order_id).source() == "free");
  CHECK(shop.StripeRequests("POST /v1/checkout/sessions") == 0);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "free")) == Reason::ALREADY_OWNED);
}

TEST_CASE("a free KEY claimed while entitlement is away arrives later") {
  Shop shop;
  const auto asked = shop.BuyKey(kAnn, "free");  // entitlement must answer for the quote
  REQUIRE(asked.ok());
  shop.entitlement->SetReachable(false);
  CHECK(ReasonOf(shop.BuyKey(kBob, "free")) == Reason::UNAVAILABLE);
  shop.entitlement->SetReachable(true);
  CHECK(shop.BuyKey(kBob, "free")->status() == "fulfilled");
}

TEST_CASE("a bundle after two of its KEYS costs what the discount said, and pledges their lines") {
  Shop shop;
  shop.Own(kAnn, "a");
  shop.Own(kAnn, "b");
  const auto quoted = shop.DiscountOf(kAnn, "all");
  REQUIRE(quoted.ok());
  CHECK(quoted->original_price() == 49900);
  CHECK(quoted->discount() == 17800);
  CHECK(quoted->final_price() == 32100);
  CHECK(quoted->owned_keys_size() == 2);
  CHECK_FALSE(quoted->already_owned());

  const auto session = shop.BuyBundle(kAnn, "all");
  const std::string order_id = Must(session);
  shop.Pay(*session);
  shop.DeliverWebhooks();
  CHECK(shop.PaidAtStripe() == 7900 + 9900 + 32100);
  const v1::Order order = shop.Order(order_id);
  CHECK(order.status() == "fulfilled");
  CHECK(order.receipt().discount() == 17800);
  REQUIRE(order.lines_size() == 4);
  CHECK(order.lines(0).amount_cents() == 0);
  CHECK_FALSE(order.lines(0).grants());
  CHECK(order.lines(2).amount_cents() + order.lines(3).amount_cents() == 32100);
  CHECK(shop.CountRows("marketplace_order_credits") == 2);
  const auto payment = shop.stripe->Ledger()["payments"].items().at(0);
  CHECK(payment["amount_subtotal"].AsInt() == 49900);
  CHECK(payment["amount_discount"].AsInt() == 17800);
  // This order grants only the KEYS that were missing, and names the owned ones as well.
  const event::v1::OrderAccess access = shop.entitlement->AccessOf(order_id);
  CHECK(access.grants_size() == 4);
  CHECK(std::count_if(access.grants().begin(), access.grants().end(), [](const auto& grant) {
          return grant.standing() == event::v1::STANDING_UNSPECIFIED;
        }) == 2);
  CHECK(shop.entitlement->StandingsOf(kAnn).size() == 4);

  const auto owned = shop.DiscountOf(kAnn, "all");
  CHECK(owned->already_owned());
  CHECK(owned->final_price() == 0);
  CHECK(ReasonOf(shop.BuyBundle(kAnn, "all")) == Reason::ALREADY_OWNED);
  shop.Settle();
  int upgrades = 0;
  for (const auto& event : shop.analytics->Events())
    upgrades += event.event_type() == "bundle_upgrade";
  CHECK(upgrades == 1);
}

TEST_CASE("a gift counts as owned but credits nothing") {
  Shop shop;
  shop.entitlement->Give(kAnn, KeyId('a'));
  const auto quoted = shop.DiscountOf(kAnn, "pair");
  CHECK(quoted->final_price() == 9900);  // b alone
  CHECK(quoted->owned_keys_size() == 1);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::ALREADY_OWNED);
}

TEST_CASE("what is not for sale is not sold") {
  Shop shop;
  CHECK(ReasonOf(shop.BuyKey(kAnn, "nothing-like-it")) == Reason::NOT_FOUND);
  CHECK(ReasonOf(shop.BuyBundle(kAnn, "nothing-like-it")) == Reason::NOT_FOUND);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "unlisted")) == Reason::NOT_FOR_SALE);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "away")) == Reason::KEY_UNAVAILABLE);
  shop.catalog->Key("c").set_status("archived");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "c")) == Reason::NOT_FOR_SALE);
  shop.catalog->Key("c").set_status("draft");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "c")) == Reason::NOT_FOUND);
}

TEST_CASE("buyers return to this shop only") {
  Shop shop;
  v1::CheckoutKeyRequest request = Shop::KeyRequest("a");
  request.set_success_url("https://evil.test/ok");
  request.set_cancel_url("javascript:alert(1)");
  rpc::Call call = shop.CallOf(kAnn);
  const auto response = shop.Buy(call, request);
  REQUIRE(ReasonOf(response) == Reason::URL_NOT_ALLOWED);
  const auto detail = error::DetailOf(response.status());
  REQUIRE(detail->violations_size() == 2);
  CHECK(detail->violations(0).pointer() == "/successUrl");
}

TEST_CASE("owners and admins buy for their organisation, members and strangers do not") {
  Shop shop;
  shop.entitlement->AddMember(kAnn, kOrg, "owner");
  shop.entitlement->AddMember(kBob, kOrg, "member");
  v1::CheckoutKeyRequest request = Shop::KeyRequest("a");
  request.set_org_id(kOrg);
  rpc::Call bob = shop.CallOf(kBob);
  CHECK(ReasonOf(shop.Buy(bob, request)) == Reason::NOT_ADMIN);
  v1::CheckoutKeyRequest foreign = request;
  foreign.set_org_id("dddddddd-0000-7000-8000-000000000004");
  rpc::Call ann = shop.CallOf(kAnn);
  CHECK(ReasonOf(shop.Buy(ann, foreign)) == Reason::NOT_FOUND);
  foreign.set_org_id("not-a-uuid");
  CHECK(ReasonOf(shop.Buy(ann, foreign)) == Reason::INVALID_ARGUMENT);

  const auto session = shop.Buy(ann, request);
  Must(session);
  shop.Pay(*session);
  shop.DeliverWebhooks();
  CHECK(shop.StandingOf(kOrg, 'a') == STANDING_ACTIVE);
  CHECK(shop.entitlement->StandingsOf(kAnn).empty());
  // Owned by the organisation is not owned personally.
  CHECK(shop.BuyKey(kAnn, "a").ok());
  CHECK(shop.Order(session->order_id()).tenant_type() == "org");
}

TEST_CASE("a role claimed by the token adds to the organisation's own list") {
  Shop shop;
  v1::CheckoutKeyRequest request = Shop::KeyRequest("free");
  request.set_org_id(kOrg);
  rpc::Call call({.caller = {.user_id = kAnn, .orgs = {{kOrg, "admin"}}},
                  .deadline = ::keys::testing::Soon()});
  CHECK(shop.Buy(call, request).ok());
}

TEST_CASE("the same wish finds the same open session, another one ends it first") {
  Shop shop;
  const auto first = shop.BuyKey(kAnn, "a");
  Must(first);
  const auto again = shop.BuyKey(kAnn, "a");
  CHECK(again->session_id() == first->session_id());
  CHECK(again->order_id() == first->order_id());

  v1::CheckoutKeyRequest elsewhere = Shop::KeyRequest("a");
  elsewhere.set_cancel_url("https://shop.test/other");
  rpc::Call call = shop.CallOf(kAnn);
  const auto other = shop.Buy(call, elsewhere);
  Must(other);
  CHECK(other->session_id() != first->session_id());
  CHECK(shop.Order(first->order_id()).status() == "expired");

  // A bundle that holds the KEY, and back.
  const auto bundle = shop.BuyBundle(kAnn, "pair");
  Must(bundle);
  CHECK(shop.Order(other->order_id()).status() == "expired");
  Must(shop.BuyKey(kAnn, "b"));
  CHECK(shop.Order(bundle->order_id()).status() == "expired");
  // Another tenant's session and one without a common KEY stay.
  const auto bobs = shop.BuyKey(kBob, "b");
  Must(shop.BuyKey(kAnn, "c"));
  CHECK(shop.Order(bobs->order_id()).status() == "open");
}

TEST_CASE("a price that changed makes a new session; the old one can no longer be paid") {
  Shop shop;
  const auto first = shop.BuyKey(kAnn, "a");
  Must(first);
  shop.catalog->Key("a").set_price_cents(8900);
  const auto second = shop.BuyKey(kAnn, "a");
  Must(second);
  CHECK(second->session_id() != first->session_id());
  CHECK(shop.Order(first->order_id()).status() == "expired");
  CHECK(shop.Order(second->order_id()).amount_cents() == 8900);
}

TEST_CASE("a session found paid while it is being ended is settled, not bought twice") {
  Shop shop;
  const auto first = shop.BuyKey(kAnn, "a");
  Must(first);
  shop.Pay(*first);  // its webhook is not delivered
  CHECK(ReasonOf(shop.BuyBundle(kAnn, "pair")) == Reason::ALREADY_OWNED);
  CHECK(shop.Order(first->order_id()).status() == "fulfilled");
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  shop.DeliverWebhooks();
  CHECK(shop.Order(first->order_id()).status() == "fulfilled");
  // Now the bundle costs its remainder.
  CHECK(shop.DiscountOf(kAnn, "pair")->final_price() == 14900 - 7900);
}

TEST_CASE("while a delayed payment is under way nothing that shares a KEY can be bought") {
  Shop shop;
  const auto first = shop.BuyKey(kAnn, "a");
  Must(first);
  shop.Pay(*first, "pay_later");
  CHECK(ReasonOf(shop.BuyBundle(kAnn, "pair")) == Reason::IN_PROGRESS);
  shop.DeliverWebhooks();
  CHECK(shop.Order(first->order_id()).status() == "open");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::IN_PROGRESS);
  shop.stripe->Control(R"({"action":"settle","session":")" + first->session_id() + "\"}");
  shop.DeliverWebhooks("checkout.session.async_payment_succeeded");
  CHECK(shop.Order(first->order_id()).status() == "fulfilled");
}

TEST_CASE("an idempotency key answers as before, and not for another request") {
  Shop shop;
  rpc::Call first = shop.CallOf(kAnn, "key-1");
  const auto answer = shop.Buy(first, Shop::KeyRequest("a"));
  Must(answer);
  CHECK_FALSE(first.replayed());
  rpc::Call second = shop.CallOf(kAnn, "key-1");
  CHECK(shop.Buy(second, Shop::KeyRequest("a"))->session_id() == answer->session_id());
  CHECK(second.replayed());
  rpc::Call other = shop.CallOf(kAnn, "key-1");
  CHECK(ReasonOf(shop.Buy(other, Shop::KeyRequest("b"))) == Reason::IDEMPOTENCY_KEY_REUSED);
  // A failure leaves the key free.
  rpc::Call failed = shop.CallOf(kAnn, "key-2");
  CHECK(ReasonOf(shop.Buy(failed, Shop::KeyRequest("away"))) == Reason::KEY_UNAVAILABLE);
  shop.catalog->Key("away").set_available(true);
  rpc::Call retried = shop.CallOf(kAnn, "key-2");
  CHECK(shop.Buy(retried, Shop::KeyRequest("away")).ok());
}

TEST_CASE("first checkouts at once make one product, one price and one customer each") {
  Shop shop;
  std::vector<std::thread> buyers;
  std::vector<Shop::Response> responses(6, absl::UnknownError("not asked"));
  for (std::size_t i = 0; i < responses.size(); ++i) {
    buyers.emplace_back([&, i] { responses[i] = shop.BuyKey(i % 2 == 0 ? kAnn : kBob, "a"); });
  }
  for (std::thread& buyer : buyers) buyer.join();
  std::set<std::string> sessions;
  for (const auto& response : responses) {
    Must(response);
    sessions.insert(response->session_id());
  }
  CHECK(sessions.size() == 2);
  CHECK(shop.stripe->Get("/v1/products").json()["data"].items().size() == 1);
  CHECK(shop.stripe->Get("/v1/prices").json()["data"].items().size() == 1);
  CHECK(shop.stripe->Get("/v1/customers").json()["data"].items().size() == 2);
  CHECK(shop.stripe->Get("/v1/checkout/sessions").json()["data"].items().size() == 2);
}

TEST_CASE("what is gone at Stripe is made anew") {
  Shop shop;
  shop.Own(kAnn, "b");
  shop.ReplaceStripe();
  const auto session = shop.BuyKey(kAnn, "a");
  Must(session);
  const auto same_product = shop.BuyKey(kBob, "b");
  Must(same_product);
  shop.Pay(*same_product);
  CHECK(shop.PaidAtStripe() == 9900);
}

TEST_CASE("the portal gets a fresh link each time, for the one customer") {
  Shop shop;
  v1::GetPortalRequest request;
  request.set_return_url("https://shop.test/account");
  rpc::Call call = shop.CallOf(kAnn);
  const auto first = shop.wiring->portal.Get(call, request);
  REQUIRE(first.ok());
  const auto second = shop.wiring->portal.Get(call, request);
  CHECK(second->url() != first->url());
  CHECK(shop.stripe->Get("/v1/customers").json()["data"].items().size() == 1);
  request.set_return_url("https://evil.test/");
  CHECK(ReasonOf(shop.wiring->portal.Get(call, request)) == Reason::URL_NOT_ALLOWED);
  // If the shop has no address of its own, the request must name one.
  request.clear_return_url();
  CHECK(ReasonOf(shop.wiring->portal.Get(call, request)) == Reason::INVALID_ARGUMENT);
  shop.stripe->Control(R"({"action":"portal","configured":false})");
  request.set_return_url("https://shop.test/account");
  CHECK(ReasonOf(shop.wiring->portal.Get(call, request)) == Reason::CONFLICT);
}

}  // namespace
}  // namespace keys::billing

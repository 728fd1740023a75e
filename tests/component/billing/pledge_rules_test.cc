// Tries through the handlers, with PostgreSQL and the payment sandbox, the cases of pledges and
// shortfalls that random sequences of purchases and refunds have found
// (services/billing/domain/sequence_test.cc).
#include <catch2/catch.hpp>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using event::v1::STANDING_ACTIVE;
using event::v1::STANDING_REVOKED_REFUND;
using event::v1::STANDING_SUSPENDED_CREDIT;
using stripe_sandbox::testing::Eventually;
using testing::kAnn;
using testing::kBob;
using testing::ReasonOf;
using testing::Shop;

absl::StatusOr<v1::RefundOrderResponse> Refund(Shop& shop, const std::string& order_id,
                                               const std::string& line = "") {
  v1::RefundOrderRequest request;
  request.set_id(order_id);
  request.set_reason("asked nicely");
  if (!line.empty()) request.set_line(line);
  rpc::Call call = shop.CallOf(kBob);
  return shop.wiring->admin_orders.Refund(call, request);
}

void Waive(Shop& shop, const std::string& order_id) {
  v1::WaiveShortfallRequest request;
  request.set_id(order_id);
  request.set_reason("our mistake");
  rpc::Call call = shop.CallOf(kBob);
  REQUIRE(shop.wiring->admin_orders.Waive(call, request).ok());
}

v1::CheckoutResponse PayShortfall(Shop& shop, const std::string& order_id) {
  rpc::Call call = shop.CallOf(kAnn);
  const auto session = shop.wiring->shortfalls.Pay(call, Shop::ShortfallRequest(order_id));
  REQUIRE(session.ok());
  shop.Pay(*session);
  shop.SettleAll();
  return *session;
}

TEST_CASE("two orders never hold each other's money: only a single purchase takes a pledge over") {
  Shop shop;
  const std::string single = shop.Own(kAnn, "b");
  const std::string all = shop.OwnBundle("all");
  shop.RefundAtStripe(shop.SessionOf(single));
  Waive(shop, all);
  // Its credit is a line of "all", and it gives the KEY that "all" was credited for.
  const std::string pair = shop.OwnBundle("pair");
  CHECK(ReasonOf(Refund(shop, all)) == Reason::CREDIT_IN_USE);
  const auto first = Refund(shop, pair);
  INFO(first.status().ToString());
  REQUIRE(first.ok());
  REQUIRE(Refund(shop, all).ok());
  shop.Settle();
  for (const char slug : {'a', 'b', 'c'}) {
    CHECK(shop.StandingOf(kAnn, slug) == STANDING_REVOKED_REFUND);
  }
}

TEST_CASE("no line is refunded of an order that lacks a credit, nor more than its payments leave") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string all = shop.OwnBundle("all");
  shop.RefundAtStripe(shop.SessionOf(source));
  CHECK(ReasonOf(Refund(shop, all, "d")) == Reason::CONFLICT);
  PayShortfall(shop, all);
  // 42000 + 7900 paid, less b, c and a, which are kept: 9900 + 19900 + 7900.
  const auto refunded = Refund(shop, all, "d");
  INFO(refunded.status().ToString());
  REQUIRE(refunded.ok());
  CHECK(refunded->order().refunded_cents() == 12200);
}

TEST_CASE(
    "what paid a shortfall and was lost to the bank is not refunded with a line of its order") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string all = shop.OwnBundle("all");
  shop.RefundAtStripe(shop.SessionOf(source));
  const std::string session = PayShortfall(shop, all).session_id();
  shop.stripe->Control(R"({"action":"open_dispute","session":")" + session + "\"}");
  shop.DeliverWebhooks("charge.dispute.created");
  shop.Settle();
  REQUIRE(shop.Order(all).suspended().code() == "SUSPENDED_CREDIT");
  shop.Own(kAnn, "a");
  shop.Settle();
  REQUIRE_FALSE(shop.Order(all).has_suspended());
  shop.stripe->Control(R"({"action":"close_dispute","outcome":"lost","session":")" + session +
                       "\"}");
  shop.DeliverWebhooks("charge.dispute.closed");
  shop.Settle();
  // 42000 paid, less b and c, which are kept: 9900 + 19900.
  const auto refunded = Refund(shop, all, "d");
  INFO(refunded.status().ToString());
  REQUIRE(refunded.ok());
  CHECK(refunded->order().refunded_cents() == 12200);
}

TEST_CASE("what paid a shortfall is credited nowhere else") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string all = shop.OwnBundle("all");
  shop.RefundAtStripe(shop.SessionOf(source));
  PayShortfall(shop, all);
  REQUIRE(Refund(shop, all, "d").ok());
  shop.Settle();
  REQUIRE(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  const auto discount = shop.DiscountOf(kAnn, "all");
  REQUIRE(discount.ok());
  for (const v1::QuoteLine& line : discount->lines()) {
    if (line.kind() == "credit") CHECK(line.slug() != "a");
  }
}

TEST_CASE(
    "what paid a shortfall shares the fate of its order: suspended with it, given back with it") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string all = shop.OwnBundle("all");
  shop.RefundAtStripe(shop.SessionOf(source));
  PayShortfall(shop, all);
  REQUIRE(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  const std::string session = shop.SessionOf(all);
  shop.stripe->Control(R"({"action":"open_dispute","session":")" + session + "\"}");
  shop.DeliverWebhooks("charge.dispute.created");
  shop.Settle();
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_SUSPENDED_CREDIT);
  shop.stripe->Control(R"({"action":"close_dispute","outcome":"won","session":")" + session +
                       "\"}");
  shop.DeliverWebhooks("charge.dispute.closed");
  shop.Settle();
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
  // Refunds in Stripe's Dashboard all that the order itself cost.
  shop.RefundAtStripe(session);
  CHECK(Eventually([&] {
    shop.SettleAll();
    return shop.StandingOf(kAnn, 'a') == STANDING_REVOKED_REFUND;
  }));
  CHECK(shop.stripe->Ledger()["totals"]["usd"]["refunded"].AsInt() == 7900 + 42000 + 7900);
  CHECK(shop.Order(all).status() == "refunded");
}

}  // namespace
}  // namespace keys::billing

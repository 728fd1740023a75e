// Paying what an order lacks since a credit it used no longer stands.
#include <catch2/catch.hpp>
#include <iostream>
#include <set>
#include <thread>

#include "common/base/text.h"
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
using testing::KeyId;
using testing::kNo;
using testing::kOk;
using testing::ReasonOf;
using testing::Shop;

v1::CheckoutShortfallRequest Wish(const std::string& order_id) {
  return Shop::ShortfallRequest(order_id);
}

Shop::Response PayShortfall(Shop& shop, const std::string& order_id,
                            const std::string& user = kAnn) {
  rpc::Call call = shop.CallOf(user);
  return shop.wiring->shortfalls.Pay(call, Wish(order_id));
}

// KEY a, then the bundle with credit for it, then KEY a is refunded at Stripe.
struct Lacking {
  explicit Lacking(Shop& shop, int64_t refunded = 0) {
    source = shop.Own(kAnn, "a");
    bundle = shop.OwnBundle("all");
    shop.RefundAtStripe(shop.SessionOf(source), refunded);
    REQUIRE(shop.Order(bundle).suspended().code() == "SUSPENDED_CREDIT");
    REQUIRE(shop.StandingOf(kAnn, 'b') == STANDING_SUSPENDED_CREDIT);
  }
  std::string source;
  std::string bundle;
};

int64_t Refunded(Shop& shop) { return shop.stripe->Ledger()["totals"]["usd"]["refunded"].AsInt(); }

// Stripe's state of the session, once it is as said.
bool SessionBecomes(Shop& shop, const std::string& session, const std::string& status) {
  return Eventually([&] {
    const Json now = shop.stripe->Get("/v1/checkout/sessions/" + session).json();
    return now["status"].AsString() == status;
  });
}

TEST_CASE("paying the shortfall ends it, grants the missing KEY and becomes a line of the order") {
  Shop shop;
  const Lacking lacking(shop);
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_REVOKED_REFUND);
  const auto session = PayShortfall(shop, lacking.bundle);
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(session->order_id() == lacking.bundle);
  CHECK(session->status() == "open");
  shop.Pay(*session);
  shop.SettleAll();
  const v1::Order order = shop.Order(lacking.bundle);
  CHECK_FALSE(order.has_suspended());
  CHECK(order.status() == "fulfilled");
  CHECK(order.amount_cents() == 42000 + 7900);
  CHECK(order.shortfall_paid_cents() == 7900);
  int64_t sum = 0;
  for (const v1::OrderLine& line : order.lines()) sum += line.amount_cents();
  CHECK(sum == order.amount_cents());
  const v1::OrderLine& added = order.lines(order.lines_size() - 1);
  CHECK(added.slug() == "a");
  CHECK(added.grants());
  CHECK(added.amount_cents() == 7900);
  for (const char slug : {'a', 'b', 'c', 'd'})
    CHECK(shop.StandingOf(kAnn, slug) == STANDING_ACTIVE);
  CHECK(order.receipt().final_price() == 42000);
  CHECK(ReasonOf(PayShortfall(shop, lacking.bundle)) == Reason::CONFLICT);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::ALREADY_OWNED);
  // Lists show one order, not two.
  v1::ListOrdersRequest list;
  rpc::Call call = shop.CallOf(kAnn);
  CHECK(shop.wiring->orders.List(call, list)->orders_size() == 2);
}

TEST_CASE("an order that lacks nothing, is unknown or is somebody else's cannot be paid again") {
  Shop shop;
  const std::string own = shop.Own(kAnn, "b");
  CHECK(ReasonOf(PayShortfall(shop, own)) == Reason::CONFLICT);
  CHECK(ReasonOf(PayShortfall(shop, own, kBob)) == Reason::NOT_FOUND);
  CHECK(ReasonOf(PayShortfall(shop, "no-uuid")) == Reason::NOT_FOUND);
  CHECK(ReasonOf(PayShortfall(shop, KeyId('z'))) == Reason::NOT_FOUND);
  v1::CheckoutShortfallRequest elsewhere = Wish(own);
  elsewhere.set_success_url("https://evil.test/");
  rpc::Call call = shop.CallOf(kAnn);
  CHECK(ReasonOf(shop.wiring->shortfalls.Pay(call, elsewhere)) == Reason::URL_NOT_ALLOWED);
}

TEST_CASE("eight who pay one shortfall at once get one session, and one key gets one answer") {
  Shop shop;
  const Lacking lacking(shop);
  std::vector<std::thread> threads;
  std::vector<Shop::Response> answers(8, absl::UnknownError("not asked"));
  for (auto& answer : answers) {
    threads.emplace_back([&] { answer = PayShortfall(shop, lacking.bundle); });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> sessions;
  for (const auto& answer : answers) {
    INFO(answer.status().ToString());
    CHECK((answer.ok() || ReasonOf(answer) == Reason::STRIPE_UNAVAILABLE ||
           ReasonOf(answer) == Reason::IN_PROGRESS));
    if (answer.ok()) sessions.insert(answer->session_id());
  }
  CHECK(sessions.size() == 1);
  rpc::Call first = shop.CallOf(kAnn, "once");
  rpc::Call again = shop.CallOf(kAnn, "once");
  CHECK(shop.wiring->shortfalls.Pay(first, Wish(lacking.bundle)).ok());
  CHECK(shop.wiring->shortfalls.Pay(again, Wish(lacking.bundle))->session_id() ==
        *sessions.begin());
  CHECK(again.replayed());
  CHECK(shop.CountRows("marketplace_orders WHERE parent_id IS NOT NULL") == 1);
}

TEST_CASE("what is too little to charge is given away at once") {
  Shop shop;
  const Lacking lacking(shop, 30);
  const auto given = PayShortfall(shop, lacking.bundle);
  INFO(given.status().ToString());
  REQUIRE(given.ok());
  CHECK(given->session_id().empty());
  CHECK(given->url() == kOk);
  CHECK(given->status() == "fulfilled");
  shop.Settle();
  CHECK_FALSE(shop.Order(lacking.bundle).has_suspended());
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_ACTIVE);
}

TEST_CASE("a partial refund of the source is paid back to the cent") {
  Shop shop;
  const Lacking lacking(shop, 900);
  CHECK(shop.Order(lacking.bundle).suspended().shortfall_cents() == 900);
  const auto session = PayShortfall(shop, lacking.bundle);
  shop.Pay(*session);
  shop.SettleAll();
  CHECK_FALSE(shop.Order(lacking.bundle).has_suspended());
  CHECK(shop.Order(lacking.bundle).shortfall_paid_cents() == 900);
}

TEST_CASE("a refunded shortfall payment suspends again, and revokes only its own line") {
  Shop shop;
  const Lacking lacking(shop);
  const auto session = PayShortfall(shop, lacking.bundle);
  shop.Pay(*session);
  shop.SettleAll();
  shop.RefundAtStripe(session->session_id());
  const v1::Order order = shop.Order(lacking.bundle);
  CHECK(order.suspended().code() == "SUSPENDED_CREDIT");
  CHECK(order.suspended().shortfall_cents() == 7900);
  CHECK(order.status() == "partially_refunded");
  CHECK(order.refunded_cents() == 7900);
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_REVOKED_REFUND);
  CHECK(shop.StandingOf(kAnn, 'b') == STANDING_SUSPENDED_CREDIT);
  // The shortfall may be paid once more.
  const auto again = PayShortfall(shop, lacking.bundle);
  REQUIRE(again.ok());
  shop.Pay(*again);
  shop.SettleAll();
  CHECK_FALSE(shop.Order(lacking.bundle).has_suspended());
}

TEST_CASE("a disputed shortfall payment suspends until the dispute is won") {
  Shop shop;
  const Lacking lacking(shop);
  const auto session = PayShortfall(shop, lacking.bundle);
  shop.Pay(*session);
  shop.SettleAll();
  shop.stripe->Control(R"({"action":"open_dispute","session":")" + session->session_id() + "\"}");
  shop.DeliverWebhooks("charge.dispute.created");
  shop.Settle();
  CHECK(shop.Order(lacking.bundle).status() == "disputed");
  CHECK(shop.Order(lacking.bundle).suspended().code() == "SUSPENDED_CREDIT");
  shop.stripe->Control(R"({"action":"close_dispute","outcome":"won","session":")" +
                       session->session_id() + "\"}");
  shop.DeliverWebhooks("charge.dispute.closed");
  shop.Settle();
  CHECK(shop.Order(lacking.bundle).status() == "fulfilled");
  CHECK_FALSE(shop.Order(lacking.bundle).has_suspended());
}

TEST_CASE("an expired session leaves the shortfall, which may be paid anew") {
  Shop shop;
  const Lacking lacking(shop);
  const auto session = PayShortfall(shop, lacking.bundle);
  shop.stripe->Control(R"({"action":"expire","session":")" + session->session_id() + "\"}");
  shop.DeliverWebhooks("checkout.session.expired");
  CHECK(shop.Order(lacking.bundle).suspended().shortfall_cents() == 7900);
  CHECK(shop.Order(lacking.bundle).status() == "fulfilled");
  const auto again = PayShortfall(shop, lacking.bundle);
  REQUIRE(again.ok());
  CHECK(again->session_id() != session->session_id());
}

TEST_CASE("a shortfall that is waived while it is being paid ends the session at Stripe") {
  Shop shop;
  const Lacking lacking(shop);
  const auto session = PayShortfall(shop, lacking.bundle);
  v1::WaiveShortfallRequest waive;
  waive.set_id(lacking.bundle);
  waive.set_reason("our mistake");
  rpc::Call call = shop.CallOf(kBob);
  REQUIRE(shop.wiring->admin_orders.Waive(call, waive).ok());
  CHECK(SessionBecomes(shop, session->session_id(), "expired"));
  CHECK(ReasonOf(PayShortfall(shop, lacking.bundle)) == Reason::CONFLICT);
}

TEST_CASE("a source that stands again ends the session; paid all the same, the money goes back") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  const std::string bundle = shop.OwnBundle("all");
  shop.RefundAtStripe(shop.SessionOf(source));
  const Json refund = shop.stripe->Get("/v1/refunds").json()["data"].items().at(0);
  const auto session = PayShortfall(shop, bundle);
  REQUIRE(session.ok());
  const bool too_late = GENERATE(false, true);
  CAPTURE(too_late);
  if (too_late) shop.Pay(*session);  // and its webhook is on the way
  shop.stripe->Control(R"({"action":"fail_refund","refund":")" + refund["id"].AsString() + "\"}");
  REQUIRE(shop.receiver.WaitFor("refund.failed", 1));
  const Json failed = shop.receiver.OfType("refund.failed").at(0).event();
  CHECK(shop.DeliverForged(failed.Write())->received());
  if (!too_late) {
    CHECK(SessionBecomes(shop, session->session_id(), "expired"));
    return;
  }
  shop.SettleAll();
  REQUIRE(Eventually([&] { return shop.Order(bundle).notice().code() == "SECOND_PAYMENT"; }));
  CHECK(Eventually([&] { return Refunded(shop) == 7900; }));
  CHECK(shop.StripeRequests("POST /v1/refunds") == 1);
  const v1::Order order = shop.Order(bundle);
  CHECK(order.amount_cents() == 42000);
  CHECK_FALSE(order.has_suspended());
  CHECK(shop.StandingOf(kAnn, 'a') == STANDING_ACTIVE);
}

TEST_CASE("a single purchase of the KEY takes the pledge over and ends the shortfall's session") {
  Shop shop;
  const Lacking lacking(shop);
  const auto session = PayShortfall(shop, lacking.bundle);
  REQUIRE(session.ok());
  const std::string again = shop.Own(kAnn, "a");
  shop.Settle();
  CHECK_FALSE(shop.Order(lacking.bundle).has_suspended());
  CHECK(SessionBecomes(shop, session->session_id(), "expired"));
  CHECK(shop.IsPledged(again));
  // In the other direction, paying the shortfall ends a single purchase that is under way.
  shop.RefundAtStripe(shop.SessionOf(again));
  const auto single = shop.BuyKey(kAnn, "a");
  REQUIRE(single.ok());
  REQUIRE(PayShortfall(shop, lacking.bundle).ok());
  CHECK(SessionBecomes(shop, single->session_id(), "expired"));
}

TEST_CASE("refunding an order in full gives back what was paid for its shortfall too") {
  Shop shop;
  const Lacking lacking(shop);
  const auto session = PayShortfall(shop, lacking.bundle);
  shop.Pay(*session);
  shop.SettleAll();
  v1::RefundOrderRequest request;
  request.set_id(lacking.bundle);
  request.set_reason("asked nicely");
  request.set_line("a");
  rpc::Call call = shop.CallOf(kBob);
  const auto held = shop.wiring->admin_orders.Refund(call, request);
  CHECK(ReasonOf(held) == Reason::CREDIT_IN_USE);
  CHECK(std::string(MessageOf(held.status())).find(lacking.bundle) != std::string::npos);
  request.clear_line();
  const auto refunded = shop.wiring->admin_orders.Refund(call, request);
  INFO(refunded.status().ToString());
  REQUIRE(refunded.ok());
  CHECK(refunded->order().status() == "refunded");
  CHECK(refunded->order().refunded_cents() == 49900);
  CHECK(Refunded(shop) == 7900 + 49900);
  shop.Settle();
  for (const char slug : {'a', 'b'}) CHECK(shop.StandingOf(kAnn, slug) == STANDING_REVOKED_REFUND);
}

TEST_CASE("with every webhook lost, the buyer who looks finds the shortfall paid within 3 s") {
  Shop shop;
  const Lacking lacking(shop);
  shop.stripe->Control(R"({"action":"webhooks","mode":"drop"})");
  const auto session = PayShortfall(shop, lacking.bundle);
  shop.Pay(*session);
  const Deadline in_time = Deadline::After(absl::Seconds(3));
  v1::GetOrderRequest look;
  look.set_id(lacking.bundle);
  REQUIRE(Eventually([&] {
    rpc::Call call = shop.CallOf(kAnn);
    return !shop.wiring->orders.Get(call, look)->order().has_suspended();
  }));
  std::cout << "counted: a shortfall without webhooks: " << absl::Seconds(3) - in_time.Remaining()
            << "\n";
  CHECK_FALSE(in_time.Expired());
}

}  // namespace
}  // namespace keys::billing

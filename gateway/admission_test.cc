// Tests through the whole pipeline which limits a request counts against, and what is decided
// before it reaches a service.
#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "common/rpc/wire.h"
#include "gateway/testing/gateway_fixture.h"
#include "keys/billing/v1/billing.pb.h"

namespace keys::gateway {
namespace {

constexpr char kOrders[] = "/keys.billing.v1.Billing/ListOrders";

std::string Header(const HttpResponse& response, std::string_view name) {
  const std::string* value = response.headers.Find(name);
  return value == nullptr ? "" : *value;
}

TEST_CASE("preflights are not counted, other OPTIONS are") {
  GatewayFixture g({.origins = {"https://shop.example"}, .rate = {.per_minute = 60, .burst = 2}});
  const HeaderFields preflight = {{"origin", "https://shop.example"},
                                  {"access-control-request-method", "POST"}};
  for (int i = 0; i < 10; ++i) {
    const HttpResponse answer = g.Ask("OPTIONS", "/marketplace/keys/x/checkout", preflight);
    CHECK(answer.status == 204);
    CHECK(answer.headers.Find("ratelimit") == nullptr);
  }
  CHECK(g.Ask("OPTIONS", "/marketplace/keys").status == 204);
  CHECK(g.Ask("OPTIONS", "/marketplace/keys").status == 204);
  CHECK(g.Ask("OPTIONS", "/marketplace/keys").status == 429);
  CHECK(g.Ask("GET", "/nothing", preflight).status == 429);
}

TEST_CASE("a v6 customer is limited however many addresses he uses") {
  GatewayFixture g({.rate = {.per_minute = 60, .burst = 2}, .trusted_proxies = {"192.0.2.1"}});
  const auto ask = [&](const std::string& address) {
    return g.Ask("GET", "/nothing", {{"x-forwarded-for", address}}).status;
  };
  CHECK(ask("2001:db8:1:2::1") == 404);
  CHECK(ask("[2001:db8:1:2:ffff::2]:4711") == 404);
  CHECK(ask("2001:db8:1:2:1234::3") == 429);
  CHECK(ask("2001:db8:1:3::1") == 404);
}

TEST_CASE("who sent a token that is no good is told so, who sent none is told no error") {
  GatewayFixture g;
  const HttpResponse none = g.Ask("GET", "/marketplace/orders");
  CHECK(none.status == 401);
  CHECK(Header(none, "www-authenticate") == "Bearer");
  for (const char* path :
       {"/marketplace/orders", "/marketplace/keys", "/marketplace/admin/audit"}) {
    for (const char* sent : {"Bearer x", "Bearer", "", "Basic eDp5"}) {
      const HttpResponse refused = g.Ask("GET", path, {{"authorization", sent}});
      CHECK(refused.status == 401);
      CHECK(Header(refused, "www-authenticate") == "Bearer error=\"invalid_token\"");
    }
  }
}

TEST_CASE("a user agent of any script reaches the service as far as it is kept") {
  GatewayFixture g;
  g.services.On(kOrders,
                [](const FakeCall&) { return FakeAnswer::Of(billing::v1::ListOrdersResponse()); });
  const std::string token = g.Token(GatewayFixture::kUser);
  const auto sent = [&](const std::string& agent) {
    const HttpResponse answer =
        g.Ask("GET", "/marketplace/orders", {{"authorization", token}, {"user-agent", agent}});
    CHECK(answer.status == 200);
    return rpc::PercentDecode(g.services.Calls(kOrders).back().Metadata("x-keys-user-agent"));
  };
  std::string keys, cut;
  for (int i = 0; i < 600; ++i) keys += "\xf0\x9f\x94\x91";
  cut = keys.substr(0, 501 * 4);
  CHECK(sent(keys) == cut);
  CHECK(sent(std::string(600, 'x')) == std::string(501, 'x'));
  // Bytes that are no UTF-8 are passed on too, and a run of them is not taken for one endless
  // character.
  CHECK(sent("a" + std::string(9000, '\x80')).size() >= 501);
}

}  // namespace
}  // namespace keys::gateway

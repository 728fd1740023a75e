// Tests conditional requests (RFC 9110 §13): of reads, and of changes.
#include <catch2/catch.hpp>

#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"
#include "keys/billing/v1/billing.pb.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::gateway {
namespace {

constexpr char kGetKey[] = "/keys.catalog.v1.Catalog/GetKey";
constexpr char kUpdateKey[] = "/keys.catalog.v1.CatalogAdmin/UpdateKey";
constexpr char kCheckout[] = "/keys.billing.v1.Billing/CheckoutKey";
constexpr char kOrders[] = "/keys.billing.v1.Billing/ListOrders";

TEST_CASE("what the client has is not sent again") {
  GatewayFixture g;
  std::string entity_tag = "k7";
  g.services.On(kGetKey, [&](const FakeCall&) {
    FakeAnswer answer = FakeAnswer::Of(catalog::v1::GetKeyResponse());
    answer.trailers["x-keys-entity-tag"] = entity_tag;
    return answer;
  });
  const HttpResponse first = g.Ask("GET", "/marketplace/keys/x");
  const std::string tag = Header(first, "etag");
  CHECK(tag.substr(0, 4) == "\"k7.");
  const HttpResponse second =
      g.Ask("GET", "/marketplace/keys/x", {{"if-none-match", "\"other\", W/" + tag}});
  CHECK(second.status == 304);
  CHECK(second.body.empty());
  CHECK(Header(second, "etag") == tag);
  CHECK(Header(second, "cache-control") == "no-cache");
  CHECK(g.Ask("GET", "/marketplace/keys/x", {{"if-none-match", "\"k7\""}}).status == 200);
  CHECK(g.Ask("GET", "/marketplace/keys/x", {{"if-none-match", "*"}}).status == 304);
  entity_tag = "k8";
  CHECK(g.Ask("GET", "/marketplace/keys/x", {{"if-none-match", tag}}).status == 200);
}

TEST_CASE("conditions and idempotency keys reach the services that understand them") {
  GatewayFixture g;
  g.services.On(kUpdateKey,
                [](const FakeCall&) { return FakeAnswer::Of(catalog::v1::UpdateKeyResponse()); });
  g.services.On(kCheckout, [](const FakeCall&) {
    FakeAnswer answer = FakeAnswer::Of(billing::v1::CheckoutResponse());
    answer.trailers["x-keys-replayed"] = "true";
    return answer;
  });
  const std::string admin = g.Token(GatewayFixture::kUser, GatewayFixture::kAdminClaims);
  const HttpResponse changed =
      g.Ask("PATCH", "/marketplace/admin/keys/x",
            {{"authorization", admin}, {"if-match", "\"k7.abc\""}, {"idempotency-key", "ignored"}},
            R"({"price_cents":null})");
  CHECK(changed.status == 200);
  const FakeCall update = g.services.Calls(kUpdateKey).at(0);
  CHECK(update.Metadata("if-match") == "\"k7.abc\"");
  CHECK(update.Metadata("idempotency-key").empty());
  CHECK(update.As<catalog::v1::UpdateKeyRequest>().update_mask().paths(0) == "price_cents");

  const auto buy = [&](const std::string& key) {
    return g.Ask("POST", "/marketplace/keys/x/checkout",
                 {{"authorization", admin}, {"idempotency-key", key}},
                 R"({"successUrl":"http://a","cancelUrl":"http://b"})");
  };
  const HttpResponse bought = buy("order-1");
  CHECK(bought.status == 200);
  CHECK(Header(bought, "idempotent-replayed") == "true");
  CHECK(g.services.Calls(kCheckout).at(0).Metadata("idempotency-key") == "order-1");
  CHECK(Word(buy("")) == "400 INVALID_ARGUMENT");
  CHECK(Word(buy("two words")) == "400 INVALID_ARGUMENT");
  CHECK(Word(buy(std::string(256, 'x'))) == "400 INVALID_ARGUMENT");
  CHECK(buy(std::string(255, 'x')).status == 200);
}

TEST_CASE("conditions of every reading are kept, also where nothing has a tag") {
  GatewayFixture g;
  g.services.On(kOrders,
                [](const FakeCall&) { return FakeAnswer::Of(billing::v1::ListOrdersResponse()); });
  const std::string user = g.Token(GatewayFixture::kUser);
  const auto orders = [&](const char* name, const char* value) {
    return Word(g.Ask("GET", "/marketplace/orders", {{"authorization", user}, {name, value}}));
  };
  CHECK(orders("if-match", "*") == "200");
  CHECK(orders("if-match", "\"x\"") == "412 PRECONDITION_FAILED");
  CHECK(orders("if-match", "\"\"") == "412 PRECONDITION_FAILED");
  CHECK(orders("if-none-match", "\"x\"") == "200");
  CHECK(orders("if-none-match", "*") == "304");
  // Conditions count for a 200 only, so another answer stays as it is.
  CHECK(Word(g.Ask("GET", "/marketplace/orders", {{"if-match", "\"x\""}})) ==
        "401 UNAUTHENTICATED");
  CHECK(Word(g.Ask("GET", "/nothing", {{"if-none-match", "*"}})) == "404 NOT_FOUND");
  const HeaderFields::Field browser{"accept", "text/html"};
  const HttpResponse page = g.Ask("GET", "/terms", {browser});
  const HttpResponse again =
      g.Ask("GET", "/terms", {browser, {"if-none-match", Header(page, "etag")}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  // Caches take over the fields of a 304, so another policy there would break the page that they
  // keep.
  for (const char* name : {"content-security-policy", "etag", "vary", "cache-control"}) {
    INFO(name);
    CHECK(Header(again, name) == Header(page, name));
  }
  CHECK(Word(g.Ask("GET", "/terms", {browser, {"if-match", "\"x\""}})) ==
        "412 PRECONDITION_FAILED");
}

TEST_CASE("no change is made whose condition nobody looked at") {
  GatewayFixture g;
  g.services.On(kUpdateKey,
                [](const FakeCall&) { return FakeAnswer::Of(catalog::v1::UpdateKeyResponse()); });
  g.services.On(kCheckout,
                [](const FakeCall&) { return FakeAnswer::Of(billing::v1::CheckoutResponse()); });
  const std::string admin = g.Token(GatewayFixture::kUser, GatewayFixture::kAdminClaims);
  const auto change = [&](HeaderFields headers) {
    headers.Add("authorization", admin);
    return Word(
        g.Ask("PATCH", "/marketplace/admin/keys/x", std::move(headers), R"({"price_cents":null})"));
  };
  const auto buy = [&](HeaderFields headers) {
    headers.Add("authorization", admin);
    return Word(g.Ask("POST", "/marketplace/keys/x/checkout", std::move(headers),
                      R"({"successUrl":"http://a","cancelUrl":"http://b"})"));
  };
  CHECK(change({{"if-none-match", "*"}}) == "400 INVALID_ARGUMENT");
  CHECK(change({{"if-match", "\"a\""}, {"if-none-match", "\"b\""}}) == "400 INVALID_ARGUMENT");
  CHECK(buy({{"if-match", "\"a\""}}) == "412 PRECONDITION_FAILED");
  CHECK(buy({{"if-none-match", "\"a\""}}) == "400 INVALID_ARGUMENT");
  // A part must not be taken for the whole body (RFC 9110 §14.5).
  CHECK(change({{"content-range", "bytes 0-5/100"}}) == "400 INVALID_ARGUMENT");
  CHECK(g.services.Calls(kUpdateKey).empty());
  CHECK(g.services.Calls(kCheckout).empty());
  CHECK(buy({{"if-match", "*"}}) == "200");
  // Several fields of this name form one list.
  CHECK(change({{"if-match", "\"a\""}, {"if-match", "\"b\""}}) == "200");
  CHECK(g.services.Calls(kUpdateKey).at(0).Metadata("if-match") == "\"a\", \"b\"");
}

}  // namespace
}  // namespace keys::gateway

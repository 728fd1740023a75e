#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/http_client/http_client.h"
#include "gateway/access/jwks_fetch.h"
#include "gateway/server/server.h"
#include "gateway/testing/gateway_fixture.h"
#include "keys/billing/v1/billing.pb.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

constexpr char kHandleEvent[] = "/keys.billing.v1.BillingWebhook/HandleEvent";

std::string Header(const HttpResponse& response, std::string_view name) {
  const std::string* value = response.headers.Find(name);
  return value == nullptr ? "" : *value;
}

TEST_CASE("a webhook's bytes and signature reach billing untouched") {
  GatewayFixture g;
  bool duplicate = false;
  g.services.On(kHandleEvent, [&](const FakeCall& call) {
    if (call.As<billing::v1::HandleEventRequest>().signature().empty()) {
      return FakeAnswer{.status = error::Make(error::Reason::INVALID_SIGNATURE, "No.")};
    }
    billing::v1::HandleEventResponse response;
    response.set_received(true);
    response.set_duplicate(duplicate);
    return FakeAnswer::Of(response);
  });
  const std::string bytes("{\"not\":json\xff\0", 13);
  const auto deliver = [&](const HeaderFields& headers) {
    return g.Ask(HttpRequest{
        .method = "POST", .target = "/billing/webhook", .headers = headers, .body = bytes});
  };
  const HttpResponse first =
      deliver({{"stripe-signature", "t=1,v1=ab"}, {"content-type", "text/plain"}});
  CHECK(first.status == 200);
  CHECK(first.body == R"({"received":true})");
  const auto request = g.services.Calls(kHandleEvent).at(0).As<billing::v1::HandleEventRequest>();
  CHECK(request.payload() == bytes);
  CHECK(request.signature() == "t=1,v1=ab");
  duplicate = true;
  CHECK(deliver({{"stripe-signature", "t=1,v1=ab"}}).body ==
        R"({"received":true,"duplicate":true})");
  CHECK(deliver({}).status == 400);
  CHECK(deliver({{"stripe-signature", "a"}, {"stripe-signature", "b"}}).status == 400);
  // The webhook does not look at tokens.
  CHECK(deliver({{"stripe-signature", "a"}, {"authorization", "Bearer x"}}).status == 200);
}

TEST_CASE("readiness names what is not ready") {
  GatewayFixture g;
  CHECK(g.Ask("GET", "/healthz").body == R"({"status":"ok"})");
  CHECK(g.Ask("GET", "/readyz").status == 200);
  GatewayFixture other;
  other.services.SetServing(false);
  const HttpResponse response = other.Ask("GET", "/readyz");
  CHECK(response.status == 503);
  CHECK(response.body.find(R"("catalog":"is not serving")") != std::string::npos);
  // A second question within a second makes no further calls to the services.
  other.Ask("GET", "/readyz");
  CHECK(other.services.Calls("/grpc.health.v1.Health/Check").size() == 6);
  GatewayFixture gone;
  gone.services.Stop();
  CHECK(gone.Ask("GET", "/readyz").body.find(R"("billing":"does not answer")") !=
        std::string::npos);
}

TEST_CASE("the OpenAPI document is made from the contract") {
  GatewayFixture g;
  const HttpResponse response = g.Ask("GET", "/openapi.json");
  CHECK(response.status == 200);
  CHECK(g.Ask("GET", "/openapi.json", {{"if-none-match", Header(response, "etag")}}).status == 304);
  rapidjson::Document api;
  api.Parse(response.body.data(), response.body.size());
  REQUIRE_FALSE(api.HasParseError());
  CHECK(std::string(api["openapi"].GetString()) == "3.1.0");
  const auto& paths = api["paths"];
  for (const char* path :
       {"/marketplace/keys", "/marketplace/keys/{slug}", "/marketplace/bundles/{slug}/discount",
        "/marketplace/admin/ingest", "/billing/webhook", "/marketplace/downloads/{token}"}) {
    INFO(path);
    CHECK(paths.HasMember(path));
  }
  const auto& list = paths["/marketplace/keys"]["get"];
  CHECK(list["security"].Size() == 2);
  CHECK(list["responses"].HasMember("304"));
  CHECK(response.body.find("access_set") == std::string::npos);
  CHECK(response.body.find("update_mask") == std::string::npos);
  CHECK(api["components"]["schemas"].HasMember("catalog.Key"));
  const auto& patch = paths["/marketplace/admin/keys/{slug}"]["patch"];
  const auto& body = patch["requestBody"]["content"]["application/json"]["schema"];
  CHECK_FALSE(body["properties"].HasMember("slug"));
  CHECK(body["properties"]["price_cents"]["type"].IsArray());
  // Every reference in the document has its target.
  const std::string prefix = "\"$ref\":\"#/components/schemas/";
  for (size_t at = response.body.find(prefix); at != std::string::npos;
       at = response.body.find(prefix, at + 1)) {
    const size_t from = at + prefix.size();
    const std::string name = response.body.substr(from, response.body.find('"', from) - from);
    INFO(name);
    CHECK(api["components"]["schemas"].HasMember(name.c_str()));
  }
}

// The authorisation matrix and the random requests take their routes from this document, so a route
// that it left out would not be tried.
TEST_CASE("no route is missing in the OpenAPI document but the storefront's files") {
  GatewayFixture g;
  rapidjson::Document api;
  const std::string text = g.Ask("GET", "/openapi.json").body;
  api.Parse(text.data(), text.size());
  REQUIRE(api.IsObject());
  std::set<std::string> left_out;
  for (const std::string& route : g.routes) {
    const size_t blank = route.find(' ');
    const auto path = api["paths"].FindMember(route.substr(blank + 1).c_str());
    const std::string verb = ToAsciiLower(route.substr(0, blank));
    const bool named = path != api["paths"].MemberEnd() && path->value.HasMember(verb.c_str());
    if (!named) left_out.insert(route);
  }
  CHECK(g.routes.size() > 50);
  CHECK(left_out == std::set<std::string>{"GET /", "GET /favicon.ico", "GET /favicon.svg",
                                          "GET /manifest.webmanifest", "GET /robots.txt",
                                          "GET /sitemap.xml", "GET /sitemap/{part}",
                                          "GET /web/{file}", "GET /web/{folder}/{file}",
                                          "GET /web/{folder}/{part}/{file}"});
}

TEST_CASE("a gateway behind a socket lists KEYS from the catalog") {
  GatewayFixture g;
  g.services.On("/keys.catalog.v1.Catalog/ListKeys", [](const FakeCall&) {
    catalog::v1::ListKeysResponse response;
    response.add_keys()->set_slug("over-the-wire");
    return FakeAnswer::Of(response);
  });
  const auto server = Server::Start({.listen = "127.0.0.1:0"}, *g.pipeline, g.metrics);
  REQUIRE(server.ok());
  const std::string url = StrCat("http://127.0.0.1:", (*server)->port());
  const auto client = keys::http::MakeCurlClient({});
  const auto list = client->Send({.method = "GET", .url = url + "/marketplace/keys"});
  REQUIRE(list.ok());
  CHECK(list->status == 200);
  CHECK(list->body.find("over-the-wire") != std::string::npos);
  CHECK(list->Header("x-request-id").has_value());
  const auto refused = client->Send(
      {.method = "POST", .url = url + "/billing/webhook", .body = std::string(2'000'000, 'x')});
  REQUIRE(refused.ok());
  CHECK(refused->status == 413);
  CHECK(refused->Header("content-type") == "application/problem+json");
  // This gateway plays the issuer of tokens.
  CHECK((*FetchJwksFrom(url + "/config.json"))()->find("payments") != std::string::npos);
  CHECK_FALSE((*FetchJwksFrom(url + "/nothing"))().ok());
  CHECK((*server)->Stop(absl::Seconds(5)));
}

}  // namespace
}  // namespace keys::gateway

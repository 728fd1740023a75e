#include "gateway/pipeline.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <future>
#include <thread>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"
#include "keys/billing/v1/billing.pb.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::gateway {
namespace {

constexpr char kListKeys[] = "/keys.catalog.v1.Catalog/ListKeys";
constexpr char kGetKey[] = "/keys.catalog.v1.Catalog/GetKey";
constexpr char kAccessSet[] = "/keys.entitlement.v1.EntitlementGateway/GetAccessSet";
constexpr char kSignal[] = "/keys.discovery.v1.Discovery/RecordSignal";
constexpr char kOrders[] = "/keys.billing.v1.Billing/ListOrders";

FakeAnswer OneKey() {
  catalog::v1::ListKeysResponse response;
  response.add_keys()->set_slug("tenant-rate-limiter");
  return FakeAnswer::Of(response);
}

FakeAnswer Set(std::initializer_list<const char*> ids) {
  entitlement::v1::GetAccessSetResponse response;
  response.mutable_access_set();
  for (const char* id : ids) response.mutable_access_set()->add_key_ids(id);
  return FakeAnswer::Of(response);
}

TEST_CASE("a list comes from the catalog, with what every answer carries") {
  GatewayFixture g;
  g.services.On(kListKeys, [](const FakeCall&) { return OneKey(); });
  const HttpResponse response = g.Ask("GET", "/marketplace/keys?limit=5");
  CHECK(response.status == 200);
  CHECK(Header(response, "content-type") == "application/json");
  CHECK(Header(response, "cache-control") == "no-cache");
  CHECK(Header(response, "vary") == "Authorization, Accept-Encoding, Accept, Origin");
  CHECK(Header(response, "date") == "Mon, 23 Nov 2026 12:00:00 GMT");
  CHECK(Header(response, "x-content-type-options") == "nosniff");
  CHECK(response.body.find(R"("slug":"tenant-rate-limiter")") != std::string::npos);
  const auto calls = g.services.Calls(kListKeys);
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].As<catalog::v1::ListKeysRequest>().limit() == 5);
  CHECK_FALSE(calls[0].As<catalog::v1::ListKeysRequest>().has_access_set());
  CHECK(calls[0].Metadata("x-request-id") == Header(response, "x-request-id"));
  CHECK_FALSE(calls[0].Metadata("x-keys-service-token").empty());
  CHECK(g.services.Calls(kAccessSet).empty());
}

TEST_CASE("a signed-in caller is named to the service, and the token stays here") {
  GatewayFixture g({.trust_org_claims = true});
  g.services.On(kListKeys, [](const FakeCall&) { return OneKey(); });
  g.services.On(kAccessSet, [](const FakeCall&) { return Set({"k1", "k2"}); });
  const std::string org = "0192f0c1-3333-7000-8000-00000000000b";
  const std::string token =
      g.Token(GatewayFixture::kUser,
              StrCat(R"(,"email":"a@b.c","app_metadata":{"role":"admin","orgs":[{"id":")", org,
                     R"(","role":"owner"}]})"));
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const HttpResponse response = g.Ask("GET", "/marketplace/keys",
                                      {{"authorization", token},
                                       {"x-request-id", "my.id-1"},
                                       {"traceparent", trace},
                                       {"user-agent", "curl/8 (é)"},
                                       {"x-keys-user", "forged"}});
  CHECK(response.status == 200);
  CHECK(Header(response, "x-request-id") == "my.id-1");
  CHECK(Header(response, "cache-control") == "private, no-cache");
  const FakeCall call = g.services.Calls(kListKeys).at(0);
  CHECK(call.Metadata("x-keys-user") == GatewayFixture::kUser);
  CHECK(call.metadata.count("x-keys-user") == 1);
  CHECK(call.Metadata("x-keys-email") == "a@b.c");
  CHECK(call.Metadata("x-keys-admin") == "1");
  CHECK(call.Metadata("x-keys-orgs") == org + ":owner");
  CHECK(call.Metadata("x-keys-client-ip") == "192.0.2.1");
  CHECK(ToAsciiLower(call.Metadata("x-keys-user-agent")) == "curl/8 (%c3%a9)");
  CHECK(call.Metadata("x-request-id") == "my.id-1");
  CHECK(call.Metadata("traceparent").substr(3, 32) == trace.substr(3, 32));
  CHECK(call.Metadata("traceparent").substr(36, 16) != trace.substr(36, 16));
  CHECK(call.Metadata("authorization").empty());
  const auto request = call.As<catalog::v1::ListKeysRequest>();
  REQUIRE(request.has_access_set());
  CHECK(request.access_set().key_ids_size() == 2);
}

TEST_CASE("when entitlement cannot say what somebody may use, nobody guesses") {
  GatewayFixture g;
  g.services.On(kListKeys, [](const FakeCall&) { return OneKey(); });
  g.services.On(kAccessSet, [](const FakeCall&) {
    return FakeAnswer{.status = absl::UnavailableError("down")};
  });
  const HttpResponse response =
      g.Ask("GET", "/marketplace/keys", {{"authorization", g.Token(GatewayFixture::kUser)}});
  CHECK(Word(response) == "503 UNAVAILABLE");
  CHECK(Header(response, "retry-after") == "1");
  CHECK(g.services.Calls(kListKeys).empty());
}

TEST_CASE("unknown paths are 404, known ones with another method 405 with Allow") {
  GatewayFixture g;
  CHECK(Word(g.Ask("GET", "/nothing")) == "404 NOT_FOUND");
  CHECK(Word(g.Ask("GET", "/marketplace/keys//")) == "404 NOT_FOUND");
  const HttpResponse response = g.Ask("DELETE", "/marketplace/keys");
  CHECK(Word(response) == "405 METHOD_NOT_ALLOWED");
  CHECK(Header(response, "allow") == "GET, HEAD, OPTIONS");
  CHECK(Word(g.Ask("BREW", "/marketplace/keys")) == "405 METHOD_NOT_ALLOWED");
  CHECK(g.Ask("OPTIONS", "*").status == 204);
}

TEST_CASE("who may call is decided before the input is looked at") {
  GatewayFixture g;
  g.services.On(kOrders,
                [](const FakeCall&) { return FakeAnswer::Of(billing::v1::ListOrdersResponse()); });
  const std::string admin_route = "/marketplace/admin/keys/x";
  const HttpResponse nobody = g.Ask("PATCH", admin_route, {}, "not json");
  CHECK(Word(nobody) == "401 UNAUTHENTICATED");
  CHECK(Header(nobody, "www-authenticate") == "Bearer");
  const std::string user = g.Token(GatewayFixture::kUser);
  CHECK(Word(g.Ask("PATCH", admin_route, {{"authorization", user}}, "not json")) ==
        "403 NOT_ADMIN");
  const std::string admin = g.Token(GatewayFixture::kUser, GatewayFixture::kAdminClaims);
  CHECK(Word(g.Ask("PATCH", admin_route, {{"authorization", admin}}, "not json")) ==
        "400 INVALID_JSON");
  CHECK(Word(g.Ask("GET", "/marketplace/orders")) == "401 UNAUTHENTICATED");
  CHECK(Word(g.Ask("GET", "/marketplace/orders", {{"authorization", user}})) == "200");
  // A bad token is refused even where none is needed, and two tokens count as a bad one.
  CHECK(Word(g.Ask("GET", "/marketplace/keys", {{"authorization", "Bearer x"}})) ==
        "401 UNAUTHENTICATED");
  CHECK(Word(g.Ask("GET", "/marketplace/orders",
                   {{"authorization", user}, {"authorization", user}})) == "401 UNAUTHENTICATED");
}

TEST_CASE("bodies must be JSON, and say so") {
  GatewayFixture g;
  g.services.On(kSignal, [](const FakeCall& call) {
    discovery::v1::RecordSignalResponse response;
    response.set_success(call.As<discovery::v1::RecordSignalRequest>().signal_type() == "role");
    return FakeAnswer::Of(response);
  });
  const std::string user = g.Token(GatewayFixture::kUser);
  const std::string body = R"({"signal_type":"role","signal_value":"sre"})";
  const auto post = [&](HeaderFields headers, const std::string& text) {
    headers.Add("authorization", user);
    return g.Ask(HttpRequest{.method = "POST",
                             .target = "/marketplace/discover/signal",
                             .headers = headers,
                             .body = text});
  };
  CHECK(post({{"content-type", "application/json; charset=UTF-8"}}, body).body ==
        R"({"success":true})");
  CHECK(Word(post({}, body)) == "415 UNSUPPORTED_MEDIA_TYPE");
  CHECK(Word(post({{"content-type", "text/plain"}}, body)) == "415 UNSUPPORTED_MEDIA_TYPE");
  CHECK(Word(post({{"content-type", "application/json; charset=latin1"}}, body)) ==
        "415 UNSUPPORTED_MEDIA_TYPE");
  CHECK(Word(post({{"content-type", "application/json"}, {"content-encoding", "gzip"}}, body)) ==
        "415 UNSUPPORTED_MEDIA_TYPE");
  const HeaderFields::Field json{"content-type", "application/json"};
  const HeaderFields::Field plain{"content-encoding", "identity"};
  const HeaderFields::Field packed{"content-encoding", "gzip"};
  CHECK(Word(post({json, plain, packed}, body)) == "415 UNSUPPORTED_MEDIA_TYPE");
  CHECK(Word(post({json, packed, plain}, body)) == "415 UNSUPPORTED_MEDIA_TYPE");
  CHECK(Word(post({json, {"content-encoding", "identity, br"}}, body)) ==
        "415 UNSUPPORTED_MEDIA_TYPE");
  CHECK(Word(post({json, plain, {"content-encoding", "Identity ,"}}, body)) == "200");
  CHECK(Word(post({json, json}, body)) == "415 UNSUPPORTED_MEDIA_TYPE");
  for (const char* type :
       {"application/json; charset = utf-16", "application/json; charset=utf-8; charset=utf-16",
        "application/json, application/json", "application/json; a b"}) {
    INFO(type);
    CHECK(Word(post({{"content-type", type}}, body)) == "415 UNSUPPORTED_MEDIA_TYPE");
  }
  CHECK(Word(post({{"content-type", R"(application/json; charset="utf\-8"; x=";")"}}, body)) ==
        "200");
  // An empty body is read as {}, which lacks a required member.
  const HttpResponse empty = post({}, "");
  CHECK(Word(empty) == "400 INVALID_ARGUMENT");
  CHECK(empty.body.find(R"({"pointer":"/signal_type","code":"REQUIRED")") != std::string::npos);
}

TEST_CASE("errors of services become problem documents") {
  GatewayFixture g;
  absl::Status status;
  g.services.On(kGetKey, [&](const FakeCall&) { return FakeAnswer{.status = status}; });
  const auto ask = [&](absl::Status answer) {
    status = std::move(answer);
    return g.Ask("GET", "/marketplace/keys/x", {{"x-request-id", "r1"}});
  };
  error::ErrorDetail detail;
  detail.set_reason(error::Reason::NOT_FOR_SALE);
  detail.set_detail("This KEY is sold in bundles only.");
  detail.add_actions("Look at the bundles.");
  *detail.add_violations() = error::MakeViolation("/a", "B", "c");
  const HttpResponse response = ask(error::Make(detail));
  CHECK(Header(response, "content-type") == "application/problem+json");
  CHECK(response.body ==
        R"({"type":"/problems/not-for-sale","title":"Not for sale","status":409,)"
        R"("detail":"This KEY is sold in bundles only.","code":"NOT_FOR_SALE","requestId":"r1",)"
        R"("errors":[{"pointer":"/a","code":"B","detail":"c"}],"actions":["Look at the bundles."],)"
        R"("error":"Not for sale","message":"This KEY is sold in bundles only."})");
  CHECK(Word(ask(absl::ResourceExhaustedError("queue full"))) == "503 UNAVAILABLE");
  CHECK(Word(ask(absl::DeadlineExceededError("slow"))) == "503 UNAVAILABLE");
  CHECK(Word(ask(absl::UnavailableError("gone"))) == "503 UNAVAILABLE");
  // The service refused the gateway's own token. For the client that is an outage.
  const HttpResponse refused = ask(absl::UnauthenticatedError("secret text"));
  CHECK(Word(refused) == "503 UNAVAILABLE");
  CHECK(refused.body.find("secret") == std::string::npos);
  for (const absl::Status& internal :
       {absl::InternalError("secret text"), absl::UnknownError("secret text"),
        absl::UnimplementedError("secret text"), absl::InvalidArgumentError("secret text")}) {
    const HttpResponse bare = ask(internal);
    CHECK(Word(bare) == "500 INTERNAL");
    CHECK(bare.body.find("secret") == std::string::npos);
  }
}

TEST_CASE("a service that is gone or silent is 503 in time") {
  GatewayFixture g;
  g.services.On(kListKeys, [](const FakeCall&) { return FakeAnswer{.silent = true}; });
  // The service stays silent for as long as the caller waits.
  g.services.On(kAccessSet, [](const FakeCall&) { return FakeAnswer{.silent = true}; });
  const Deadline limit = Deadline::After(absl::Seconds(6));
  CHECK(Word(g.Ask("GET", "/marketplace/keys",
                   {{"authorization", g.Token(GatewayFixture::kUser)}})) == "503 UNAVAILABLE");
  CHECK_FALSE(limit.Expired());
  g.services.Stop();
  CHECK(Word(g.Ask("GET", "/marketplace/keys")) == "503 UNAVAILABLE");
}

TEST_CASE("whoever browses waits for all that is asked together, not for each of it") {
  GatewayFixture g;
  g.services.On(kAccessSet, [](const FakeCall&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    return Set({});
  });
  g.services.On(kListKeys, [](const FakeCall&) { return FakeAnswer{.silent = true}; });
  const HeaderFields signed_in = {{"authorization", g.Token(GatewayFixture::kUser)}};
  // The best of five counts, because on a busy machine one may wait for anything.
  auto best = std::chrono::steady_clock::duration::max();
  for (int i = 0; i < 5; ++i) {
    const auto began = std::chrono::steady_clock::now();
    CHECK(Word(g.Ask("GET", "/marketplace/keys", signed_in)) == "503 UNAVAILABLE");
    best = std::min(best, std::chrono::steady_clock::now() - began);
  }
  CHECK(g.services.Calls(kListKeys).size() > 0);
  // One after the other the calls would take 1.4 s.
  CHECK(best < std::chrono::milliseconds(1200));
}

TEST_CASE("stopping ends the calls under way, and those that come later") {
  GatewayFixture g;
  std::promise<void> asked;
  g.services.On(kListKeys, [&](const FakeCall&) {
    asked.set_value();
    return FakeAnswer{.silent = true};
  });
  auto answer = std::async(std::launch::async, [&] { return g.Ask("GET", "/marketplace/keys"); });
  asked.get_future().wait();
  g.StopUpstream();
  CHECK(Word(answer.get()) == "503 UNAVAILABLE");
  CHECK(Word(g.Ask("GET", "/marketplace/keys/x")) == "503 UNAVAILABLE");
}

TEST_CASE("browsers get the page, programs the JSON") {
  GatewayFixture g;
  g.services.On(kListKeys, [](const FakeCall&) { return OneKey(); });
  const std::string browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  for (const char* path : {"/", "/marketplace/keys", "/account/orders"}) {
    const HttpResponse page = g.Ask("GET", path, {{"accept", browser}});
    CHECK(page.status == 200);
    CHECK(Header(page, "content-type") == "text/html; charset=utf-8");
    CHECK(Header(page, "vary").ends_with("Accept, Origin"));
    CHECK(Header(page, "content-security-policy").find("script-src 'self'") != std::string::npos);
  }
  for (const char* accept : {"*/*", "application/json", "text/html;q=0.5, application/json"}) {
    const HttpResponse json = g.Ask("GET", "/marketplace/keys", {{"accept", accept}});
    CHECK(Header(json, "content-type") == "application/json");
  }
  CHECK(Word(g.Ask("GET", "/marketplace/keys/x/versions", {{"accept", browser}})) ==
        "500 INTERNAL");
}

TEST_CASE("each address and each user has its own limit") {
  GatewayFixture g({.rate = {.per_minute = 60, .burst = 3}, .trusted_proxies = {"192.0.2.1"}});
  g.services.On(kOrders,
                [](const FakeCall&) { return FakeAnswer::Of(billing::v1::ListOrdersResponse()); });
  const auto ask = [&](const std::string& address, const std::string& user) {
    return g.Ask("GET", "/marketplace/orders",
                 {{"x-forwarded-for", address}, {"authorization", g.Token(user)}});
  };
  const std::string other = "0192f0c1-2222-7000-8000-00000000000b";
  const HttpResponse first = ask("198.51.100.1", GatewayFixture::kUser);
  CHECK(Header(first, "ratelimit") == "\"address\";r=2;t=1, \"user\";r=2;t=1");
  CHECK(Header(first, "ratelimit-policy") == "\"address\";q=60;w=60, \"user\";q=60;w=60");
  ask("198.51.100.1", GatewayFixture::kUser);
  ask("198.51.100.1", GatewayFixture::kUser);
  const HttpResponse limited = ask("198.51.100.1", other);
  CHECK(Word(limited) == "429 RATE_LIMITED");
  CHECK(Header(limited, "retry-after") == "1");
  CHECK(Word(ask("198.51.100.2", GatewayFixture::kUser)) == "429 RATE_LIMITED");
  CHECK(Word(ask("198.51.100.2", other)) == "200");
  CHECK(Word(g.Ask("GET", "/healthz", {{"x-forwarded-for", "198.51.100.1"}})) == "200");
  g.clock.Advance(absl::Seconds(1));
  CHECK(Word(ask("198.51.100.1", GatewayFixture::kUser)) == "200");
}

TEST_CASE("pages of listed origins may read answers, others may not") {
  GatewayFixture g({.origins = {"https://shop.example"}});
  g.services.On(kListKeys, [](const FakeCall&) { return OneKey(); });
  const HttpResponse listed =
      g.Ask("GET", "/marketplace/keys", {{"origin", "https://shop.example"}});
  CHECK(Header(listed, "access-control-allow-origin") == "https://shop.example");
  CHECK(Header(listed, "access-control-expose-headers").find("ETag") != std::string::npos);
  const HttpResponse other =
      g.Ask("GET", "/marketplace/keys", {{"origin", "https://evil.example"}});
  CHECK(other.headers.Find("access-control-allow-origin") == nullptr);
  const HttpResponse both =
      g.Ask("GET", "/marketplace/keys",
            {{"origin", "https://shop.example"}, {"origin", "https://evil.example"}});
  CHECK(both.headers.Find("access-control-allow-origin") == nullptr);
  CHECK(Header(other, "vary").find("Origin") != std::string::npos);
  const HttpResponse preflight =
      g.Ask("OPTIONS", "/marketplace/keys/x/checkout",
            {{"origin", "https://shop.example"}, {"access-control-request-method", "POST"}});
  CHECK(preflight.status == 204);
  CHECK(Header(preflight, "access-control-allow-methods") == "OPTIONS, POST");
  CHECK(Header(preflight, "access-control-allow-headers").find("Authorization") !=
        std::string::npos);
  const HttpResponse error = g.Ask("GET", "/nothing", {{"origin", "https://shop.example"}});
  CHECK(Header(error, "access-control-allow-origin") == "https://shop.example");
}

TEST_CASE("a refusal carries what every answer does, as far as the request is known") {
  GatewayFixture g({.origins = {"https://page.example"}});
  const absl::Status error = error::Make(error::Reason::BODY_TOO_LARGE, "too long");
  const HttpResponse known = g.pipeline->Refuse(
      error, {.method = "POST",
              .target = "/marketplace/analytics",
              .headers = {{"x-request-id", "mine"}, {"origin", "https://page.example"}},
              .peer_address = "192.0.2.1"});
  CHECK(Header(known, "x-request-id") == "mine");
  CHECK(known.body.find(R"("requestId":"mine")") != std::string::npos);
  CHECK(Header(known, "access-control-allow-origin") == "https://page.example");
  CHECK(Header(known, "vary") == "Origin");
  const HttpResponse unknown = g.pipeline->Refuse(error, {.peer_address = "192.0.2.1"});
  CHECK(unknown.headers.Find("access-control-allow-origin") == nullptr);
  for (const HttpResponse* response : {&known, &unknown}) {
    for (const char* name : {"date", "x-request-id", "content-security-policy", "referrer-policy",
                             "x-content-type-options"}) {
      INFO(name);
      CHECK_FALSE(Header(*response, name).empty());
    }
  }
}

TEST_CASE("every answer is counted by route and status") {
  GatewayFixture g;
  g.Ask("GET", "/nothing");
  g.Ask("GET", "/marketplace/orders/1");
  g.pipeline->Refuse(error::Make(error::Reason::BODY_TOO_LARGE, "too long"),
                     {.peer_address = "192.0.2.1"});
  const std::string text = g.metrics.Serialize();
  CHECK(text.find(R"(keys_gateway_requests_total{method="",route="unmatched",status="404"} 1)") !=
        std::string::npos);
  CHECK(
      text.find(
          R"(keys_gateway_requests_total{method="GET",route="/marketplace/orders/{id}",status="401"} 1)") !=
      std::string::npos);
  CHECK(text.find(R"(keys_gateway_requests_total{method="",route="refused",status="413"} 1)") !=
        std::string::npos);
  CHECK(text.find("keys_gateway_requests_in_flight 0") != std::string::npos);
}

}  // namespace
}  // namespace keys::gateway

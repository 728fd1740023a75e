// Tests cached answers as clients see them: a whole gateway before a catalog that counts its calls.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <future>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/testing/gateway_fixture.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "keys/ingestion/v1/ingestion.pb.h"

namespace keys::gateway {
namespace {

constexpr char kListKeys[] = "/keys.catalog.v1.Catalog/ListKeys";
constexpr char kUpdateKey[] = "/keys.catalog.v1.CatalogAdmin/UpdateKey";
constexpr char kIngest[] = "/keys.ingestion.v1.IngestionAdmin/Ingest";
constexpr char kAccessSet[] = "/keys.entitlement.v1.EntitlementGateway/GetAccessSet";
constexpr char kKeys[] = "/marketplace/keys";

std::string Header(const HttpResponse& response, std::string_view name) {
  const std::string* value = response.headers.Find(name);
  return value == nullptr ? "" : *value;
}

// A catalog with one KEY whose price is its revision.
struct Shop : GatewayFixture {
  Shop() {
    services.On(kListKeys, [this](const FakeCall&) {
      catalog::v1::ListKeysResponse response;
      response.add_keys()->set_price_cents(revision);
      FakeAnswer answer = FakeAnswer::Of(response);
      answer.trailers["x-keys-revision"] = std::to_string(revision);
      return answer;
    });
    services.On(kUpdateKey, [this](const FakeCall&) { return Change(absl::OkStatus()); });
    services.On(kIngest, [this](const FakeCall&) {
      return Change(error::Make(error::Reason::IN_PROGRESS, "It takes longer."));
    });
    services.On(kAccessSet, [](const FakeCall&) {
      entitlement::v1::GetAccessSetResponse response;
      response.mutable_access_set();
      return FakeAnswer::Of(response);
    });
  }
  FakeAnswer Change(absl::Status status) {
    FakeAnswer answer{.status = std::move(status)};
    answer.trailers["x-keys-revision"] = std::to_string(++revision);
    if (tells) cache.OnRevision(revision);
    return answer;
  }
  HttpResponse Patch() {
    return Ask("PATCH", "/marketplace/admin/keys/x",
               {{"authorization", Token(kUser, kAdminClaims)}}, R"({"price_cents":700})");
  }
  HttpResponse Get(const std::string& query = "", HeaderFields headers = {}) {
    return Ask("GET", kKeys + query, std::move(headers));
  }
  size_t asked() const { return services.Calls(kListKeys).size(); }
  double Counted(const char* result) {
    return metrics.Counter("keys_gateway_cache_answers_total", "", {{"result", result}}).Value();
  }

  std::atomic<int64_t> revision = 1;
  // Whether the watch reports a change at once.
  std::atomic<bool> tells = true;
};

TEST_CASE("an answer is asked for once, and its copies are the same to the byte") {
  Shop shop;
  const HttpResponse uncached = shop.Get();
  shop.cache.OnRevision(1);
  const HttpResponse first = shop.Get();
  const HttpResponse second = shop.Get();
  CHECK(shop.asked() == 2);
  for (const HttpResponse* answer : {&first, &second}) {
    CHECK(answer->status == 200);
    CHECK(answer->body == uncached.body);
    REQUIRE(answer->headers.size() == uncached.headers.size());
    for (const auto& [name, value] : uncached.headers) {
      if (name != "X-Request-ID") CHECK(Header(*answer, name) == value);
    }
  }
  CHECK(Header(first, "x-request-id") != Header(second, "x-request-id"));
  CHECK(shop.Counted("bypass") == 1);
  CHECK(shop.Counted("miss") == 1);
  CHECK(shop.Counted("hit") == 1);
}

TEST_CASE("a cached answer knows If-None-Match as an uncached one does") {
  Shop shop;
  shop.cache.OnRevision(1);
  const std::string tag = Header(shop.Get(), "etag");
  REQUIRE_FALSE(tag.empty());
  const HttpResponse same = shop.Get("", {{"if-none-match", tag}});
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  CHECK(Header(same, "etag") == tag);
  CHECK(shop.Get("", {{"if-none-match", "\"other\""}}).status == 200);
  CHECK(shop.asked() == 1);
  shop.Patch();
  CHECK(shop.Get("", {{"if-none-match", tag}}).status == 200);
}

TEST_CASE("the order and spelling of parameters do not matter, their meaning does") {
  Shop shop;
  shop.cache.OnRevision(1);
  shop.Get("?tool=node&limit=5");
  shop.Get("?limit=5&tool=node");
  shop.Get("?limit=5&tool=%6eode");
  CHECK(shop.asked() == 1);
  shop.Get("?limit=6&tool=node");
  shop.Get("?tool=node");
  shop.Get("?limit=5&tool=node&search=x");
  CHECK(shop.asked() == 4);
  shop.Get("?limit=5&tool=node&search=");
  CHECK(shop.asked() == 4);
  CHECK(shop.Get("?limit=5&tool=node&nonsense=1").status == 400);
}

TEST_CASE("an answer for one caller is neither kept nor found") {
  Shop shop;
  shop.cache.OnRevision(1);
  shop.Get();
  const HeaderFields signed_in = {{"authorization", shop.Token(GatewayFixture::kUser)}};
  shop.Get("", signed_in);
  CHECK(shop.Get("", signed_in).status == 200);
  CHECK(shop.asked() == 3);
  CHECK(shop.Counted("private") == 2);
  CHECK(shop.Get("", {{"authorization", "Bearer nonsense"}}).status == 401);
  // A browser gets the page even when the JSON answer is in the cache.
  CHECK(Header(shop.Get("", {{"accept", "text/html"}}), "content-type") ==
        "text/html; charset=utf-8");
}

TEST_CASE("after a change is answered nobody gets what was before it") {
  Shop shop;
  shop.cache.OnRevision(1);
  for (int i = 0; i < 50; ++i) {
    shop.Get();
    shop.Get();
    REQUIRE(shop.Patch().status == 200);
    REQUIRE(shop.Get().body.find(StrCat("\"price_cents\":", i + 2)) != std::string::npos);
  }
  CHECK(shop.Counted("hit") >= 50);
}

TEST_CASE("a change that failed after it was made counts as a change") {
  Shop shop;
  shop.cache.OnRevision(1);
  shop.Get();
  const HttpResponse run = shop.Ask(
      "POST", "/marketplace/admin/ingest",
      {{"authorization", shop.Token(GatewayFixture::kUser, GatewayFixture::kAdminClaims)}}, "{}");
  CHECK(run.status == 409);
  CHECK(shop.Get().body.find("\"price_cents\":2") != std::string::npos);
}

TEST_CASE("an answer to a change waits for the stream, and uses no copies while that lags") {
  Shop shop;
  shop.cache.OnRevision(1);
  shop.Get();
  shop.tells = false;
  auto patched = std::async(std::launch::async, [&shop] { return shop.Patch(); });
  CHECK(patched.wait_for(std::chrono::milliseconds(200)) == std::future_status::timeout);
  shop.cache.OnRevision(2);
  CHECK(patched.get().status == 200);

  // The answer does not wait for ever; the cache stays unused instead.
  const auto begun = std::chrono::steady_clock::now();
  CHECK(shop.Patch().status == 200);
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(900));
  CHECK(shop.Get().body.find("\"price_cents\":3") != std::string::npos);
  const size_t asked = shop.asked();
  shop.Get();
  CHECK(shop.asked() == asked + 1);
  shop.cache.OnRevision(3);
  shop.Get();
  shop.Get();
  CHECK(shop.asked() == asked + 2);
}

TEST_CASE("while the stream is down everything is asked for, and changes are answered at once") {
  Shop shop;
  shop.cache.OnRevision(1);
  shop.Get();
  shop.Get();
  CHECK(shop.asked() == 1);
  shop.cache.OnDown();
  shop.Get();
  shop.Get();
  CHECK(shop.asked() == 3);
  shop.tells = false;
  // A request that waited for the stream would take kLongestRevisionWait. The best of a few
  // tries counts, because on a busy machine one of them may take any time.
  auto best = std::chrono::steady_clock::duration::max();
  for (int tries = 0; tries < 5; ++tries) {
    const auto begun = std::chrono::steady_clock::now();
    CHECK(shop.Patch().status == 200);
    best = std::min(best, std::chrono::steady_clock::now() - begun);
  }
  CHECK(absl::FromChrono(best) < kLongestRevisionWait);
  CHECK(shop.Get().body.find("\"price_cents\":6") != std::string::npos);
}

TEST_CASE("an answer older than what the stream has told is passed on and not kept") {
  Shop shop;
  shop.cache.OnRevision(5);
  shop.Get();
  shop.Get();
  CHECK(shop.asked() == 2);
  shop.revision = 5;
  shop.Get();
  shop.Get();
  CHECK(shop.asked() == 3);
}

TEST_CASE("failures are not kept, nor answers without a revision") {
  Shop shop;
  shop.cache.OnRevision(1);
  shop.services.On(kListKeys, [](const FakeCall&) {
    FakeAnswer answer{.status = absl::UnavailableError("")};
    answer.trailers["x-keys-revision"] = "1";
    return answer;
  });
  CHECK(shop.Get().status == 503);
  shop.services.On(kListKeys,
                   [](const FakeCall&) { return FakeAnswer::Of(catalog::v1::ListKeysResponse()); });
  CHECK(shop.Get().status == 200);
  CHECK(shop.Get().status == 200);
  CHECK(shop.asked() == 3);
}

}  // namespace
}  // namespace keys::gateway

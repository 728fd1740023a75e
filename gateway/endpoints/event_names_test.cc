// Tests which names of clients' events reach analytics, and how many events an address may post.
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "gateway/testing/gateway_fixture.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::gateway {
namespace {

using analytics::v1::RecordEventRequest;
using analytics::v1::RecordEventResponse;

constexpr char kRecord[] = "/keys.analytics.v1.Analytics/RecordEvent";
constexpr char kKeys[] = "/keys.catalog.v1.CatalogInternal/BatchGetKeys";
constexpr char kBundle[] = "/keys.catalog.v1.CatalogInternal/GetBundleForSale";
constexpr char kEvents[] = "/marketplace/analytics";

struct Shop : GatewayFixture {
  explicit Shop(Options options = {}) : GatewayFixture(std::move(options)) {
    services.On(kRecord, [](const FakeCall&) {
      RecordEventResponse response;
      response.set_success(true);
      return FakeAnswer::Of(response);
    });
    services.On(kKeys, [](const FakeCall& call) {
      catalog::v1::BatchGetKeysResponse response;
      const auto asked = call.As<catalog::v1::BatchGetKeysRequest>();
      if (asked.keys(0) == "known-key") response.add_keys()->set_slug("known-key");
      FakeAnswer answer = FakeAnswer::Of(response);
      answer.trailers = {{"x-keys-revision", "7"}};
      return answer;
    });
    services.On(kBundle, [](const FakeCall& call) {
      if (call.As<catalog::v1::GetBundleForSaleRequest>().bundle() == "known-bundle") {
        return FakeAnswer::Of(catalog::v1::GetBundleForSaleResponse());
      }
      return FakeAnswer{.status = absl::NotFoundError("no")};
    });
  }

  // Returns the last event that analytics was sent.
  RecordEventRequest View(const std::string& members, const HeaderFields& headers = {}) {
    const HttpResponse answer =
        Ask("POST", kEvents, headers, absl::StrCat(R"({"event_type":"view")", members, "}"));
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return services.Calls(kRecord).back().As<RecordEventRequest>();
  }
};

TEST_CASE("an event keeps the names that the catalog knows, and loses the others") {
  Shop shop;
  CHECK(shop.View(R"(,"key_id":"known-key")").key_id() == "known-key");
  CHECK_FALSE(shop.View(R"(,"key_id":"of-my-own")").has_key_id());
  CHECK(shop.View(R"(,"bundle_id":"known-bundle")").bundle_id() == "known-bundle");
  const auto both = shop.View(R"(,"key_id":"known-key","bundle_id":"of-my-own")");
  CHECK(both.key_id() == "known-key");
  CHECK_FALSE(both.has_bundle_id());
  CHECK_FALSE(shop.View("").has_key_id());
  // A text that cannot be a name is left to analytics to refuse, without a call to the catalog.
  const size_t asked = shop.services.Calls(kKeys).size();
  CHECK(shop.View(R"(,"key_id":"no name!")").key_id() == "no name!");
  CHECK(shop.services.Calls(kKeys).size() == asked);
  const std::string metrics = shop.metrics.Serialize();
  CHECK(metrics.find(R"(keys_gateway_event_names_dropped_total{kind="key"} 1)") !=
        std::string::npos);
  CHECK(metrics.find(R"(keys_gateway_event_names_dropped_total{kind="bundle"} 1)") !=
        std::string::npos);
}

TEST_CASE("a KEY that was found is not asked for again while the catalog's revision stands") {
  Shop shop;
  shop.cache.OnRevision(7);
  for (int i = 0; i < 5; ++i) shop.View(R"(,"key_id":"known-key")");
  CHECK(shop.services.Calls(kKeys).size() == 1);
  shop.cache.OnRevision(8);
  shop.View(R"(,"key_id":"known-key")");
  CHECK(shop.services.Calls(kKeys).size() == 2);
}

TEST_CASE("a catalog that does not answer costs an event neither its name nor its place") {
  Shop shop;
  for (const FakeAnswer& answer :
       {FakeAnswer{.silent = true}, FakeAnswer{.status = absl::UnavailableError("down")}}) {
    shop.services.On(kKeys, [answer](const FakeCall&) { return answer; });
    CHECK(shop.View(R"(,"key_id":"of-my-own")").key_id() == "of-my-own");
  }
}

TEST_CASE("who sends no token may post so many events, who signs in is not counted with them") {
  Shop shop({.anonymous_rate = {.per_minute = 60, .burst = 5}});
  const auto post = [&](const HeaderFields& headers) {
    return shop.Ask("POST", kEvents, headers, R"({"event_type":"view"})");
  };
  for (int i = 0; i < 5; ++i) CHECK(post({}).status == 200);
  const HttpResponse refused = post({});
  CHECK(refused.status == 429);
  REQUIRE(refused.headers.Find("retry-after") != nullptr);
  CHECK(post({{"authorization", shop.Token("0192f0c1-0000-7000-8000-000000000001")}}).status ==
        200);
  // No other request counts against this limit.
  shop.services.On("/keys.catalog.v1.Catalog/ListKeys",
                   [](const FakeCall&) { return FakeAnswer::Of(catalog::v1::ListKeysResponse()); });
  CHECK(shop.Ask("GET", "/marketplace/keys").status == 200);
  shop.clock.Advance(absl::Seconds(1));
  CHECK(post({}).status == 200);
  CHECK(post({}).status == 429);
  CHECK(shop.services.Calls(kRecord).size() == 7);
}

}  // namespace
}  // namespace keys::gateway

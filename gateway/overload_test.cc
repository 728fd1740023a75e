// Tests what clients see when the catalog receives more calls than it can answer.
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/load_limit.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::gateway {
namespace {

constexpr char kListKeys[] = "/keys.catalog.v1.Catalog/ListKeys";
constexpr char kUpdateKey[] = "/keys.catalog.v1.CatalogAdmin/UpdateKey";

// Answers to requests that are asked one after the other without waiting.
struct Crowd : GatewayFixture {
  struct Answer {
    HttpResponse response;
    // Given before the handler returned.
    bool at_once;
  };
  void Ask() {
    pipeline->Handle(
        {.method = "GET", .target = "/marketplace/keys", .peer_address = "192.0.2.1"},
        [this, asker = std::this_thread::get_id()](HttpResponse response) {
          std::lock_guard lock(mutex);
          answers.push_back({std::move(response), std::this_thread::get_id() == asker});
          answered.notify_all();
        });
  }
  void Await(size_t count) {
    std::unique_lock lock(mutex);
    REQUIRE(
        answered.wait_for(lock, std::chrono::seconds(20), [&] { return answers.size() >= count; }));
  }
  std::mutex mutex;
  std::condition_variable answered;
  std::vector<Answer> answers;
};

TEST_CASE("what the catalog cannot take is refused at once, and only readings are") {
  Crowd crowd;
  constexpr size_t kAsked = 4 * LoadLimit::kAlways;
  crowd.services.On(kListKeys, [](const FakeCall&) { return FakeAnswer{.silent = true}; });
  crowd.services.On(
      kUpdateKey, [](const FakeCall&) { return FakeAnswer::Of(catalog::v1::UpdateKeyResponse()); });
  for (size_t i = 0; i < kAsked; ++i) crowd.Ask();
  // A change of the same catalog is made meanwhile.
  const std::string admin = crowd.Token(GatewayFixture::kUser, GatewayFixture::kAdminClaims);
  CHECK(crowd
            .GatewayFixture::Ask("PATCH", "/marketplace/admin/keys/x", {{"authorization", admin}},
                                 R"({"price_cents":null})")
            .status == 200);
  // Those that were taken in are told when their time is over.
  crowd.Await(kAsked);
  size_t refused = 0;
  for (const Crowd::Answer& answer : crowd.answers) {
    CHECK(Word(answer.response) == "503 UNAVAILABLE");
    CHECK(Header(answer.response, "retry-after") == "1");
    refused += answer.at_once ? 1 : 0;
  }
  CHECK(refused > 0);
  CHECK(crowd.metrics.Counter("keys_gateway_overload_refusals_total", "", {{"process", "catalog"}})
            .Value() == static_cast<double>(refused));
  CHECK(crowd.services.Calls(kListKeys).size() <= kAsked - refused);
  crowd.services.On(
      kListKeys, [](const FakeCall&) { return FakeAnswer::Of(catalog::v1::ListKeysResponse()); });
  CHECK(crowd.GatewayFixture::Ask("GET", "/marketplace/keys").status == 200);
}

}  // namespace
}  // namespace keys::gateway

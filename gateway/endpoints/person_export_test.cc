#include "gateway/endpoints/person_export.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/testing/gateway_fixture.h"
#include "keys/person/v1/person.pb.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

constexpr char kPage[] = "/keys.person.v1.PersonalData/ExportPerson";
constexpr char kRecord[] = "/keys.person.v1.PersonalData/RecordExport";

FakeAnswer Later() { return {.status = error::Make(error::Reason::UNAVAILABLE, "Later.")}; }

struct Shop : GatewayFixture {
  const std::string path = StrCat("/marketplace/admin/users/", kUser, "/export");
  const HeaderFields admin{{"authorization", Token(kUser, kAdminClaims)}};
  // The number of pages of each service.
  int pages = 2;
  // The number of calls that are answered before the services fail.
  std::atomic<int> left = 1 << 20;

  Shop() {
    services.On(kRecord,
                [](const FakeCall&) { return FakeAnswer::Of(person::v1::RecordExportResponse()); });
    services.On(kPage, [this](const FakeCall& call) {
      return left-- > 0 ? Page(call.As<person::v1::ExportPersonRequest>()) : Later();
    });
  }
  FakeAnswer Page(const person::v1::ExportPersonRequest& request) const {
    const int number = request.has_from() ? std::atoi(request.from().after().c_str()) : 0;
    person::v1::ExportPersonResponse response;
    auto& orders = *response.add_sections();
    orders.set_name("orders");
    orders.add_rows(StrCat(R"({"n":)", 2 * number, "}"));
    orders.add_rows(StrCat(R"({"n":)", 2 * number + 1, "}"));
    if (number + 1 < pages) {
      response.mutable_next()->set_after(std::to_string(number + 1));
    } else {
      // A section that comes in two parts is shown as one.
      auto& rest = *response.add_sections();
      rest.set_name("orders");
      rest.add_rows(R"({"n":-1})");
      response.add_sections()->set_name("signals");
    }
    return FakeAnswer::Of(response);
  }
};

TEST_CASE("a person's export is gathered from all services while it is sent") {
  Shop shop;
  CHECK(shop.Ask("GET", shop.path).status == 401);
  CHECK(shop.Ask("GET", shop.path, {{"authorization", shop.Token(Shop::kUser)}}).status == 403);
  CHECK(shop.Ask("GET", shop.path + "?x=1", shop.admin).status == 400);
  CHECK(shop.Ask("GET", "/marketplace/admin/users/me/export", shop.admin).status == 404);
  CHECK(shop.services.Calls(kPage).empty());

  shop.pages = 40;
  const HttpResponse all = shop.Ask("GET", shop.path, shop.admin);
  CHECK(all.status == 200);
  CHECK(*all.headers.Find("cache-control") == "no-store");
  // While the client takes nothing, the gateway asks for no more than the first page.
  CHECK(shop.services.Calls(kPage).size() == 1);
  CHECK(shop.services.Calls(kRecord).size() == 1);
  const std::string body = BodyOf(all);
  CHECK(shop.services.Calls(kPage).size() == 6 * 40);
  rapidjson::Document json;
  json.Parse(body.data(), body.size());
  REQUIRE_FALSE(json.HasParseError());
  CHECK(std::string(json["user_id"].GetString()) == Shop::kUser);
  CHECK(json["complete"].GetBool());
  CHECK(json["services"].MemberCount() == 6);
  for (const auto& service : json["services"].GetObject()) {
    const auto& orders = service.value["orders"];
    REQUIRE(orders.Size() == 81);
    for (unsigned n = 0; n < 80; ++n) CHECK(orders[n]["n"].GetUint() == n);
    CHECK(service.value["signals"].Size() == 0);
  }
}

TEST_CASE("what fails before the first byte is an error, what fails later breaks the document") {
  Shop shop;
  shop.left = 0;
  CHECK(shop.Ask("GET", shop.path, shop.admin).status == 503);
  shop.left = 5;
  const HttpResponse cut = shop.Ask("GET", shop.path, shop.admin);
  CHECK(cut.status == 200);
  REQUIRE(cut.pieces != nullptr);
  CHECK(absl::IsUnavailable(PiecesOf(*cut.pieces).status()));

  Shop unwritten;
  unwritten.services.On(kRecord, [](const FakeCall&) { return Later(); });
  CHECK(unwritten.Ask("GET", unwritten.path, unwritten.admin).status == 503);
  CHECK(unwritten.services.Calls(kPage).empty());

  Shop away;
  away.services.SetServing(false);
  CHECK(away.Ask("GET", away.path, away.admin).status == 503);
  CHECK(away.services.Calls(kRecord).empty());
}

TEST_CASE("only so many exports are sent at a time, and one that is left makes room") {
  Shop shop;
  std::vector<HttpResponse> open;
  for (int i = 0; i < kMostExports; ++i) {
    open.push_back(shop.Ask("GET", shop.path, shop.admin));
    CHECK(open.back().status == 200);
  }
  const HttpResponse turned_away = shop.Ask("GET", "/marketplace/me/export", shop.admin);
  CHECK(turned_away.status == 503);
  CHECK(turned_away.headers.Find("retry-after") != nullptr);
  open.pop_back();
  CHECK(shop.Ask("GET", "/marketplace/me/export", shop.admin).status == 200);
}

}  // namespace
}  // namespace keys::gateway

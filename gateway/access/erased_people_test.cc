#include "gateway/access/erased_people.h"

#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/time/proto_time.h"
#include "gateway/testing/gateway_fixture.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {
namespace {

constexpr char kListErased[] = "/keys.person.v1.PersonalData/ListErased";
constexpr char kErase[] = "/keys.person.v1.PersonalData/ErasePerson";
constexpr char kTarget[] = "/marketplace/entitlements?colour=red";

struct Shop : GatewayFixture {
  std::vector<std::pair<std::string, absl::Time>> told;

  Shop() {
    services.On(kListErased, [this](const FakeCall&) {
      person::v1::ListErasedResponse response;
      for (const auto& [user, at] : told) {
        auto& person = *response.add_people();
        person.set_id_hash(crypto::Sha256(user));
        *person.mutable_erased_at() = ToProto(at);
      }
      return FakeAnswer::Of(response);
    });
    services.On("/keys.person.v1.PersonalData/RecordErasure", [](const FakeCall&) {
      return FakeAnswer::Of(person::v1::RecordErasureResponse());
    });
  }
  // Returns 401, or 400 for an unknown parameter once the token is believed.
  int Status(const std::string& token) {
    return Ask("GET", kTarget, {{"authorization", token}}).status;
  }
  std::string TokenOf(absl::Time issued) {
    return Token(kUser, StrCat(",\"iat\":", absl::ToUnixSeconds(issued)));
  }
};

TEST_CASE("whom billing tells to be erased stays out with a good token, and nobody else does") {
  Shop shop;
  const std::string token = shop.TokenOf(shop.clock.Now());
  CHECK(shop.Status(token) == 400);
  shop.told = {{GatewayFixture::kUser, shop.clock.Now()}};
  REQUIRE(shop.erased().Look());
  CHECK(shop.Status(token) == 401);
  CHECK(shop.Ask("GET", "/marketplace/keys", {{"authorization", token}}).status == 401);
  CHECK(shop.Status(shop.Token("0192f0c1-2222-7000-8000-00000000000b")) == 400);
}

TEST_CASE("for an hour no token is taken, and for a week none from before the erasure") {
  Shop shop;
  const absl::Time erased_at = shop.clock.Now();
  shop.told = {{GatewayFixture::kUser, erased_at}};
  REQUIRE(shop.erased().Look());
  const auto stays_out = [&](std::optional<absl::Time> issued) {
    return shop.erased().StaysOut(GatewayFixture::kUser, issued);
  };
  shop.clock.Advance(absl::Minutes(59));
  CHECK(stays_out(shop.clock.Now()));
  shop.clock.Advance(absl::Minutes(1));
  CHECK_FALSE(stays_out(shop.clock.Now()));
  CHECK(stays_out(erased_at));
  CHECK(stays_out(erased_at + kTokenSkew));
  CHECK_FALSE(stays_out(erased_at + kTokenSkew + absl::Seconds(1)));
  CHECK(stays_out(std::nullopt));
  shop.clock.Advance(absl::Hours(167));
  REQUIRE(shop.erased().Look());
  CHECK(stays_out(erased_at));
  shop.told.clear();
  shop.clock.Advance(absl::Minutes(2));
  REQUIRE(shop.erased().Look());
  CHECK_FALSE(stays_out(std::nullopt));
}

TEST_CASE("while billing does not answer, what is known stays known") {
  Shop shop;
  shop.told = {{GatewayFixture::kUser, shop.clock.Now()}};
  REQUIRE(shop.erased().Look());
  shop.services.On(kListErased, [](const FakeCall&) {
    return FakeAnswer{.status = absl::UnavailableError("down")};
  });
  CHECK_FALSE(shop.erased().Look());
  CHECK(shop.erased().StaysOut(GatewayFixture::kUser, std::nullopt));
}

TEST_CASE("billing is asked for what came since the last look, with some overlap") {
  Shop shop;
  const absl::Time first = shop.clock.Now();
  shop.told = {{GatewayFixture::kUser, first}};
  REQUIRE(shop.erased().Look());
  shop.clock.Advance(absl::Hours(2));
  REQUIRE(shop.erased().Look());
  const auto calls = shop.services.Calls(kListErased);
  const auto since = [&](size_t at) {
    return FromProto(calls.at(at).As<person::v1::ListErasedRequest>().since());
  };
  CHECK(since(0) == first - absl::Hours(168));
  CHECK(since(1) == first - absl::Minutes(2));
}

TEST_CASE("who erases their own account confirms it, and stays out from then on") {
  Shop shop;
  constexpr char kStandIn[] = "e9999999-9999-4999-8999-999999999999";
  shop.services.On(kErase, [&](const FakeCall& call) {
    person::v1::ErasePersonResponse response;
    response.set_stand_in(kStandIn);
    CHECK(call.Metadata("x-keys-user") == GatewayFixture::kUser);
    CHECK(call.Metadata("x-keys-admin").empty());
    return FakeAnswer::Of(response);
  });
  const std::string token = shop.TokenOf(shop.clock.Now());
  const auto erase = [&](const std::string& body) {
    return shop.Ask("POST", "/marketplace/me/erase",
                    {{"authorization", token}, {"content-type", "application/json"}}, body);
  };
  CHECK(shop.Ask("POST", "/marketplace/me/erase", {{"content-type", "application/json"}},
                 R"({"confirm":"erase my account"})")
            .status == 401);
  CHECK(erase("{}").status == 400);
  CHECK(erase(R"({"confirm":"Erase my account"})").status == 400);
  CHECK(shop.services.Calls(kErase).empty());
  const HttpResponse done = erase(R"({"confirm":"erase my account"})");
  CHECK(done.status == 200);
  CHECK(done.body.find(R"("erased":true)") != std::string::npos);
  // Every service was asked once, and billing twice.
  CHECK(shop.services.Calls(kErase).size() == 7);
  CHECK(shop.Status(token) == 401);
}

TEST_CASE("an erasure that is cut off bars its person all the same") {
  Shop shop;
  shop.services.On(kErase, [&](const FakeCall& call) {
    if (!call.As<person::v1::ErasePersonRequest>().stand_in().empty()) {
      return FakeAnswer{.status = error::Make(error::Reason::UNAVAILABLE, "Later.")};
    }
    person::v1::ErasePersonResponse response;
    response.set_stand_in("e9999999-9999-4999-8999-999999999999");
    return FakeAnswer::Of(response);
  });
  const std::string token = shop.TokenOf(shop.clock.Now());
  const HttpResponse cut =
      shop.Ask("POST", "/marketplace/me/erase",
               {{"authorization", token}, {"content-type", "application/json"}},
               R"({"confirm":"erase my account"})");
  CHECK(cut.status == 202);
  CHECK(shop.Status(token) == 401);
}

TEST_CASE("people export what is kept of them, and nothing is given before it is written down") {
  Shop shop;
  constexpr char kPage[] = "/keys.person.v1.PersonalData/ExportPerson";
  shop.services.On(
      kPage, [](const FakeCall&) { return FakeAnswer::Of(person::v1::ExportPersonResponse()); });
  constexpr char kRecord[] = "/keys.person.v1.PersonalData/RecordExport";
  shop.services.On(
      kRecord, [](const FakeCall&) { return FakeAnswer::Of(person::v1::RecordExportResponse()); });
  CHECK(shop.Ask("GET", "/marketplace/me/export").status == 401);
  const std::string token = shop.TokenOf(shop.clock.Now());
  const HttpResponse all = shop.Ask("GET", "/marketplace/me/export", {{"authorization", token}});
  CHECK(all.status == 200);
  CHECK(BodyOf(all).find(GatewayFixture::kUser) != std::string::npos);
  const auto calls = shop.services.Calls(kPage);
  REQUIRE(calls.size() == 6);
  for (const FakeCall& call : calls) {
    CHECK(call.As<person::v1::ExportPersonRequest>().user_id() == GatewayFixture::kUser);
    CHECK(call.Metadata("x-keys-admin").empty());
  }
  CHECK(shop.services.Calls(kRecord).at(0).As<person::v1::RecordExportRequest>().user_id() ==
        GatewayFixture::kUser);
  shop.services.On(kRecord, [](const FakeCall&) {
    return FakeAnswer{.status = error::Make(error::Reason::UNAVAILABLE, "Later.")};
  });
  CHECK(shop.Ask("GET", "/marketplace/me/export", {{"authorization", token}}).status == 503);
}

}  // namespace
}  // namespace keys::gateway

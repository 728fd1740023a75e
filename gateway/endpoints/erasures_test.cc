// Tests erasures through the gateway: the order of calls, the answers when one takes long or a
// service is away, and the record of progress.
#include "gateway/endpoints/erasures.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/time/proto_time.h"
#include "gateway/testing/gateway_fixture.h"
#include "keys/person/v1/person.pb.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

constexpr char kErase[] = "/keys.person.v1.PersonalData/ErasePerson";
constexpr char kRecord[] = "/keys.person.v1.PersonalData/RecordErasure";
constexpr char kGet[] = "/keys.person.v1.PersonalData/GetErasure";
constexpr char kStandIn[] = "e9999999-9999-4999-8999-999999999999";
constexpr char kReason[] = R"({"reason":"a letter"})";
constexpr char kOwn[] = "/marketplace/me/erase";
constexpr char kConfirmed[] = R"({"confirm":"erase my account"})";

std::string Header(const HttpResponse& response, std::string_view name) {
  const std::string* value = response.headers.Find(name);
  return value == nullptr ? "" : *value;
}

FakeAnswer Refuse(error::Reason reason) { return {.status = error::Make(reason, "Not now.")}; }

std::string PathOf(const std::string& user) {
  return Concat({"/marketplace/admin/users/", user, "/erase"});
}

struct Shop : GatewayFixture {
  HeaderFields admin{
      {"authorization", Token("0192f0c1-2222-7000-8000-00000000000d", kAdminClaims)}};
  HeaderFields user{{"authorization", Token(kUser)}};
  // Whether services have more to do than fits one call.
  std::atomic<bool> more = false;
  std::atomic<int> finished = 0;

  Shop() : Shop(Erasures::Limits{}) {}
  explicit Shop(const Erasures::Limits& limits) : GatewayFixture({.erasures = limits}) {
    services.On(kErase, [this](const FakeCall& call) {
      const auto request = call.As<person::v1::ErasePersonRequest>();
      person::v1::ErasePersonResponse response;
      response.set_stand_in(request.stand_in().empty() ? kStandIn : request.stand_in());
      response.set_more(more && !request.finish());
      response.set_erased(500);
      if (request.finish()) ++finished;
      return FakeAnswer::Of(response);
    });
    services.On(kRecord, [](const FakeCall&) {
      return FakeAnswer::Of(person::v1::RecordErasureResponse());
    });
    services.On(kGet, [](const FakeCall&) { return Refuse(error::Reason::NOT_FOUND); });
  }
  HttpResponse Erase(const std::string& person = kUser) {
    return Ask("POST", PathOf(person), admin, kReason);
  }
  void AwaitFinished(int times) const {
    const Deadline deadline = Deadline::After(absl::Seconds(60));
    while (finished < times && !deadline.Expired()) std::this_thread::yield();
    REQUIRE(finished >= times);
  }
};

TEST_CASE("a person is erased by billing first, then by all, and the stand-in is forgotten last") {
  Shop shop;
  CHECK(shop.Ask("POST", PathOf(Shop::kUser), {}, kReason).status == 401);
  CHECK(shop.Ask("POST", PathOf(Shop::kUser), shop.user, kReason).status == 403);
  CHECK(shop.Ask("POST", PathOf(Shop::kUser), shop.admin, "{}").status == 400);
  CHECK(shop.Ask("POST", PathOf(Shop::kUser), shop.admin, R"({"reason":"x","stand_in":"y"})")
            .status == 400);
  CHECK(shop.Erase("me").status == 404);
  CHECK(shop.services.Calls(kErase).empty());

  const HttpResponse done = shop.Erase();
  CHECK(done.status == 200);
  CHECK(done.body == StrCat(R"({"user_id":")", Shop::kUser, R"(","erased":true})"));
  const auto calls = shop.services.Calls(kErase);
  REQUIRE(calls.size() == 7);
  for (size_t i = 0; i < calls.size(); ++i) {
    const auto request = calls[i].As<person::v1::ErasePersonRequest>();
    CHECK(request.user_id() == Shop::kUser);
    CHECK(request.reason() == "a letter");
    CHECK(request.stand_in() == (i == 0 ? "" : kStandIn));
    CHECK(request.finish() == (i == 6));
  }
  const auto recorded = shop.services.Calls(kRecord);
  REQUIRE(recorded.size() == 6);
  std::set<std::string> named;
  for (const FakeCall& call : recorded) {
    const auto step = call.As<person::v1::RecordErasureRequest>();
    named.insert(step.service());
    CHECK(step.stand_in() == kStandIn);
    CHECK(step.rows() == 500);
    CHECK(step.done());
  }
  CHECK(named.size() == 6);
}

TEST_CASE("an erasure that takes long is answered 202 with Location, and goes on by itself") {
  Shop shop({.answer_within = absl::ZeroDuration()});
  shop.more = true;
  const HttpResponse accepted = shop.Erase();
  CHECK(accepted.status == 202);
  CHECK(accepted.body == StrCat(R"({"user_id":")", Shop::kUser, R"(","erased":false})"));
  CHECK(Header(accepted, "location") == PathOf(Shop::kUser));
  CHECK_FALSE(Header(accepted, "retry-after").empty());
  // A second request meanwhile gets the same answer and begins nothing.
  CHECK(shop.Erase().status == 202);
  CHECK(shop.finished == 0);
  shop.more = false;
  shop.AwaitFinished(1);
  // The erasure was begun from its beginning, with an empty stand-in, once.
  int beginnings = 0;
  for (const FakeCall& call : shop.services.Calls(kErase)) {
    beginnings += call.As<person::v1::ErasePersonRequest>().stand_in().empty() ? 1 : 0;
  }
  CHECK(beginnings == 1);
}

TEST_CASE("a service that is away does not lose an erasure that was begun") {
  Shop shop;
  std::atomic<int> asked = 0;
  shop.services.On(kErase, [&](const FakeCall&) {
    if (++asked >= 3) return FakeAnswer{.status = absl::DeadlineExceededError("late")};
    person::v1::ErasePersonResponse response;
    response.set_stand_in(kStandIn);
    return FakeAnswer::Of(response);
  });
  const HttpResponse own = shop.Ask("POST", kOwn, shop.user, kConfirmed);
  CHECK(own.status == 202);
  CHECK(Header(own, "location") == kOwn);
  CHECK(asked >= 3);
}

TEST_CASE("what billing wrote down before it failed is accepted, what it did not is an outage") {
  Shop shop;
  shop.services.On(kErase, [](const FakeCall&) { return Refuse(error::Reason::UNAVAILABLE); });
  const HttpResponse lost = shop.Erase();
  CHECK(lost.status == 503);
  person::v1::ErasureState state;
  *state.mutable_began_at() = ToProto(shop.clock.Now());
  shop.services.On(kGet, [&](const FakeCall&) { return FakeAnswer::Of(state); });
  CHECK(shop.Erase().status == 202);
  // An erasure that ended earlier is another one.
  *state.mutable_ended_at() = ToProto(shop.clock.Now());
  Shop other;
  other.services.On(kErase, [](const FakeCall&) { return Refuse(error::Reason::UNAVAILABLE); });
  other.services.On(kGet, [&](const FakeCall&) { return FakeAnswer::Of(state); });
  CHECK(other.Erase().status == 503);
}

TEST_CASE("more people at once than there is room for are asked to come back") {
  Shop shop({.answer_within = absl::ZeroDuration(), .most = 1});
  shop.more = true;
  CHECK(shop.Erase().status == 202);
  const HttpResponse turned_away = shop.Erase("0192f0c1-2222-7000-8000-00000000000b");
  CHECK(turned_away.status == 503);
  CHECK_FALSE(Header(turned_away, "retry-after").empty());
  shop.more = false;
  shop.AwaitFinished(1);
  const Deadline deadline = Deadline::After(absl::Seconds(60));
  while (shop.Erase("0192f0c1-2222-7000-8000-00000000000b").status == 503 && !deadline.Expired()) {
  }
  shop.AwaitFinished(2);
}

TEST_CASE("the state of an erasure names services and rows, and nothing of the person") {
  Shop shop;
  person::v1::ErasureState state;
  *state.mutable_began_at() = ToProto(shop.clock.Now());
  *state.mutable_updated_at() = ToProto(shop.clock.Now());
  auto& billing = *state.add_services();
  billing.set_name("billing");
  billing.set_rows(1500);
  billing.set_done(true);
  state.add_services()->set_name("catalog");
  CHECK(shop.Ask("GET", PathOf(Shop::kUser), shop.admin).status == 404);
  shop.services.On(kGet, [&](const FakeCall&) { return FakeAnswer::Of(state); });
  CHECK(shop.Ask("GET", PathOf(Shop::kUser)).status == 401);
  CHECK(shop.Ask("GET", PathOf(Shop::kUser), shop.user).status == 403);
  CHECK(shop.Ask("GET", PathOf("me"), shop.admin).status == 404);
  CHECK(shop.Ask("GET", PathOf(Shop::kUser) + "?all=1", shop.admin).status == 400);

  const HttpResponse running = shop.Ask("GET", PathOf(Shop::kUser), shop.admin);
  CHECK(running.status == 200);
  CHECK_FALSE(Header(running, "retry-after").empty());
  CHECK(running.body.find(Shop::kUser) == std::string::npos);
  rapidjson::Document json;
  json.Parse(running.body.data(), running.body.size());
  REQUIRE(json.IsObject());
  const auto& erasure = json["erasure"];
  CHECK(std::string(erasure["state"].GetString()) == "running");
  CHECK_FALSE(erasure.HasMember("ended_at"));
  REQUIRE(erasure["services"].Size() == 6);
  const auto of = [&](unsigned at, const char* name) {
    return std::string(erasure["services"][at][name].GetString());
  };
  CHECK(of(0, "name") == "billing");
  CHECK(of(0, "state") == "done");
  CHECK(erasure["services"][0]["rows"].GetInt64() == 1500);
  CHECK(of(1, "name") == "catalog");
  CHECK(of(1, "state") == "running");
  CHECK(of(5, "name") == "analytics");
  CHECK(of(5, "state") == "waiting");

  *state.mutable_ended_at() = ToProto(shop.clock.Now());
  const HttpResponse done = shop.Ask("GET", PathOf(Shop::kUser), shop.admin);
  CHECK(done.body.find(R"("state":"done")") != std::string::npos);
  CHECK(done.body.find("running") == std::string::npos);
  CHECK(Header(done, "retry-after").empty());
}

TEST_CASE("an erased person's token reads the state of their erasure, and nothing else") {
  Shop shop;
  person::v1::ErasureState state;
  *state.mutable_began_at() = ToProto(shop.clock.Now());
  shop.services.On(kGet, [&](const FakeCall& call) {
    CHECK(call.As<person::v1::GetErasureRequest>().user_id() == Shop::kUser);
    return FakeAnswer::Of(state);
  });
  shop.erased().Add(Shop::kUser);
  CHECK(shop.Ask("GET", kOwn, shop.user).status == 200);
  CHECK(shop.Ask("GET", kOwn).status == 401);
  CHECK(shop.Ask("GET", kOwn, {{"authorization", "Bearer x.y.z"}}).status == 401);
  CHECK(shop.Ask("POST", kOwn, shop.user, kConfirmed).status == 401);
  CHECK(shop.Ask("GET", "/marketplace/me/export", shop.user).status == 401);
  CHECK(shop.Ask("GET", "/marketplace/orders", shop.user).status == 401);
}

}  // namespace
}  // namespace keys::gateway

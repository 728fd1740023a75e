// Tests that erasures which were cut off go on, and that none waits behind another person's.
#include "gateway/endpoints/erasure_finisher.h"

#include <catch2/catch.hpp>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/testing/gateway_fixture.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {
namespace {

constexpr char kNext[] = "/keys.person.v1.PersonalData/NextErasure";
constexpr char kErase[] = "/keys.person.v1.PersonalData/ErasePerson";
constexpr char kRecord[] = "/keys.person.v1.PersonalData/RecordErasure";
constexpr char kStandIn[] = "e9999999-9999-4999-8999-999999999999";

std::string Person(int number) {
  return Concat({"0192f0c1-2222-7000-8000-0000000000", std::to_string(number)});
}

// A shop in which billing hands out open erasures and some people's steps hang.
struct Shop : GatewayFixture {
  std::mutex mutex;
  std::deque<std::string> open;
  std::set<std::string> hanging, asked, erased_people;

  Shop() {
    services.On(kNext, [this](const FakeCall&) {
      std::lock_guard lock(mutex);
      if (open.empty()) return FakeAnswer{.status = error::Make(error::Reason::NOT_FOUND, "None.")};
      person::v1::NextErasureResponse next;
      next.set_user_id(open.front());
      next.set_reason("a letter");
      open.pop_front();
      return FakeAnswer::Of(next);
    });
    services.On(kErase, [this](const FakeCall& call) {
      const auto request = call.As<person::v1::ErasePersonRequest>();
      std::lock_guard lock(mutex);
      asked.insert(request.user_id());
      if (hanging.contains(request.user_id())) return FakeAnswer{.silent = true};
      if (request.finish()) erased_people.insert(request.user_id());
      person::v1::ErasePersonResponse response;
      response.set_stand_in(kStandIn);
      return FakeAnswer::Of(response);
    });
    services.On(kRecord, [](const FakeCall&) {
      return FakeAnswer::Of(person::v1::RecordErasureResponse());
    });
  }
  bool Await(const std::set<std::string>& set, size_t size) {
    const Deadline deadline = Deadline::After(absl::Seconds(30));
    while (!deadline.Expired()) {
      if (std::lock_guard lock(mutex); set.size() >= size) return true;
      std::this_thread::yield();
    }
    return false;
  }
};

TEST_CASE("hanging steps of some people's erasures do not delay the others'") {
  Shop shop;
  constexpr int kAtOnce = 3;
  for (int i = 10; i < 10 + kAtOnce - 1; ++i) {
    shop.hanging.insert(Person(i));
    shop.open.push_back(Person(i));
  }
  for (int i = 20; i < 40; ++i) shop.open.push_back(Person(i));
  ErasureFinisher finisher(shop.upstream(), shop.erasures(), shop.metrics,
                           {.at_once = kAtOnce, .look_every = absl::Milliseconds(10)});
  // The hanging ones take a minute each, which is longer than this waits.
  CHECK(shop.Await(shop.erased_people, 20));
  CHECK(shop.Await(shop.asked, 20 + kAtOnce - 1));
  shop.StopUpstream();
}

TEST_CASE("an erasure that this gateway works on already keeps nobody waiting") {
  Shop shop;
  REQUIRE(shop.erasures().Enter(Person(10)));
  shop.open = {Person(10), Person(20)};
  ErasureFinisher finisher(shop.upstream(), shop.erasures(), shop.metrics,
                           {.at_once = 1, .look_every = absl::Milliseconds(10)});
  CHECK(shop.Await(shop.erased_people, 1));
  CHECK(shop.erased_people == std::set<std::string>{Person(20)});
  shop.StopUpstream();
}

TEST_CASE("no more erasures go on at once than the limit says") {
  Shop shop;
  for (int i = 10; i < 20; ++i) {
    shop.hanging.insert(Person(i));
    shop.open.push_back(Person(i));
  }
  ErasureFinisher finisher(shop.upstream(), shop.erasures(), shop.metrics,
                           {.at_once = 3, .look_every = absl::Milliseconds(10)});
  CHECK(shop.Await(shop.asked, 3));
  {
    std::lock_guard lock(shop.mutex);
    CHECK(shop.asked.size() == 3);
    CHECK(shop.open.size() == 7);
  }
  shop.StopUpstream();
}

}  // namespace
}  // namespace keys::gateway

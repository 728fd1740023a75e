// Tests access that ends during a transfer: by a reported change, by polling, by its date, and by
// an outage.
#include "gateway/endpoints/open_transfers.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <future>
#include <thread>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/testing/shop_fixture.h"

namespace keys::gateway {
namespace {

constexpr char kCheck[] = "/keys.entitlement.v1.EntitlementHoldings/CheckHoldings";

// A shop whose entitlement service answers about transfers under way as a test says.
struct WatchedShop : Shop {
  WatchedShop() : Shop(Letters(1000)) {
    Rest("user", "a");
    g.services.On(kCheck, [this](const FakeCall& call) {
      if (silent) return FakeAnswer{.silent = true};
      // A gRPC client reports this when no process listens.
      if (absent) return FakeAnswer{.status = absl::UnavailableError("")};
      entitlement::v1::CheckHoldingsResponse response;
      const auto request = call.As<entitlement::v1::CheckHoldingsRequest>();
      const int64_t left_us = ends_at_us == 0 ? 0 : ends_at_us - NowMicroseconds();
      for (const auto& asked : request.holdings()) {
        response.add_standing(stands && left_us >= 0 && asked.key_id() == "k");
        response.add_ends_in_us(std::max<int64_t>(0, left_us));
      }
      return FakeAnswer::Of(response);
    });
  }
  // Sets the grant on which the next transfers are based.
  void Rest(const std::string& type, const std::string& tenant, const std::string& user = "u") {
    auto& holding = *answer.mutable_holding();
    holding.mutable_tenant()->set_type(type);
    holding.mutable_tenant()->set_id(tenant);
    holding.set_user_id(user);
    holding.set_key_id("k");
  }
  void Tell(const std::string& type, const std::string& tenant, const std::string& user = "") {
    entitlement::v1::AccessChange change;
    change.mutable_tenant()->set_type(type);
    change.mutable_tenant()->set_id(tenant);
    change.set_user_id(user);
    g.transfers().OnChange(change);
  }
  size_t Checks() const { return g.services.Calls(kCheck).size(); }
  static int64_t NowMicroseconds() {
    return absl::ToInt64Microseconds(
        absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()));
  }
  // Returns how long it takes until the transfer may not go on, at most ten seconds. A transfer
  // that is cut before its first byte is refused instead.
  absl::Duration UntilCut(const HttpResponse& response) {
    if (response.stream == nullptr) return absl::ZeroDuration();
    const auto begin = std::chrono::steady_clock::now();
    while (response.stream->Check().ok() &&
           std::chrono::steady_clock::now() - begin < std::chrono::seconds(10)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return absl::FromChrono(std::chrono::steady_clock::now() - begin);
  }
  std::atomic<bool> stands = true;
  std::atomic<bool> silent = false;
  std::atomic<bool> absent = false;
  // A time of steady_clock; 0 stands for never.
  std::atomic<int64_t> ends_at_us = 0;
};

// The best of a few tries counts, because on a busy machine one of them may wait for anything.
template <typename Measure>
absl::Duration BestOf(int tries, const Measure& measure) {
  absl::Duration best = absl::InfiniteDuration();
  for (int i = 0; i < tries; ++i) best = std::min<absl::Duration>(best, measure());
  return best;
}

TEST_CASE("a transfer ends as soon as it is told that its tenant's access changed") {
  WatchedShop shop;
  const absl::Duration lasted = BestOf(8, [&] {
    shop.stands = true;
    const HttpResponse response = shop.Get();
    shop.stands = false;
    shop.Tell("user", "a");
    return shop.UntilCut(response);
  });
  std::printf("counted: cut %d ms after the change was told\n",
              static_cast<int>(absl::ToInt64Milliseconds(lasted)));
  CHECK(lasted < kRecheckEvery / 2);
}

TEST_CASE("who subscribed is called once when access ends, and not when it was given up") {
  WatchedShop shop;
  OpenTransfers& transfers = shop.g.transfers();
  const auto begin = [&] {
    return transfers.Begin(shop.answer.holding(), std::chrono::steady_clock::now());
  };
  const auto leave = begin();
  std::atomic<int> called = 0;
  std::atomic<int> given_up = 0;
  leave->Subscribe([&] { ++called; });
  const int64_t other = leave->Subscribe([&] { ++given_up; });
  leave->Unsubscribe(other);
  shop.Tell("user", "a");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(called == 0);
  shop.stands = false;
  shop.Tell("user", "a");
  const Deadline patience = Deadline::After(absl::Seconds(10));
  while (called == 0 && !patience.Expired()) std::this_thread::yield();
  CHECK_FALSE(leave->Check().ok());
  // A subscriber is called at once when it is over already.
  leave->Subscribe([&] { ++called; });
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  CHECK(called == 2);
  CHECK(given_up == 0);
  CHECK(begin()->Check().ok());
}

TEST_CASE("who subscribed is called when the last yes has become too old") {
  WatchedShop shop;
  shop.silent = true;
  const auto begun = std::chrono::steady_clock::now();
  const auto leave = shop.g.transfers().Begin(shop.answer.holding(), begun);
  std::promise<void> called;
  std::atomic<int> calls = 0;
  leave->Subscribe([&] {
    if (++calls == 1) called.set_value();
  });
  REQUIRE(called.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready);
  const auto lasted = absl::FromChrono(std::chrono::steady_clock::now() - begun);
  CHECK(lasted >= kYesHolds);
  CHECK(error::ReasonOf(leave->Check()) == error::Reason::UNAVAILABLE);
  std::printf("counted: told %d ms after the last yes\n",
              static_cast<int>(absl::ToInt64Milliseconds(lasted)));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(calls == 1);
}

// Returns true as soon as the condition holds, within ten seconds.
template <typename Condition>
bool Becomes(const Condition& condition) {
  const Deadline patience = Deadline::After(absl::Seconds(10));
  while (!condition() && !patience.Expired()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return condition();
}

TEST_CASE("while entitlement is restarted a transfer waits, then its word counts") {
  for (const bool stands : {true, false}) {
    WatchedShop shop;
    const HttpResponse response = shop.Get();
    REQUIRE(response.stream != nullptr);
    std::string byte(1, ' ');
    const auto read = [&] { return response.stream->Read(0, absl::MakeSpan(byte)); };
    CHECK(read().ok());
    shop.absent = true;
    // The transfer is not over, but sends no further byte.
    REQUIRE(Becomes([&] { return absl::IsAborted(read()); }));
    CHECK(response.stream->Check().ok());
    // Entitlement runs again but does not answer yet, like a process that still opens its database.
    shop.silent = true;
    shop.absent = false;
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    CHECK(absl::IsAborted(read()));
    shop.stands = stands;
    shop.silent = false;
    if (stands) {
      CHECK(Becomes([&] { return read().ok(); }));
    } else {
      CHECK(Becomes([&] {
        return error::ReasonOf(response.stream->Check()) == error::Reason::LINK_REVOKED;
      }));
      CHECK_FALSE(read().ok());
    }
  }
}

TEST_CASE("a transfer does not wait for longer than a restart takes") {
  WatchedShop shop;
  shop.absent = true;
  const auto yes_of = std::chrono::steady_clock::now() -
                      absl::ToChronoNanoseconds(kRestartHolds - absl::Seconds(5));
  const auto leave = shop.g.transfers().Begin(shop.answer.holding(), yes_of);
  CHECK(Becomes([&] { return leave->Waits(); }));
  CHECK(Becomes([&] { return !leave->Waits(); }));
  CHECK(error::ReasonOf(leave->Check()) == error::Reason::UNAVAILABLE);
  CHECK(std::chrono::steady_clock::now() - yes_of > absl::ToChronoNanoseconds(kRestartHolds));
}

TEST_CASE("only the transfers a change may concern are asked about") {
  WatchedShop shop;
  std::vector<HttpResponse> open;
  for (const char* user : {"u", "v"}) {
    shop.Rest("org", "a", user);
    open.push_back(shop.Get());
    shop.Rest("org", "ab", user);
    open.push_back(shop.Get());
  }
  const auto asked_at_once = [&] {
    // A round about all may come between, so the test looks for one about fewer.
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    std::string told;
    for (const FakeCall& call : shop.g.services.Calls(kCheck)) {
      const auto request = call.As<entitlement::v1::CheckHoldingsRequest>();
      if (request.holdings_size() == 4) continue;
      told.clear();
      for (const auto& each : request.holdings()) {
        StrAppend(&told, each.tenant().id(), "/", each.user_id(), " ");
      }
    }
    return told;
  };
  shop.Tell("user", "a");
  shop.Tell("org", "b");
  shop.Tell("org", "a", "w");
  CHECK(asked_at_once().empty());
  // A change that is reported while a round about all begins may be covered by it, so the test
  // reports it again.
  const auto asks_about = [&](const std::string& wanted, const std::string& id,
                              const std::string& user) {
    for (int tries = 0; tries < 50; ++tries) {
      shop.Tell("org", id, user);
      if (asked_at_once() == wanted) return true;
    }
    return false;
  };
  CHECK(asks_about("a/v ", "a", "v"));
  CHECK(asks_about("ab/u ab/v ", "ab", ""));
}

TEST_CASE("a storm of changes costs no more than a round each ten milliseconds") {
  WatchedShop shop;
  const HttpResponse response = shop.Get();
  const auto begun = std::chrono::steady_clock::now();
  int told = 0;
  while (std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(500)) {
    shop.Tell("user", "a");
    ++told;
  }
  const auto lasted = std::chrono::steady_clock::now() - begun;
  const auto rounds = static_cast<size_t>(lasted / std::chrono::milliseconds(10) +
                                          lasted / std::chrono::milliseconds(250));
  std::printf("counted: %d changes told, asked %d times\n", told, static_cast<int>(shop.Checks()));
  CHECK(told > 1000);
  CHECK(shop.Checks() <= rounds + 2);
  CHECK(shop.Checks() >= 2);
  CHECK(response.stream->Check().ok());
}

TEST_CASE("a change told between a link's yes and its transfer is not missed") {
  WatchedShop shop;
  const absl::Duration lasted = BestOf(8, [&] {
    shop.stands = true;
    shop.g.services.On(kAuthorize, [&](const FakeCall&) {
      shop.stands = false;
      shop.Tell("user", "a");
      return FakeAnswer::Of(shop.answer);
    });
    return shop.UntilCut(shop.Get());
  });
  CHECK(lasted < kRecheckEvery / 2);
}

TEST_CASE("when the stream stands again everything is asked about") {
  WatchedShop shop;
  const absl::Duration lasted = BestOf(8, [&] {
    shop.stands = true;
    const HttpResponse response = shop.Get();
    shop.g.transfers().OnDown();
    shop.stands = false;
    shop.g.transfers().OnUp();
    return shop.UntilCut(response);
  });
  CHECK(lasted < kRecheckEvery / 2);
}

TEST_CASE("a dated grant's end is asked about when it comes, and not before") {
  WatchedShop shop;
  constexpr absl::Duration kLeft = absl::Milliseconds(310);
  const absl::Duration late = BestOf(8, [&] {
    shop.ends_at_us = 0;
    const HttpResponse response = shop.Get();
    shop.ends_at_us = shop.NowMicroseconds() + absl::ToInt64Microseconds(kLeft);
    const absl::Duration lasted = shop.UntilCut(response);
    CHECK(lasted >= kLeft - absl::Milliseconds(1));
    return lasted - kLeft;
  });
  std::printf("counted: cut %d ms after the grant's end\n",
              static_cast<int>(absl::ToInt64Milliseconds(late)));
  CHECK(late < absl::Milliseconds(100));
}

TEST_CASE("a transfer goes on while its access stands and ends within a second of it") {
  WatchedShop shop;
  const HttpResponse response = shop.Get();
  REQUIRE(response.status == 200);
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  CHECK(response.stream->Check().ok());
  char byte = 0;
  CHECK(response.stream->Read(0, absl::MakeSpan(&byte, 1)).ok());
  shop.stands = false;
  const absl::Duration first = shop.UntilCut(response);
  CHECK(error::ReasonOf(response.stream->Read(0, absl::MakeSpan(&byte, 1))) ==
        error::Reason::LINK_REVOKED);
  const absl::Duration lasted = std::min<absl::Duration>(first, BestOf(4, [&] {
                                                           shop.stands = true;
                                                           const HttpResponse next = shop.Get();
                                                           shop.stands = false;
                                                           return shop.UntilCut(next);
                                                         }));
  std::printf("counted: cut %d ms after the access ended\n",
              static_cast<int>(absl::ToInt64Milliseconds(lasted)));
  CHECK(lasted < absl::Seconds(1));
  // After access is restored, old transfers stay cut and new ones start.
  shop.stands = true;
  const HttpResponse again = shop.Get();
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  CHECK_FALSE(response.stream->Check().ok());
  CHECK(again.stream->Check().ok());
}

TEST_CASE("a transfer ends within a second when nobody can say whether its access stands") {
  WatchedShop shop;
  HttpResponse response;
  const absl::Duration lasted = BestOf(4, [&] {
    shop.silent = false;
    response = shop.Get();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK(response.stream->Check().ok());
    shop.silent = true;
    return shop.UntilCut(response);
  });
  CHECK(lasted < absl::Seconds(1));
  CHECK(error::ReasonOf(response.stream->Check()) == error::Reason::UNAVAILABLE);
  // The transfer goes on as soon as somebody can say again that its access stands.
  shop.silent = false;
  const Deadline patience = Deadline::After(absl::Minutes(1));
  while (!response.stream->Check().ok() && !patience.Expired()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(response.stream->Check().ok());
}

TEST_CASE("all transfers are asked about in one call, each use of a KEY once") {
  WatchedShop shop;
  std::vector<HttpResponse> open;
  for (int i = 0; i < 30; ++i) {
    shop.Rest("user", "a", StrCat("user-", i % 10));
    open.push_back(shop.Get());
    REQUIRE(open.back().status == 200);
  }
  const Deadline patience = Deadline::After(absl::Seconds(10));
  std::vector<FakeCall> calls;
  while (calls.empty() && !patience.Expired()) calls = shop.g.services.Calls(kCheck);
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  calls = shop.g.services.Calls(kCheck);
  REQUIRE_FALSE(calls.empty());
  CHECK(calls.back().As<entitlement::v1::CheckHoldingsRequest>().holdings_size() == 10);
  // No call is made about transfers that are over.
  open.clear();
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  const size_t asked = shop.g.services.Calls(kCheck).size();
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  CHECK(shop.g.services.Calls(kCheck).size() == asked);
}

}  // namespace
}  // namespace keys::gateway

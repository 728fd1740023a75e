// Tests how clients' events travel between the gateway and analytics: how many go together, who
// waits for whom, and which answer each gets.
#include "gateway/endpoints/event_gatherer.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <map>
#include <thread>

#include "common/error/error.h"
#include "common/rpc/service_token.h"
#include "common/time/clock.h"
#include "gateway/testing/fake_services.h"

namespace keys::gateway {
namespace {

using analytics::v1::RecordClientEventsRequest;
using analytics::v1::RecordClientEventsResponse;
using analytics::v1::RecordEventRequest;
using analytics::v1::RecordEventResponse;

constexpr char kMany[] = "/keys.analytics.v1.AnalyticsGateway/RecordClientEvents";
constexpr char kOne[] = "/keys.analytics.v1.Analytics/RecordEvent";
constexpr absl::Duration kPatience = absl::Seconds(20);

FakeAnswer AllStored(const FakeCall& call) {
  RecordClientEventsResponse response;
  for (int i = 0; i < call.As<RecordClientEventsRequest>().events_size(); ++i) {
    response.add_outcomes();
  }
  return FakeAnswer::Of(response);
}

// An analytics that answers only when the test lets it.
class Gate {
 public:
  void Pass() {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void AwaitArrived(int count) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, std::chrono::seconds(20), [&] { return arrived_ >= count; }));
  }
  void Open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  bool open_ = false;
};

struct Fixture {
  explicit Fixture(EventGatherer::Options options = {}) {
    services.On(kMany, AllStored);
    gatherer = std::make_unique<EventGatherer>(upstream, metrics, options);
  }
  ~Fixture() {
    gatherer->Stop(kPatience);
    upstream.Stop();
  }
  // The event's `type` is its name, by which the test recognises it.
  void Add(const std::string& name, const std::string& user = "",
           absl::Duration patience = kPatience) {
    auto exchange = std::make_shared<Exchange>();
    exchange->request_id = name;
    exchange->caller.user_id = user;
    exchange->caller.client_ip = "192.0.2.1";
    RecordEventRequest event;
    event.set_event_type(name);
    gatherer->Add(std::move(exchange), std::move(event), Deadline::After(patience),
                  [this, name](const absl::Status& status) {
                    std::lock_guard lock(mutex);
                    answers.emplace(name, status);
                    changed.notify_all();
                  });
  }
  void AwaitAnswers(size_t count) {
    std::unique_lock lock(mutex);
    REQUIRE(
        changed.wait_for(lock, std::chrono::seconds(20), [&] { return answers.size() >= count; }));
  }
  absl::Status AnswerTo(const std::string& name) {
    std::lock_guard lock(mutex);
    const auto found = answers.find(name);
    return found == answers.end() ? absl::UnknownError("no answer") : found->second;
  }
  double Refused(const char* why) {
    return metrics.Counter("keys_gateway_events_refused_total", "", {{"why", why}}).Value();
  }

  FakeServices services;
  FakeClock clock;
  metrics::Registry metrics;
  rpc::TokenMinter minter{"gateway", crypto::Ed25519PrivateKey::Generate(), clock};
  Upstream upstream{{{"analytics", services.address()}}, minter, metrics};
  std::mutex mutex;
  std::condition_variable changed;
  std::multimap<std::string, absl::Status> answers;
  std::unique_ptr<EventGatherer> gatherer;
};

TEST_CASE("a lone event goes out at once, with who sent it") {
  Fixture f({.interval = absl::Hours(1)});
  f.Add("view", "user-1");
  f.AwaitAnswers(1);
  CHECK(f.AnswerTo("view").ok());
  const auto calls = f.services.Calls(kMany);
  REQUIRE(calls.size() == 1);
  const auto sent = calls[0].As<RecordClientEventsRequest>();
  REQUIRE(sent.events_size() == 1);
  CHECK(sent.events(0).user_id() == "user-1");
  CHECK(sent.events(0).event().event_type() == "view");
  CHECK(calls[0].Metadata("x-request-id") == "view");
}

TEST_CASE("events that come close together share a call") {
  constexpr int kEvents = 400;
  Fixture f({.interval = absl::Milliseconds(20)});
  for (int i = 0; i < kEvents; ++i) f.Add(std::to_string(i));
  f.AwaitAnswers(kEvents);
  for (int i = 0; i < kEvents; ++i) CHECK(f.AnswerTo(std::to_string(i)).ok());
  // The first event travels alone, the others in a few calls.
  CHECK(f.services.Calls(kMany).size() < kEvents / 10);
  size_t sent = 0;
  for (const FakeCall& call : f.services.Calls(kMany)) {
    sent += static_cast<size_t>(call.As<RecordClientEventsRequest>().events_size());
  }
  CHECK(sent == kEvents);
}

TEST_CASE("one bad event fails alone, and is told why") {
  Fixture f({.interval = absl::Milliseconds(20)});
  f.services.On(kMany, [](const FakeCall& call) {
    RecordClientEventsResponse response;
    const auto request = call.As<RecordClientEventsRequest>();
    for (const auto& sent : request.events()) {
      auto* outcome = response.add_outcomes();
      if (sent.event().event_type() != "bad") continue;
      const absl::Status problem = error::Invalid("/event_type", "UNKNOWN_WORD", "No such type.");
      outcome->set_code(static_cast<int>(problem.code()));
      outcome->set_details(error::ToRpcStatus(problem));
    }
    return FakeAnswer::Of(response);
  });
  for (const char* name : {"1", "bad", "2"}) f.Add(name);
  f.AwaitAnswers(3);
  CHECK(f.AnswerTo("1").ok());
  CHECK(f.AnswerTo("2").ok());
  const absl::Status told = f.AnswerTo("bad");
  CHECK(absl::IsInvalidArgument(told));
  REQUIRE(error::DetailOf(told).has_value());
  CHECK(error::DetailOf(told)->violations(0).code() == "UNKNOWN_WORD");
}

TEST_CASE("a call that fails fails its events, and an answer that does not fit is no success") {
  Fixture f;
  f.services.On(
      kMany, [](const FakeCall&) { return FakeAnswer{.status = absl::UnavailableError("down")}; });
  f.Add("1");
  f.AwaitAnswers(1);
  CHECK(absl::IsUnavailable(f.AnswerTo("1")));
  f.services.On(kMany,
                [](const FakeCall&) { return FakeAnswer::Of(RecordClientEventsResponse()); });
  f.Add("2");
  f.AwaitAnswers(2);
  CHECK(absl::IsInternal(f.AnswerTo("2")));
}

TEST_CASE(
    "while analytics hangs each event is answered by its own deadline, and no calls pile up") {
  Fixture f({.interval = absl::Milliseconds(1), .max_calls = 2});
  Gate gate;
  f.services.On(kMany, [&](const FakeCall& call) {
    gate.Pass();
    return AllStored(call);
  });
  for (int i = 0; i < 2; ++i) {
    f.Add("under way " + std::to_string(i), "", absl::Milliseconds(400));
    gate.AwaitArrived(i + 1);
  }
  for (int i = 0; i < 50; ++i) f.Add(std::to_string(i), "", absl::Milliseconds(400));
  f.AwaitAnswers(52);
  CHECK(absl::IsDeadlineExceeded(f.AnswerTo("under way 0")));
  CHECK(absl::IsDeadlineExceeded(f.AnswerTo("49")));
  CHECK(f.services.Calls(kMany).size() == 2);
  gate.Open();
}

TEST_CASE("who posts a flood waits behind it alone") {
  Fixture f({.interval = absl::Milliseconds(1),
             .max_waiting = 100,
             .max_waiting_of_one = 40,
             .max_events = 10,
             .max_calls = 1});
  Gate gate;
  f.services.On(kMany, [&](const FakeCall& call) {
    gate.Pass();
    return AllStored(call);
  });
  f.Add("first", "flood");
  gate.AwaitArrived(1);
  for (int i = 0; i < 60; ++i) f.Add("flood " + std::to_string(i), "flood");
  // Twenty events are refused at once, because that user's room is full.
  f.AwaitAnswers(20);
  CHECK(f.Refused("full") == 20);
  CHECK(absl::IsUnavailable(f.AnswerTo("flood 40")));
  f.Add("modest", "modest");
  gate.Open();
  f.AwaitAnswers(62);
  CHECK(f.AnswerTo("modest").ok());
  // The second call has the first ten events that were taken.
  const auto second = f.services.Calls(kMany).at(1).As<RecordClientEventsRequest>();
  REQUIRE(second.events_size() == 10);
  CHECK(std::any_of(second.events().begin(), second.events().end(),
                    [](const auto& sent) { return sent.user_id() == "modest"; }));
}

TEST_CASE("the room for all has its limit too") {
  Fixture f({.max_waiting = 5, .max_calls = 0});
  for (int i = 0; i < 7; ++i) f.Add(std::to_string(i), "user-" + std::to_string(i));
  f.AwaitAnswers(2);
  CHECK(absl::IsUnavailable(f.AnswerTo("5")));
  CHECK(absl::IsUnavailable(f.AnswerTo("6")));
  f.gatherer->Stop(absl::ZeroDuration());
  f.AwaitAnswers(7);
}

TEST_CASE("a stop sends what waits, and refuses what comes later") {
  Fixture f({.interval = absl::Hours(1)});
  f.Add("first");
  f.AwaitAnswers(1);
  for (int i = 0; i < 20; ++i) f.Add(std::to_string(i));
  f.gatherer->Stop(kPatience);
  for (int i = 0; i < 20; ++i) CHECK(f.AnswerTo(std::to_string(i)).ok());
  CHECK(f.services.Calls(kMany).size() == 2);
  f.Add("late");
  CHECK(absl::IsUnavailable(f.AnswerTo("late")));
}

TEST_CASE("an analytics of the version before is told one event after the other") {
  Fixture f({.interval = absl::Milliseconds(20)});
  f.services.On(kMany, [](const FakeCall&) {
    return FakeAnswer{.status = absl::UnimplementedError("no such method")};
  });
  f.services.On(kOne, [](const FakeCall& call) {
    RecordEventResponse response;
    response.set_success(true);
    const bool good = call.As<RecordEventRequest>().event_type() != "bad";
    return good ? FakeAnswer::Of(response)
                : FakeAnswer{.status = absl::InvalidArgumentError("bad")};
  });
  for (const char* name : {"1", "bad", "2"}) f.Add(name, "user-1");
  f.AwaitAnswers(3);
  CHECK(f.AnswerTo("1").ok());
  CHECK(absl::IsInvalidArgument(f.AnswerTo("bad")));
  CHECK(f.services.Calls(kOne).size() == 3);
  CHECK(f.services.Calls(kOne)[0].Metadata("x-keys-user") == "user-1");
}

}  // namespace
}  // namespace keys::gateway

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "common/error/error.h"
#include "common/testing/test_database.h"
#include "common/time/proto_time.h"
#include "services/analytics/events.h"
#include "services/analytics/popularity.h"

namespace keys::analytics {
namespace {

using error::Reason;
using error::ReasonOf;
using testing::Soon;

constexpr char kKey[] = "11111111-1111-7111-8111-111111111111";
constexpr char kUser[] = "22222222-2222-7222-8222-222222222222";

rpc::Call AnonymousCall() { return rpc::Call({.deadline = Soon(), .peer = "gateway"}); }
rpc::Call UserCall() {
  return rpc::Call({.caller = {.user_id = kUser}, .deadline = Soon(), .peer = "gateway"});
}

v1::RecordEventRequest Request(const std::string& type) {
  v1::RecordEventRequest request;
  request.set_event_type(type);
  return request;
}

struct CountRow {
  int64_t rows = 0;
  int64_t with_user = 0;
};
constexpr pg::Statement kCount{"test.count",
                               "SELECT count(*), count(user_id) FROM marketplace_analytics"};

struct Fixture {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_analytics"), .name = "test"}};
  AnalyticsStore store{pool};
  FakeClock clock;
  SequenceIdSource ids;
  metrics::Registry metrics;
  EventWriter writer{store, clock, metrics};
  Events events{writer, store, clock, ids};

  absl::StatusOr<v1::RecordEventResponse> Record(rpc::Call call,
                                                 const v1::RecordEventRequest& request) {
    return events.Record(call, request);
  }
  CountRow Count() {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    return *db->QueryOne<CountRow>(kCount).value();
  }
};

TEST_CASE("a visitor's view and a user's click are stored before success is said") {
  Fixture f;
  v1::RecordEventRequest view = Request("view");
  view.set_key_id("leased-job-queue");
  view.set_metadata(R"({"page":2})");
  REQUIRE(f.Record(AnonymousCall(), view).ok());
  CHECK(f.Count().rows == 1);
  v1::RecordEventRequest click = Request("discovery_click");
  click.set_key_id(kKey);
  click.set_discovery_reason("Recommended because you're using Node.js");
  const auto response = f.Record(UserCall(), click);
  REQUIRE(response.ok());
  CHECK(response->success());
  CHECK(f.Count().rows == 2);
  CHECK(f.Count().with_user == 1);
}

TEST_CASE("who may record what") {
  Fixture f;
  CHECK(ReasonOf(f.Record(AnonymousCall(), Request("discovery_click")).status()) ==
        Reason::UNAUTHENTICATED);
  for (const char* type : {"purchase", "download", "bundle_upgrade"}) {
    CHECK(ReasonOf(f.Record(UserCall(), Request(type)).status()) == Reason::SERVER_EVENT);
  }
  for (const char* type : {"", "like"}) {
    CHECK(ReasonOf(f.Record(UserCall(), Request(type)).status()) == Reason::INVALID_ARGUMENT);
  }
  CHECK(f.Count().rows == 0);
}

TEST_CASE("everything wrong with an event is told at once") {
  Fixture f;
  v1::RecordEventRequest request = Request("view");
  request.set_key_id("Not A Slug");
  request.set_bundle_id("-");
  request.set_discovery_reason(std::string(201, 'x'));
  request.set_metadata("[1]");
  request.set_event_id("1");
  const auto detail = error::DetailOf(f.Record(AnonymousCall(), request).status());
  REQUIRE(detail.has_value());
  std::vector<std::string> pointers;
  for (const auto& violation : detail->violations()) pointers.push_back(violation.pointer());
  CHECK(pointers == std::vector<std::string>{"/key_id", "/bundle_id", "/discovery_reason",
                                             "/metadata", "/event_id"});
}

TEST_CASE("the same event id is the same event") {
  Fixture f;
  v1::RecordEventRequest request = Request("view");
  request.set_event_id("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11");
  REQUIRE(f.Record(AnonymousCall(), request).ok());
  request.set_event_id("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  REQUIRE(f.Record(AnonymousCall(), request)->success());
  CHECK(f.Count().rows == 1);
}

TEST_CASE("a flood of callers shares statements and loses nothing") {
  Fixture f;
  std::atomic<int> succeeded{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 8; ++t) {
    callers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) succeeded += f.Record(UserCall(), Request("view")).ok() ? 1 : 0;
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(succeeded == 400);
  CHECK(f.Count().rows == 400);
}

TEST_CASE("an event that cannot be stored fails alone, and without success") {
  Fixture f;
  event::v1::AnalyticsEvent bad;
  bad.set_event_id(f.ids.NewUuid());
  bad.set_event_type("no such type");
  *bad.mutable_occurred_at() = ToProto(f.clock.Now());
  event::v1::AnalyticsEvent good = bad;
  good.set_event_id(f.ids.NewUuid());
  good.set_event_type("view");
  std::vector<absl::Status> results(20);
  std::vector<std::thread> callers;
  for (size_t t = 0; t < results.size(); ++t) {
    callers.emplace_back([&, t] {
      event::v1::AnalyticsEvent event = t % 5 == 0 ? bad : good;
      event.set_event_id(f.ids.NewUuid());
      results[t] = f.writer.Write(event, Soon());
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (size_t t = 0; t < results.size(); ++t) CHECK(results[t].ok() == (t % 5 != 0));
  CHECK(f.Count().rows == 16);
}

TEST_CASE("of events that the gateway brings together each has its own answer") {
  Fixture f;
  v1::RecordClientEventsRequest request;
  const auto add = [&](v1::RecordEventRequest event, const char* user) {
    v1::ClientEvent& sent = *request.add_events();
    *sent.mutable_event() = std::move(event);
    sent.set_user_id(user);
  };
  v1::RecordEventRequest again = Request("view");
  again.set_event_id(f.ids.NewUuid());
  v1::RecordEventRequest malformed = Request("view");
  malformed.set_key_id("no name");
  malformed.set_event_id("no id");
  add(Request("view"), "");
  add(Request("purchase"), kUser);
  add(again, kUser);
  add(again, kUser);
  add(malformed, "");
  add(Request("discovery_click"), "");
  add(Request("discovery_click"), kUser);
  rpc::Call call({.deadline = Soon(), .peer = "gateway"});
  const auto response = f.events.RecordOfClients(call, request);
  REQUIRE(response.ok());
  REQUIRE(response->outcomes_size() == 7);
  const auto problem = [&](int i) {
    const v1::ClientEventOutcome& outcome = response->outcomes(i);
    return error::FromRpcStatus(static_cast<absl::StatusCode>(outcome.code()), "",
                                outcome.details());
  };
  const auto reason = [&](int i) { return ReasonOf(problem(i)); };
  for (const int stored : {0, 2, 3, 6}) CHECK(problem(stored).ok());
  CHECK(reason(1) == Reason::SERVER_EVENT);
  CHECK(reason(4) == Reason::INVALID_ARGUMENT);
  CHECK(error::DetailOf(problem(4))->violations_size() == 2);
  CHECK(reason(5) == Reason::UNAUTHENTICATED);
  // The same id is the same event.
  CHECK(f.Count().rows == 3);
  v1::RecordClientEventsRequest none;
  CHECK(f.events.RecordOfClients(call, none)->outcomes_size() == 0);
  for (int i = 0; i < 1001; ++i) *none.add_events()->mutable_event() = Request("view");
  CHECK(ReasonOf(f.events.RecordOfClients(call, none).status()) == Reason::INVALID_ARGUMENT);
}

TEST_CASE("events of one call that cannot be stored fail alone") {
  Fixture f;
  event::v1::AnalyticsEvent good;
  good.set_event_type("view");
  *good.mutable_occurred_at() = ToProto(f.clock.Now());
  std::vector<event::v1::AnalyticsEvent> events(10, good);
  for (auto& event : events) event.set_event_id(f.ids.NewUuid());
  events[3].set_event_type("no such type");
  const std::vector<absl::Status> results = f.writer.WriteAll(events, Soon());
  REQUIRE(results.size() == events.size());
  for (size_t i = 0; i < results.size(); ++i) CHECK(results[i].ok() == (i != 3));
  CHECK(f.Count().rows == 9);
  events.resize(kWaitingEvents + 1);
  CHECK(absl::IsResourceExhausted(f.writer.WriteAll(events, Soon()).front()));
}

TEST_CASE("nothing is called stored while the database is away") {
  FakeClock clock;
  SequenceIdSource ids;
  metrics::Registry metrics;
  pg::Pool nowhere({.conninfo = "host=127.0.0.1 port=1 dbname=keys", .name = "test"});
  AnalyticsStore store(nowhere);
  EventWriter writer(store, clock, metrics);
  Events events(writer, store, clock, ids);
  rpc::Call call = AnonymousCall();
  CHECK(ReasonOf(events.Record(call, Request("view")).status()) == Reason::UNAVAILABLE);
}

TEST_CASE("services record what they made, each event once") {
  Fixture f;
  v1::RecordEventsRequest request;
  for (const char* type : {"purchase", "download", "bundle_upgrade"}) {
    auto& event = *request.add_events();
    event.set_event_id(f.ids.NewUuid());
    event.set_event_type(type);
    event.set_key_id(kKey);
    *event.mutable_occurred_at() = ToProto(f.clock.Now());
  }
  rpc::Call call({.deadline = Soon(), .peer = "billing"});
  CHECK(f.events.RecordMany(call, request)->stored() == 3);
  CHECK(f.events.RecordMany(call, request)->stored() == 0);
  Popularity popularity(f.store);
  CHECK(popularity.Get(call, {})->keys_size() == 1);
}

TEST_CASE("a service's bad event is refused with its place, and its batch with it") {
  Fixture f;
  v1::RecordEventsRequest request;
  for (int i = 0; i < 2; ++i) {
    auto& event = *request.add_events();
    event.set_event_id(f.ids.NewUuid());
    event.set_event_type("download");
    *event.mutable_occurred_at() = ToProto(f.clock.Now());
  }
  rpc::Call call({.deadline = Soon(), .peer = "billing"});
  auto& second = *request.mutable_events(1);
  const auto good = second;
  const auto refused_with = [&](auto change) {
    second = good;
    change(second);
    const auto detail = error::DetailOf(f.events.RecordMany(call, request).status());
    return detail.has_value() && detail->violations(0).pointer() == "/events/1";
  };
  CHECK(refused_with([](auto& event) { event.set_event_id("x"); }));
  CHECK(refused_with([](auto& event) { event.set_event_type("x"); }));
  CHECK(refused_with([](auto& event) { event.set_key_id("slug"); }));
  CHECK(refused_with([](auto& event) { event.mutable_tenant()->set_type("team"); }));
  CHECK(refused_with([](auto& event) { event.set_amount_cents(1); }));
  CHECK(refused_with([](auto& event) { event.set_metadata("1"); }));
  CHECK(refused_with([](auto& event) { event.clear_occurred_at(); }));
  CHECK(refused_with([&](auto& event) {
    *event.mutable_occurred_at() = ToProto(f.clock.Now() + absl::Hours(48));
  }));
  CHECK(f.Count().rows == 0);
}

}  // namespace
}  // namespace keys::analytics

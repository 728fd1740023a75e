// Compares reports with a recount in plain SQL, which shares neither the roll-ups nor the calendar
// code: it asks Postgres for local dates and counts the events themselves.
#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "common/base/text.h"
#include "common/pg/check.h"
#include "common/testing/test_database.h"
#include "common/time/proto_time.h"
#include "services/analytics/analytics_store.h"
#include "services/analytics/reports.h"
#include "services/analytics/testing/drawn_events.h"
#include "services/analytics/testing/reports_world.h"

namespace keys::analytics {
namespace {

using event::v1::AnalyticsEvent;
using testing::Soon;

constexpr const char* kZones[] = {"UTC",
                                  "Europe/Berlin",
                                  "America/New_York",
                                  "Asia/Kathmandu",
                                  "Pacific/Chatham",
                                  "Australia/Lord_Howe"};

// $1 and $2 are the span as the client writes it, $3 is the zone.
#define KEYS_TEST_SPAN                                                                      \
  "WITH span AS (SELECT CASE WHEN length($1::text) = 10 THEN $1::timestamp AT TIME ZONE $3" \
  " ELSE $1::timestamptz END AS a, CASE WHEN length($2::text) = 10 THEN"                    \
  " $2::timestamp AT TIME ZONE $3 ELSE $2::timestamptz END AS b), e AS (SELECT *,"          \
  " (created_at AT TIME ZONE $3)::date::text AS day FROM marketplace_analytics, span"       \
  " WHERE created_at >= a AND created_at < b) "

constexpr pg::Statement kFunnelByDay{"test.funnel_by_day", KEYS_TEST_SPAN R"(
  SELECT concat_ws('|', day, count(*) FILTER (WHERE event_type = 'view'),
    count(*) FILTER (WHERE event_type = 'view' AND user_id IS NULL),
    count(DISTINCT user_id) FILTER (WHERE event_type = 'view'),
    count(*) FILTER (WHERE event_type = 'discovery_click'),
    count(DISTINCT user_id) FILTER (WHERE event_type = 'discovery_click'),
    count(*) FILTER (WHERE event_type = 'purchase'),
    count(DISTINCT user_id) FILTER (WHERE event_type = 'purchase'),
    count(*) FILTER (WHERE event_type = 'download'),
    count(DISTINCT user_id) FILTER (WHERE event_type = 'download'))
  FROM (SELECT day, event_type, user_id FROM e UNION ALL SELECT 'total', event_type, user_id FROM e) x
  GROUP BY day ORDER BY day)"};

constexpr pg::Statement kShares{"test.shares", KEYS_TEST_SPAN R"(
  SELECT concat_ws('|',
    (SELECT count(*) FROM (SELECT user_id FROM e WHERE event_type = 'view' AND user_id IS NOT NULL
       INTERSECT SELECT user_id FROM e WHERE event_type = 'discovery_click') x),
    (SELECT count(*) FROM (SELECT user_id FROM e WHERE event_type = 'view' AND user_id IS NOT NULL
       INTERSECT SELECT user_id FROM e WHERE event_type = 'purchase') x),
    (SELECT count(*) FROM (SELECT user_id FROM e WHERE event_type = 'discovery_click'
       AND user_id IS NOT NULL INTERSECT SELECT user_id FROM e WHERE event_type = 'purchase') x),
    (SELECT count(*) FROM (SELECT user_id FROM e WHERE event_type = 'purchase'
       AND user_id IS NOT NULL INTERSECT SELECT user_id FROM e WHERE event_type = 'download') x)))"};

constexpr pg::Statement kKeys{"test.keys", KEYS_TEST_SPAN R"(
  SELECT concat_ws('|', coalesce(key_id::text, key_slug), count(*) FILTER (WHERE event_type = 'view'),
    count(*) FILTER (WHERE event_type = 'purchase'), count(*) FILTER (WHERE event_type = 'download'),
    count(DISTINCT user_id) FILTER (WHERE event_type = 'purchase'))
  FROM e WHERE event_type IN ('view', 'purchase', 'download')
    AND (key_id IS NOT NULL OR key_slug IS NOT NULL)
  GROUP BY coalesce(key_id::text, key_slug) ORDER BY 1)"};

// $4 is week or month.
constexpr pg::Statement kCohorts{"test.cohorts", KEYS_TEST_SPAN R"(
  , first AS (
    SELECT user_id, date_trunc($4, min(created_at) AT TIME ZONE $3)::date AS cohort, min(created_at) AS at
    FROM marketplace_analytics WHERE event_type = 'purchase' AND user_id IS NOT NULL GROUP BY user_id
  ), acts AS (
    SELECT cohort, date_trunc($4, created_at AT TIME ZONE $3)::date AS period, e.user_id, event_type
    FROM e JOIN first ON first.user_id = e.user_id, span
    WHERE event_type IN ('purchase', 'download') AND at >= span.a AND at < span.b
  )
  SELECT concat_ws('|', cohort, period,
    count(DISTINCT user_id) FILTER (WHERE event_type = 'purchase'),
    count(DISTINCT user_id) FILTER (WHERE event_type = 'download'), count(DISTINCT user_id))
  FROM acts WHERE period >= cohort GROUP BY cohort, period ORDER BY cohort, period)"};

#undef KEYS_TEST_SPAN

// Writes the report in the form of kFunnelByDay, without days that have no events.
std::vector<std::string> Shown(const v1::GetFunnelResponse& report) {
  std::vector<std::string> shown;
  const auto add = [&shown](const v1::FunnelRow& row) {
    if (row.views() + row.discovery_clicks() + row.purchases() + row.downloads() == 0) return;
    shown.push_back(StrCat(row.day(), "|", row.views(), "|", row.anonymous_views(), "|",
                           row.viewers(), "|", row.discovery_clicks(), "|", row.clickers(), "|",
                           row.purchases(), "|", row.buyers(), "|", row.downloads(), "|",
                           row.downloaders()));
  };
  for (const v1::FunnelRow& row : report.rows()) add(row);
  add(report.total());
  return shown;
}

std::string Shares(const v1::FunnelRow& row) {
  const auto part = [](double share, int64_t whole) {
    return std::to_string(static_cast<int64_t>(share * static_cast<double>(whole) + 0.5));
  };
  return StrCat(part(row.view_to_click(), row.viewers()), "|",
                part(row.view_to_purchase(), row.viewers()), "|",
                part(row.click_to_purchase(), row.clickers()), "|",
                part(row.purchase_to_download(), row.buyers()));
}

// Writes the report in the form of kCohorts, and checks the values that all rows share.
std::vector<std::string> Shown(const v1::GetCohortsResponse& report) {
  std::vector<std::string> shown;
  std::map<std::string, int64_t> persons;
  for (const v1::CohortRow& row : report.rows()) {
    if (row.offset() == 0) persons[row.cohort()] = row.buyers();
    CHECK(row.persons() == persons[row.cohort()]);
    CHECK(row.active() <= row.persons());
    if (row.active() == 0) continue;
    shown.push_back(StrCat(row.cohort(), "|", row.period(), "|", row.buyers(), "|",
                           row.downloaders(), "|", row.active()));
  }
  return shown;
}

std::vector<std::string> Shown(const v1::CountKeysResponse& counted) {
  std::vector<std::string> shown;
  for (const auto& key : counted.keys()) {
    shown.push_back(StrCat(key.name(), "|", key.views(), "|", key.purchases(), "|", key.downloads(),
                           "|", key.buyers()));
  }
  std::sort(shown.begin(), shown.end());
  return shown;
}

v1::GetFunnelResponse Funnel(World& world, const std::pair<std::string, std::string>& span,
                             const char* tz) {
  v1::GetFunnelRequest request;
  request.set_from(span.first);
  request.set_to(span.second);
  request.set_tz(tz);
  rpc::Call call = World::NewCall();
  auto report = world.reports.Funnel(call, request);
  INFO(report.status().ToString());
  REQUIRE(report.ok());
  return *std::move(report);
}

v1::GetCohortsResponse Cohorts(World& world, const std::pair<std::string, std::string>& span,
                               const char* tz, v1::CohortPeriod period) {
  v1::GetCohortsRequest request;
  request.set_from(span.first);
  request.set_to(span.second);
  request.set_tz(tz);
  request.set_period(period);
  rpc::Call call = World::NewCall();
  auto report = world.reports.Cohorts(call, request);
  INFO(report.status().ToString());
  REQUIRE(report.ok());
  return *std::move(report);
}

void CompareAll(World& world, const std::pair<std::string, std::string>& span, const char* tz) {
  INFO(span.first << " to " << span.second << " in " << tz);
  const v1::GetFunnelResponse funnel = Funnel(world, span, tz);
  std::vector<std::string> recount = world.Ask(kFunnelByDay, span.first, span.second, tz);
  if (recount == std::vector<std::string>{"total|0|0|0|0|0|0|0|0|0"}) recount.clear();
  // On these days only other events happened.
  std::erase_if(recount,
                [](const std::string& row) { return row.ends_with("|0|0|0|0|0|0|0|0|0"); });
  CHECK(Shown(funnel) == recount);
  CHECK(Shares(funnel.total()) == world.Ask(kShares, span.first, span.second, tz).front());
  v1::CountKeysRequest request;
  *request.mutable_from() = funnel.from();
  *request.mutable_to() = funnel.to();
  rpc::Call call = World::NewCall();
  const auto counted = world.reports.CountKeys(call, request);
  INFO(counted.status().ToString());
  REQUIRE(counted.ok());
  auto keys = world.Ask(kKeys, span.first, span.second, tz);
  std::sort(keys.begin(), keys.end());
  CHECK(Shown(*counted) == keys);
  CHECK(Shown(Cohorts(world, span, tz, v1::COHORT_PERIOD_WEEK)) ==
        world.Ask(kCohorts, span.first, span.second, tz, "week"));
  CHECK(Shown(Cohorts(world, span, tz, v1::COHORT_PERIOD_MONTH)) ==
        world.Ask(kCohorts, span.first, span.second, tz, "month"));
}

unsigned Seed() {
  const char* given = std::getenv("KEYS_TEST_SEED");
  return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
}
bool Everything() {
  const char* scale = std::getenv("KEYS_TEST_SCALE");
  return scale != nullptr && std::string(scale) == "all";
}

TEST_CASE(
    "every report equals a recount of the events, in every zone, whoever stored them how often") {
  const unsigned seed = Seed();
  const int spans = Everything() ? 60 : 8;
  std::cout << "counted: reports: KEYS_TEST_SEED=" << seed << ", 6000 events, " << spans
            << " spans × 6 zones\n";
  World world;
  Draw draw(seed);
  std::vector<AnalyticsEvent> events;
  for (int i = 0; i < 6000; ++i) events.push_back(draw.Event(i));
  // Two writers send all of them, each in its own order and batches.
  const auto batches = std::array{draw.Batches(events), draw.Batches(events)};
  std::atomic<int> failures = 0;
  std::vector<std::thread> writers;
  for (const auto& mine : batches) {
    writers.emplace_back([&world, &mine, &failures] {
      for (const auto& batch : mine) failures += world.Stored(batch) ? 0 : 1;
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(failures == 0);
  REQUIRE(world.Ask(kRollUpDifferences).empty());
  for (int i = 0; i < spans; ++i) {
    const auto span = draw.Span();
    for (const char* tz : kZones) CompareAll(world, span, tz);
  }
}

TEST_CASE("erasing people and moving months changes no figure") {
  World world;
  Draw draw(2);
  std::vector<AnalyticsEvent> events;
  for (int i = 0; i < 600; ++i) events.push_back(draw.Event(i));
  world.Insert(events);
  const std::pair<std::string, std::string> span{"2026-08-01", "2026-11-15"};
  const auto figures = [&] {
    auto all = Shown(Funnel(world, span, "Europe/Berlin"));
    for (const auto& row : Shown(Cohorts(world, span, "Europe/Berlin", v1::COHORT_PERIOD_WEEK))) {
      all.push_back(row);
    }
    return all;
  };
  const auto before = figures();
  constexpr pg::Statement kErase{
      "test.erase", "SELECT analytics_erase_person($1::uuid, $2::uuid, $3::timestamptz)::text"};
  constexpr pg::Statement kStep{
      "test.erase_step",
      "SELECT analytics_erase_step($1::uuid, $2::uuid, $3::timestamptz, 10000)::text"};
  for (int person = 0; person < 20; ++person) {
    world.Ask(kStep, draw.Uuid(2, person), draw.Uuid(9, person), world.clock.Now());
    world.Ask(kErase, draw.Uuid(2, person), draw.Uuid(9, person), world.clock.Now());
  }
  REQUIRE(world.store.EnsureMonth(absl::CivilMonth(2026, 9), Soon()).value());
  CHECK(figures() == before);
  CHECK(world.Ask(kRollUpDifferences).empty());
}

TEST_CASE("every statement of the reports fits the schema") {
  World world;
  auto db = world.pool.Acquire(Soon());
  REQUIRE(db.ok());
  CHECK(pg::CheckStatement<EventsRow>(*db, kCountEvents) == absl::OkStatus());
  CHECK(pg::CheckStatement<PersonsRow>(*db, kCountPersons) == absl::OkStatus());
  CHECK(pg::CheckStatement<KeyCountRow>(*db, kCountKeys) == absl::OkStatus());
  CHECK(pg::CheckStatement<CohortCountRow>(*db, kCountCohorts) == absl::OkStatus());
}

TEST_CASE("days without anything are rows of zero, 25 hours long where the clocks go back") {
  World world;
  const auto report = Funnel(world, {"2026-10-24", "2026-10-27"}, "Europe/Berlin");
  REQUIRE(report.rows_size() == 3);
  CHECK(report.rows(1).day() == "2026-10-25");
  CHECK(FromProto(report.rows(1).to()) - FromProto(report.rows(1).from()) == absl::Hours(25));
  CHECK(report.rows(1).views() == 0);
  CHECK_FALSE(report.rows(1).has_view_to_click());
  CHECK(report.total().day() == "total");
  CHECK(Cohorts(world, {"2026-10-24", "2026-11-07"}, "UTC", v1::COHORT_PERIOD_WEEK).rows_size() ==
        6);
}

}  // namespace
}  // namespace keys::analytics

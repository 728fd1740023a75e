// A migrated database for tests with analytics' stores and reports, and the recount with which its
// roll-ups are compared.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "common/pg/pool.h"
#include "common/testing/test_database.h"
#include "common/time/clock.h"
#include "services/analytics/analytics_store.h"
#include "services/analytics/reports.h"

namespace keys::analytics {

struct TextRow {
  std::string text;
};

// Returns the differences between the roll-ups and a recount of the events, in both directions.
inline constexpr pg::Statement kRollUpDifferences{"test.roll_up_differences", R"(
  WITH recount AS (
    SELECT date_bin('15 minutes', created_at, 'epoch') AS quarter, event_type,
           coalesce(key_id::text, key_slug, '') AS key_name, count(*) AS events, count(user_id) AS signed_in
    FROM marketplace_analytics GROUP BY 1, 2, 3)
  SELECT concat_ws('|', x.*) FROM (
    (TABLE recount EXCEPT ALL TABLE marketplace_analytics_quarters) UNION ALL
    (TABLE marketplace_analytics_quarters EXCEPT ALL TABLE recount)) x)"};
struct World {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_analytics"), .name = "test"}};
  AnalyticsStore store{pool};
  ReportStore report_store{pool};
  FakeClock clock;
  Reports reports{report_store, clock};
  rpc::Call call = NewCall();

  // Makes a call with the whole time of its own, for tests of many calls.
  static rpc::Call NewCall() { return rpc::Call(rpc::Call::Parts{.deadline = testing::Soon()}); }

  template <typename... Args>
  std::vector<std::string> Ask(const pg::Statement& statement, const Args&... args) {
    auto db = pool.Acquire(testing::Soon());
    REQUIRE(db.ok());
    const auto rows = db->Query<TextRow>(statement, args...);
    INFO(rows.status().ToString());
    REQUIRE(rows.ok());
    std::vector<std::string> texts;
    for (const TextRow& row : *rows) texts.push_back(row.text);
    return texts;
  }
  // May be called on any thread, because it makes no assertions. A deadlock is tried again, as
  // callers do.
  bool Stored(const std::vector<event::v1::AnalyticsEvent>& events) {
    std::vector<const event::v1::AnalyticsEvent*> pointers;
    for (const event::v1::AnalyticsEvent& event : events) pointers.push_back(&event);
    while (true) {
      const absl::Status status = store.Insert(pointers, clock.Now(), testing::Soon()).status();
      if (!absl::IsAborted(status)) return status.ok();
    }
  }
  void Insert(const std::vector<event::v1::AnalyticsEvent>& events) { CHECK(Stored(events)); }
};

}  // namespace keys::analytics

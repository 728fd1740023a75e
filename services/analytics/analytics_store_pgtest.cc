#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "common/base/text.h"
#include "common/id/id.h"
#include "common/pg/check.h"
#include "common/pg/transaction.h"
#include "common/testing/test_database.h"
#include "common/time/proto_time.h"
#include "services/analytics/analytics_statements.h"
#include "services/analytics/analytics_store.h"
#include "services/analytics/month_keeper.h"

namespace keys::analytics {
namespace {

using event::v1::AnalyticsEvent;
using testing::Soon;

constexpr char kKey[] = "11111111-1111-7111-8111-111111111111";
constexpr char kUser[] = "22222222-2222-7222-8222-222222222222";
constexpr char kOther[] = "33333333-3333-7333-8333-333333333333";

struct Fixture {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_analytics"), .name = "test"}};
  AnalyticsStore store{pool};
  FakeClock clock;
  SequenceIdSource ids;

  AnalyticsEvent Event(const std::string& type, absl::Time when) {
    AnalyticsEvent event;
    event.set_event_id(ids.NewUuid());
    event.set_event_type(type);
    *event.mutable_occurred_at() = ToProto(when);
    return event;
  }
  AnalyticsEvent KeyEvent(const std::string& type, const std::string& user) {
    AnalyticsEvent event = Event(type, clock.Now());
    event.set_key_id(kKey);
    event.set_user_id(user);
    return event;
  }
  int64_t Insert(const std::vector<AnalyticsEvent>& events) {
    std::vector<const AnalyticsEvent*> pointers;
    for (const AnalyticsEvent& event : events) pointers.push_back(&event);
    const auto stored = store.Insert(pointers, clock.Now(), Soon());
    REQUIRE(stored.ok());
    return *stored;
  }
};

constexpr int kMonthsKept = 12;

struct CountRow {
  int64_t rows = 0;
};
constexpr pg::Statement kCountAll{"test.count_all", "SELECT count(*) FROM marketplace_analytics"};
constexpr pg::Statement kCountOfDefault{"test.count_default",
                                        "SELECT count(*) FROM ONLY marketplace_analytics_default"};

int64_t Count(pg::Pool& pool, const pg::Statement& statement) {
  auto db = pool.Acquire(Soon());
  REQUIRE(db.ok());
  const auto row = db->QueryOne<CountRow>(statement);
  REQUIRE(row.ok());
  return (*row)->rows;
}

TEST_CASE("every statement of analytics fits the schema") {
  Fixture f;
  auto db = f.pool.Acquire(Soon());
  REQUIRE(db.ok());
  CHECK(pg::CheckCommand(*db, kInsertEvents) == absl::OkStatus());
  CHECK(pg::CheckStatement<PopularityRow>(*db, kGetPopularity) == absl::OkStatus());
  CHECK(pg::CheckStatement<EnsureMonthRow>(*db, kEnsureMonth) == absl::OkStatus());
  CHECK(pg::CheckStatement<DropMonthRow>(*db, kDropMonth) == absl::OkStatus());
  CHECK(pg::CheckStatement<ForgetStepRow>(*db, kForgetStep) == absl::OkStatus());
}

TEST_CASE("an event is stored once, in one batch, in two, and in another month") {
  Fixture f;
  AnalyticsEvent event = f.KeyEvent("view", kUser);
  CHECK(f.Insert({event, event}) == 1);
  CHECK(f.Insert({event, f.KeyEvent("view", kUser)}) == 1);
  *event.mutable_occurred_at() = ToProto(f.clock.Now() + absl::Hours(24 * 60));
  CHECK(f.Insert({event}) == 0);
  CHECK(Count(f.pool, kCountAll) == 2);
}

TEST_CASE("an event keeps everything it says") {
  Fixture f;
  AnalyticsEvent event = f.KeyEvent("purchase", kUser);
  event.set_bundle_slug("starter-bundle");
  event.mutable_tenant()->set_id(kOther);
  event.mutable_tenant()->set_type("org");
  event.set_discovery_reason("because");
  event.set_metadata(R"({"a":"it's \"quoted\", {braced}"})");
  event.set_amount_cents(7900);
  event.set_currency("usd");
  f.Insert({event});
  struct Row {
    std::string key_id, bundle_slug, tenant_type, discovery_reason, quoted, currency;
    int64_t amount_cents;
    absl::Time created_at;
  };
  constexpr pg::Statement kRead{
      "test.read",
      "SELECT key_id, bundle_slug, tenant_type, discovery_reason, metadata->>'a', currency, "
      "amount_cents, created_at FROM marketplace_analytics"};
  auto db = f.pool.Acquire(Soon());
  const auto row = db->QueryOne<Row>(kRead);
  REQUIRE(row.ok());
  CHECK((*row)->key_id == kKey);
  CHECK((*row)->bundle_slug == "starter-bundle");
  CHECK((*row)->tenant_type == "org");
  CHECK((*row)->discovery_reason == "because");
  CHECK((*row)->quoted == "it's \"quoted\", {braced}");
  CHECK((*row)->amount_cents == 7900);
  CHECK((*row)->created_at == f.clock.Now());
}

TEST_CASE("popularity counts buyers once and downloads and views each") {
  Fixture f;
  AnalyticsEvent named = f.Event("view", f.clock.Now());
  named.set_key_slug("leased-job-queue");
  f.Insert({f.KeyEvent("purchase", kUser), f.KeyEvent("purchase", kUser),
            f.KeyEvent("purchase", kOther), f.KeyEvent("download", kUser),
            f.KeyEvent("download", kUser), f.KeyEvent("view", kUser),
            f.KeyEvent("discovery_click", kUser), f.Event("view", f.clock.Now()), named});
  // Events that were carried over have both; the id decides.
  AnalyticsEvent both = f.KeyEvent("view", kUser);
  both.set_key_slug("signed-webhook-intake");
  f.Insert({both});
  const auto popularity = f.store.GetPopularity(f.clock.Now() - absl::Hours(1), Soon());
  REQUIRE(popularity.ok());
  REQUIRE(popularity->keys_size() == 2);
  CHECK(popularity->keys(0).key_id() == kKey);
  CHECK(popularity->keys(0).purchases() == 2);
  CHECK(popularity->keys(0).downloads() == 2);
  CHECK(popularity->keys(0).views() == 2);
  CHECK(popularity->keys(1).key_slug() == "leased-job-queue");
  CHECK(f.store.GetPopularity(f.clock.Now() + absl::Minutes(15), Soon())->keys_size() == 0);
}

// Counting every event took half a second with a million of them, so the test has a million that
// must not be read one by one.
TEST_CASE("popularity does not read the views and downloads themselves") {
  Fixture f;
  f.database.Run(
      "INSERT INTO marketplace_analytics_quarters (quarter, event_type, key_name, events, "
      "signed_in)"
      " SELECT date_bin('15 minutes', '2026-11-01'::timestamptz, 'epoch'), 'view', 'key-' || n, "
      "1000000 + n, 0 FROM generate_series(1, 20000) AS n");
  const auto popularity = f.store.GetPopularity(
      absl::FromCivil(absl::CivilDay(2026, 1, 1), absl::UTCTimeZone()), Soon());
  REQUIRE(popularity.ok());
  // The answer has the most popular KEYS and no more than a message holds.
  CHECK(popularity->keys_size() == 10'000);
  CHECK(popularity->keys(0).key_slug() == "key-20000");
  CHECK(popularity->keys(0).views() == 1'020'000);
}

TEST_CASE("months are made ahead once, and take over what waited in the default partition") {
  Fixture f;
  f.Insert(
      {f.Event("view", f.clock.Now()), f.Event("view", f.clock.Now() - absl::Hours(24 * 300))});
  MonthKeeper months(f.store, f.clock, kMonthsKept);
  REQUIRE(months.EnsureMonths(Soon()).ok());
  CHECK(f.store.EnsureMonth(absl::CivilMonth(2026, 11), Soon()).value() == false);
  CHECK(f.store.EnsureMonth(absl::CivilMonth(2027, 1), Soon()).value() == false);
  CHECK(f.store.EnsureMonth(absl::CivilMonth(2027, 2), Soon()).value() == true);
  CHECK(Count(f.pool, kCountAll) == 2);
  pg::Pool owner(
      {.conninfo = f.database.Conninfo() + " options='-c role=keys_owner'", .name = "t"});
  CHECK(Count(owner, kCountOfDefault) == 1);
}

// What is stored, as its owner sees it.
struct Stored {
  int64_t events = 0;
  int64_t late = 0;
  int64_t ids = 0;
  int64_t counted = 0;
  int64_t months = 0;
};
constexpr pg::Statement kStored{"test.stored", R"(
  SELECT (SELECT count(*) FROM marketplace_analytics), (SELECT count(*) FROM marketplace_analytics_default),
    (SELECT count(*) FROM marketplace_analytics_event_ids),
    (SELECT coalesce(sum(events), 0)::bigint FROM marketplace_analytics_quarters),
    (SELECT count(*) FROM pg_inherits WHERE inhparent = 'marketplace_analytics'::regclass))"};

Stored StoredIn(testing::TestDatabase& database) {
  pg::Pool owner({.conninfo = database.Conninfo() + " options='-c role=keys_owner'", .name = "t"});
  auto db = owner.Acquire(Soon());
  REQUIRE(db.ok());
  const auto row = db->QueryOne<Stored>(kStored);
  REQUIRE(row.ok());
  return **row;
}

TEST_CASE(
    "months go when they are over for as long as events are kept, counts and purchases stay") {
  Fixture f;
  MonthKeeper months(f.store, f.clock, kMonthsKept);
  const absl::CivilMonth now = absl::ToCivilMonth(f.clock.Now(), absl::UTCTimeZone());
  const absl::CivilMonth kept = now - kMonthsKept;
  REQUIRE(f.store.EnsureMonth(kept - 2, Soon()).value());
  REQUIRE(f.store.EnsureMonth(kept - 1, Soon()).value());
  REQUIRE(f.store.EnsureMonth(kept, Soon()).value());
  const absl::Time first_kept = absl::FromCivil(kept, absl::UTCTimeZone());
  const absl::Duration moment = absl::Microseconds(1);
  f.Insert({f.Event("view", first_kept - absl::Hours(24 * 40)),
            f.Event("view", first_kept - moment), f.Event("view", first_kept),
            f.Event("view", f.clock.Now()), f.Event("purchase", first_kept - absl::Hours(24 * 40)),
            // This one is of a month that was never made.
            f.Event("view", first_kept - absl::Hours(24 * 400))});
  const Stored before = StoredIn(f.database);
  REQUIRE(before.events == 6);
  REQUIRE(before.ids == 6);
  REQUIRE(months.DropOldMonths(Soon()).ok());
  const Stored after = StoredIn(f.database);
  CHECK(after.events == 3);
  // The view went, the purchase came.
  CHECK(after.late == before.late);
  CHECK(after.ids == 2);
  CHECK(after.counted == 6);
  CHECK(after.months == before.months - 2);
  REQUIRE(months.DropOldMonths(Soon()).ok());
  CHECK(StoredIn(f.database).events == 3);
  // The next month takes away one more.
  f.clock.Advance(absl::Hours(24 * 31));
  REQUIRE(months.DropOldMonths(Soon()).ok());
  CHECK(StoredIn(f.database).events == 2);
}

TEST_CASE("a month that somebody reads is dropped later, and nobody waits long for it") {
  Fixture f;
  MonthKeeper months(f.store, f.clock, kMonthsKept);
  const absl::CivilMonth now = absl::ToCivilMonth(f.clock.Now(), absl::UTCTimeZone());
  REQUIRE(f.store.EnsureMonth(now - kMonthsKept - 1, Soon()).value());
  const int64_t before = StoredIn(f.database).months;
  {
    auto reader = pg::Transaction::Begin(f.pool, Soon());
    REQUIRE(reader->QueryOne<CountRow>(kCountAll).ok());
    CHECK_FALSE(months.DropOldMonths(Soon()).ok());
    CHECK(StoredIn(f.database).months == before);
  }
  REQUIRE(months.DropOldMonths(Soon()).ok());
  CHECK(StoredIn(f.database).months == before - 1);
}

TEST_CASE("many old events go within seconds, a few thousand rows a transaction") {
  Fixture f;
  MonthKeeper months(f.store, f.clock, kMonthsKept);
  const absl::CivilMonth now = absl::ToCivilMonth(f.clock.Now(), absl::UTCTimeZone());
  const absl::CivilMonth old = now - kMonthsKept - 1;
  REQUIRE(f.store.EnsureMonth(old, Soon()).value());
  const char* scale = std::getenv("KEYS_TEST_SCALE");
  const int64_t events = scale != nullptr && std::string_view(scale) == "all" ? 1'000'000 : 30'000;
  pg::Pool owner(
      {.conninfo = f.database.Conninfo() + " options='-c role=keys_owner'", .name = "t"});
  const Deadline long_after = Deadline::After(absl::Minutes(10));
  constexpr pg::Statement kFill{"test.fill", R"(
    WITH made AS (SELECT gen_random_uuid() AS id, $1::timestamptz + i * interval '1 second' AS at
                  FROM generate_series($2::int + 1, $2 + $3) AS i),
    known AS (INSERT INTO marketplace_analytics_event_ids SELECT id, at FROM made)
    INSERT INTO marketplace_analytics (id, event_type, key_slug, metadata, created_at, recorded_at)
    SELECT id, 'view', 'key', '{}', at, at FROM made)"};
  const absl::Time start = absl::FromCivil(old, absl::UTCTimeZone());
  // A connection gives no statement longer than half a minute.
  constexpr int64_t kChunk = 30'000;
  for (int64_t made = 0; made < events; made += kChunk) {
    const int64_t count = std::min(kChunk, events - made);
    REQUIRE(owner.Acquire(long_after)->Execute(kFill, start, made, count).ok());
  }
  REQUIRE(StoredIn(f.database).ids == events);
  const absl::Duration left = long_after.Remaining();
  REQUIRE(months.DropOldMonths(long_after).ok());
  std::cout << "counted: " << events << " old events went in " << left - long_after.Remaining()
            << std::endl;
  CHECK(StoredIn(f.database).events == 0);
  CHECK(StoredIn(f.database).ids == 0);
}

TEST_CASE("only the service inserts, and nobody changes what happened") {
  Fixture f;
  f.Insert({f.KeyEvent("view", kUser), f.KeyEvent("view", kOther)});
  auto db = f.pool.Acquire(Soon());
  for (const char* sql :
       {"UPDATE marketplace_analytics SET event_type = 'purchase'",
        "DELETE FROM marketplace_analytics", "SELECT * FROM marketplace_analytics_default",
        "DELETE FROM marketplace_analytics_event_ids"}) {
    INFO(sql);
    CHECK(pg::SqlStateOf(db->Command(sql).status()) == "42501");
  }
}

TEST_CASE("a user reads their own events, an anonymous visitor none") {
  Fixture f;
  f.Insert({f.KeyEvent("view", kUser), f.KeyEvent("view", kOther), f.Event("view", f.clock.Now())});
  pg::Pool pool({.conninfo = f.database.Conninfo(), .size = 1, .name = "test"});
  auto tx = pg::Transaction::Begin(pool, Soon());
  REQUIRE(tx.ok());
  constexpr pg::Statement kClaims{"test.claims",
                                  "SELECT set_config('request.jwt.claims', $1, true) <> ''"};
  REQUIRE(tx->Execute(kClaims, StrCat("{\"sub\":\"", kUser, "\"}")).ok());
  REQUIRE(tx->Execute(pg::Statement{"test.user", "SET LOCAL ROLE authenticated"}).ok());
  CHECK(tx->QueryOne<CountRow>(kCountAll).value()->rows == 1);
  REQUIRE(tx->Execute(pg::Statement{"test.service", "SET LOCAL ROLE service_role"}).ok());
  CHECK(tx->QueryOne<CountRow>(kCountAll).value()->rows == 3);
  REQUIRE(tx->Execute(pg::Statement{"test.anon", "SET LOCAL ROLE anon"}).ok());
  CHECK_FALSE(tx->QueryOne<CountRow>(kCountAll).ok());
}

}  // namespace
}  // namespace keys::analytics

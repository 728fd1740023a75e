// The steps of an erasure, against the migrated schema: what they cost is what the person left, and
// nobody waits for them.
#include <catch2/catch.hpp>
#include <iostream>
#include <string>

#include "common/base/text.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/testing/test_database.h"

namespace keys {
namespace {

constexpr char kAlice[] = "a1111111-1111-7111-8111-111111111111";
constexpr char kStandIn[] = "e9999999-9999-4999-8999-999999999999";
constexpr int kRows = 1200;

struct NumberRow {
  int64_t number = 0;
};

// Rows of others, and kRows of Alice's in each of the large tables; one of others names her.
constexpr char kShop[] = R"(
DO $shop$ BEGIN
SET LOCAL ROLE keys_owner;
INSERT INTO marketplace_download_events (id, tenant_id, tenant_type, grant_id, user_id, key_id, version,
    sha256, ip_hash, user_agent, request_id, created_at)
  SELECT gen_random_uuid(), who, 'user', gen_random_uuid(), who, gen_random_uuid(), '1.0.0', 'a', 'b', 'curl', '', '2026-11-01Z'
  FROM (SELECT CASE WHEN n % 2 = 0 THEN '$A'::uuid ELSE gen_random_uuid() END AS who
        FROM generate_series(1, 2 * $N) AS n) AS people;
INSERT INTO marketplace_analytics (id, event_type, user_id, metadata, created_at, recorded_at)
  SELECT gen_random_uuid(), 'view', CASE WHEN n % 2 = 0 THEN '$A'::uuid ELSE gen_random_uuid() END,
    CASE WHEN n = 1 THEN jsonb_build_object('seen_by', upper('$A')) ELSE '{}' END, '2026-11-01Z', '2026-11-01Z'
  FROM generate_series(1, 2 * $N) AS n;
INSERT INTO marketplace_discovery_signals (id, user_id, signal_type, signal_value, origin, created_at, expires_at)
  SELECT gen_random_uuid(), CASE WHEN n % 2 = 0 THEN '$A'::uuid ELSE gen_random_uuid() END, 'role',
    CASE WHEN n = 1 THEN replace('$A', '-', '') ELSE 'operator' END, 'you', '2026-11-01Z', '2026-11-01Z'
  FROM generate_series(1, 2 * $N) AS n;
INSERT INTO marketplace_entitlement_facts (id, grant_id, kind, tenant_id, tenant_type, key_id, source,
    starts_at, actor, note, occurred_at, recorded_at)
  SELECT gen_random_uuid(), gen_random_uuid(), 'granted', CASE WHEN n % 2 = 0 THEN '$A'::uuid ELSE gen_random_uuid() END,
    'user', gen_random_uuid(), 'gift', '2026-11-01Z', CASE WHEN n = 1 THEN '$A' ELSE 'billing' END, 'a talk', '2026-11-01Z', '2026-11-01Z'
  FROM generate_series(1, 2 * $N) AS n;
INSERT INTO marketplace_orders (id, tenant_id, tenant_type, user_id, item_kind, item_id, item_slug, item_title,
    original_cents, final_cents, currency, livemode, quote_lines, quote_fingerprint, success_url, cancel_url,
    expires_at, status, next_check_at, created_at, updated_at)
  SELECT gen_random_uuid(), who, 'user', who, 'key', gen_random_uuid(), 'k', 'K', n, n, 'usd', false, '[]', '', '', '',
    '2026-11-01Z', 'fulfilled', '2026-11-01Z', '2026-11-01Z', '2026-11-01Z'
  FROM (SELECT n, CASE WHEN n % 2 = 0 THEN '$A'::uuid ELSE gen_random_uuid() END AS who
        FROM generate_series(1, 2 * $N) AS n) AS people;
-- Two of hers are bound to each other.
UPDATE marketplace_orders SET parent_id = (SELECT id FROM marketplace_orders WHERE original_cents = 2)
  WHERE original_cents = 4;
INSERT INTO stripe_webhook_events (stripe_event_id, event_type, api_version, livemode, payload, received_at, next_attempt_at)
  SELECT 'evt_' || n, 'charge.refunded', 'x', false, jsonb_build_object('id', 'evt_' || n, 'who',
    CASE WHEN n % 2 = 0 THEN '$A'::uuid ELSE gen_random_uuid() END)::text, '2026-11-01Z', '2026-11-01Z'
  FROM generate_series(1, 2 * $N) AS n;
END $shop$)";

struct Shop {
  testing::TestDatabase database;

  Shop() {
    std::string sql = kShop;
    Replace(sql, "$A", kAlice);
    Replace(sql, "$N", std::to_string(kRows));
    database.Run(sql);
  }
  static void Replace(std::string& text, const std::string& what, const std::string& by) {
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
      text.replace(at, what.size(), by);
    }
  }
};

std::string StepOf(const std::string& service) {
  return StrCat("SELECT ", service, "_erase_step('", kAlice, "', '", kStandIn,
                "', '2026-11-01Z', 500)::bigint");
}

TEST_CASE("a step reads what it erases and not what the shop holds, and they end") {
  Shop shop;
  for (const std::string service :
       {"analytics", "billing", "catalog", "discovery", "entitlement", "ingestion"}) {
    pg::Pool pool({.conninfo = shop.database.ConninfoFor(StrCat("keys_", service)), .name = "t"});
    const std::string step = StepOf(service);
    int64_t erased = 0;
    for (int steps = 1;; ++steps) {
      INFO(service << ", step " << steps);
      REQUIRE(steps < 50);
      auto tx = pg::Transaction::Begin(pool, testing::Soon());
      REQUIRE(tx.ok());
      const auto done = tx->QueryOne<NumberRow>({StrCat(service, ".step"), step});
      INFO(done.status().ToString());
      REQUIRE(done.ok());
      REQUIRE((*done)->number >= 0);
      CHECK((*done)->number <= 500);
      // Rows that were read by looking through a whole table of people.
      const auto read = tx->QueryOne<NumberRow>(
          {"test.read",
           "SELECT coalesce(sum(seq_tup_read), 0)::bigint FROM pg_stat_xact_user_tables"});
      REQUIRE(read.ok());
      CHECK((*read)->number == 0);
      REQUIRE(tx->Commit().ok());
      if ((*done)->number == 0) break;
      erased += (*done)->number;
    }
    if (service == "analytics" || service == "discovery" || service == "entitlement") {
      CHECK(erased > kRows);
    }
    std::cout << "counted: " << erased << " rows erased from " << service << "\n";
  }
  // No spelling of the person's id is left, and rows that belong to one order still agree.
  pg::Pool pool({.conninfo = shop.database.ConninfoFor("keys_billing"), .name = "t"});
  auto db = pool.Acquire(testing::Soon());
  const auto left = db->QueryOne<NumberRow>(
      {"test.left", StrCat("SELECT count(*) FROM stripe_webhook_events WHERE position('", kAlice,
                           "' IN payload) > 0")});
  CHECK((*left)->number == 0);
  const auto hers = db->QueryOne<NumberRow>(
      {"test.hers",
       StrCat("SELECT count(*) FROM marketplace_orders WHERE tenant_id = '", kStandIn, "'")});
  CHECK((*hers)->number == kRows);
}

TEST_CASE("while a step is under way others append, and are not made to wait") {
  Shop shop;
  pg::Pool pool({.conninfo = shop.database.ConninfoFor("keys_entitlement"), .name = "t"});
  auto step = pg::Transaction::Begin(pool, testing::Soon());
  REQUIRE(step.ok());
  // This is the time until the facts' turn, which used to lock the table.
  int64_t erased = 0;
  while (erased <= kRows) {
    const auto done = step->QueryOne<NumberRow>({"t.step", StepOf("entitlement")});
    REQUIRE(done.ok());
    REQUIRE((*done)->number > 0);
    erased += (*done)->number;
  }
  // The step's transaction stays open. A wait for a lock would end this with an error.
  auto other = pg::Transaction::Begin(pool, testing::Soon());
  REQUIRE(other.ok());
  REQUIRE(other->Execute({"t.patience", "SET LOCAL lock_timeout = '5s'"}).ok());
  const auto appended = other->Execute({"t.append", R"(
    INSERT INTO marketplace_entitlement_facts (id, grant_id, kind, tenant_id, tenant_type, key_id,
      source, starts_at, actor, note, occurred_at, recorded_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), 'granted', gen_random_uuid(), 'user',
      gen_random_uuid(), 'gift', '2026-11-01Z', 'billing', 'order.paid', '2026-11-01Z', '2026-11-01Z'))"});
  INFO(appended.status().ToString());
  CHECK(appended.ok());
  CHECK(other->Commit().ok());
  CHECK(step->Commit().ok());
}

}  // namespace
}  // namespace keys

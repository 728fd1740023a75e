// The pages of billing's export, of somebody who bought much: each row once, whichever page it
// falls into.
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "common/base/text.h"
#include "common/personal_data/personal_data.h"
#include "common/pg/pool.h"
#include "common/testing/test_database.h"
#include "rapidjson/document.h"
#include "services/billing/personal_data.h"

namespace keys {
namespace {

constexpr char kAlice[] = "a1111111-1111-7111-8111-111111111111";
constexpr int kOrders = 300;

// Orders of Alice's and as many of others, with a line and a request each; every third has two
// events and the next one. Three orders of hers were placed by somebody else. Two events and two
// requests of no order name her.
constexpr char kShop[] = R"(
DO $shop$ BEGIN
SET LOCAL ROLE keys_owner;
INSERT INTO marketplace_orders (id, tenant_id, tenant_type, user_id, item_kind, item_id, item_slug, item_title,
    original_cents, final_cents, currency, livemode, quote_lines, quote_fingerprint, success_url, cancel_url,
    expires_at, status, next_check_at, created_at, updated_at)
  SELECT gen_random_uuid(), who, 'user', CASE WHEN n <= 6 THEN gen_random_uuid() ELSE who END, 'key',
    gen_random_uuid(), 'k', 'K', n, n, 'usd', false, '[]', '', '', '', '2026-11-01Z', 'fulfilled', '2026-11-01Z',
    '2026-11-01Z', '2026-11-01Z'
  FROM (SELECT n, CASE WHEN n % 2 = 0 THEN '$A'::uuid ELSE gen_random_uuid() END AS who
        FROM generate_series(1, 2 * $N) AS n) AS people;
INSERT INTO marketplace_order_lines (id, order_id, position, key_id, slug, title, amount_cents, grants)
  SELECT gen_random_uuid(), id, 1, gen_random_uuid(), 'k', 'K', original_cents, true FROM marketplace_orders;
INSERT INTO stripe_requests (id, subject, attempt, path, body, state, order_id, created_at, updated_at)
  SELECT gen_random_uuid(), 'session_' || id, 1, '/v1/checkout/sessions', 'metadata[user]=' || user_id, 'done', id,
    '2026-11-01Z'::timestamptz, '2026-11-01Z'::timestamptz FROM marketplace_orders
  UNION ALL SELECT gen_random_uuid(), 'cus_user_$A', n, '/v1/customers', 'metadata[user]=$A', 'done', NULL,
    '2026-11-01Z', '2026-11-01Z' FROM generate_series(1, 2) AS n;
INSERT INTO stripe_webhook_events (stripe_event_id, event_type, api_version, livemode, payload, received_at,
    next_attempt_at, order_id)
  SELECT 'evt_' || original_cents || '_' || n, 'charge.refunded', 'x', false,
    jsonb_build_object('id', 'evt', 'user', user_id)::text, '2026-11-01Z'::timestamptz, '2026-11-01Z'::timestamptz, id
  FROM marketplace_orders, generate_series(1, 2) AS n WHERE original_cents / 2 % 3 >= n
  UNION ALL SELECT 'evt_free_' || n, 'customer.updated', 'x', false, jsonb_build_object('user', '$A')::text,
    '2026-11-01Z', '2026-11-01Z', NULL FROM generate_series(1, 2) AS n;
-- What is stored of an event of no order loses the buyer; these were stored before that.
UPDATE stripe_webhook_events SET payload = '{"user": "$A"}' WHERE order_id IS NULL;
END $shop$)";

struct NumberRow {
  int64_t number = 0;
};

struct Shop {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_billing"), .name = "test"}};
  personal_data::Export data{pool, billing::kPersonalData};

  Shop() {
    std::string sql = kShop;
    Replace(sql, "$A", kAlice);
    Replace(sql, "$N", std::to_string(kOrders));
    database.Run(sql);
  }
  static void Replace(std::string& text, const std::string& what, const std::string& by) {
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
      text.replace(at, what.size(), by);
    }
  }
  int64_t Count(const std::string& sql) {
    auto db = pool.Acquire(testing::Soon());
    REQUIRE(db.ok());
    static int number = 0;
    const auto row = db->QueryOne<NumberRow>(
        {StrCat("test.count_", ++number), StrCat("SELECT count(*) FROM ", sql)});
    INFO(row.status().ToString());
    REQUIRE(row.ok());
    return (*row)->number;
  }
};

TEST_CASE("a heavy buyer's export has every row once, and its pages stay small") {
  Shop shop;
  rpc::Call call({.caller = {.user_id = kAlice}, .deadline = testing::Soon()});
  person::v1::ExportPersonRequest request;
  request.set_user_id(kAlice);
  std::map<std::string, std::multiset<std::string>> rows;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const auto page = shop.data.Page(call, request);
    INFO(page.status().ToString());
    REQUIRE(page.ok());
    REQUIRE(pages < 200);
    for (const auto& section : page->sections()) {
      if (section.name().find("stripe") != std::string::npos) {
        CHECK(section.rows_size() <= billing::kLargeRows);
      }
      for (const std::string& row : section.rows()) {
        rapidjson::Document json;
        json.Parse(row.data(), row.size());
        REQUIRE(json.IsObject());
        rows[section.name()].insert(row);
      }
    }
    more = page->has_next();
    *request.mutable_from() = page->next();
  }
  const std::string hers = StrCat("(SELECT id FROM marketplace_orders WHERE user_id = '", kAlice,
                                  "' OR tenant_id = '", kAlice, "') AS o");
  CHECK(rows["orders"].size() == kOrders);
  CHECK(rows["order_lines"].size() == kOrders);
  CHECK(rows["sent_to_stripe"].size() == kOrders + 2);
  CHECK(static_cast<int64_t>(rows["heard_from_stripe"].size()) ==
        2 + shop.Count(StrCat(hers, " JOIN stripe_webhook_events AS e ON e.order_id = o.id")));
  CHECK(rows["refunds"].empty());
  for (const char* name : {"orders", "order_lines", "heard_from_stripe"}) {
    const auto& all = rows[name];
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == all.size());
  }
  CHECK(pages > kOrders / billing::kLargeRows);
  std::cout << "counted: " << pages << " pages of a buyer with " << kOrders << " orders\n";
}

}  // namespace
}  // namespace keys

// Compares the report on revenue with a recount in plain SQL, which counts each kind of object on
// its own day, with Postgres's local days.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <random>

#include "common/base/text.h"
#include "common/pg/check.h"
#include "common/testing/test_database.h"
#include "common/time/proto_time.h"
#include "services/billing/orders/order_statements.h"
#include "services/billing/reports/revenue.h"
#include "services/billing/reports/revenue_store.h"

namespace keys::billing {
namespace {

using ::keys::testing::Soon;

constexpr pg::Statement kPutOrder{"test.put_order", R"(
  INSERT INTO marketplace_orders (id, tenant_id, tenant_type, user_id, item_kind, item_id, item_slug, item_title,
    original_cents, final_cents, currency, livemode, quote_lines, quote_fingerprint, success_url, cancel_url,
    expires_at, next_check_at, created_at, updated_at)
  VALUES ($1::uuid, $1::uuid, 'user', $1::uuid, 'key', $1::uuid, 'x', 'x', 0, 0, $2, false, '[]', '', '', '',
    $3, $3, $3, $3))"};

struct TextRow {
  std::string text;
};
// Objects as the shop's facts have them: a payment, and refunds that count until they fail, so that
// each object moves money on exactly one or two days. The recount shares no code with the decision
// about orders.
constexpr pg::Statement kRecount{"test.recount", R"(
  WITH moves AS (
    SELECT recorded_at AS at, currency, 1 AS orders, amount_cents - other_cents AS gross, 0 AS refunded,
           0 AS disputed, 0 AS lost
    FROM marketplace_order_facts WHERE kind = 'session' AND state = 'paid'
    UNION ALL
    SELECT min(recorded_at), currency, 0, 0, min(amount_cents), 0, 0
    FROM marketplace_order_facts WHERE kind = 'refund' GROUP BY object_id, currency
    UNION ALL
    SELECT recorded_at, currency, 0, 0, -amount_cents, 0, 0
    FROM marketplace_order_facts WHERE kind = 'refund' AND state = 'failed'
    UNION ALL
    SELECT min(recorded_at), currency, 0, 0, 0, min(amount_cents), 0
    FROM marketplace_order_facts WHERE kind = 'dispute' GROUP BY object_id, currency
    UNION ALL
    SELECT recorded_at, currency, 0, 0, 0, 0, amount_cents
    FROM marketplace_order_facts WHERE kind = 'dispute' AND state = 'lost'
  )
  SELECT concat_ws('|', (at AT TIME ZONE $3)::date, currency, sum(orders), sum(gross), sum(refunded),
                   sum(disputed), sum(lost), sum(gross) - sum(refunded) - sum(lost))
  FROM moves
  WHERE at >= $1::timestamp AT TIME ZONE $3 AND at < $2::timestamp AT TIME ZONE $3
  GROUP BY (at AT TIME ZONE $3)::date, currency
  HAVING (sum(orders), sum(gross), sum(refunded), sum(disputed), sum(lost)) <> (0, 0, 0, 0, 0)
  ORDER BY (at AT TIME ZONE $3)::date, currency)"};

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {}

  int Below(int most) { return std::uniform_int_distribution<int>(0, most - 1)(random_); }
  std::string NextId() {
    std::string digits = std::to_string(++last_);
    digits.insert(0, 12 - digits.size(), '0');
    return "10000000-0000-7000-8000-" + digits;
  }
  void Put(const std::string& order, const std::string& currency, const Fact& fact, absl::Time at) {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    REQUIRE(db->Execute(kInsertFact, NextId(), order, WordOf(fact.kind), fact.object_id, fact.state,
                        fact.amount_cents, fact.other_cents, currency, false, "", fact.number,
                        "test", at)
                .ok());
  }
  // The order is paid, perhaps refunded in parts, of which some fail, and perhaps disputed.
  void Live() {
    const std::string order = NextId();
    const std::string currency = Below(3) == 0 ? "eur" : "usd";
    absl::Time at = absl::FromUnixSeconds(1'789'000'000 + Below(60 * 86'400));
    {
      auto db = pool.Acquire(Soon());
      REQUIRE(db->Execute(kPutOrder, order, currency, at).ok());
    }
    const auto later = [&] {
      return at += absl::Seconds(Below(10 * 86'400)) + absl::Microseconds(1);
    };
    const int64_t price = 1000 + Below(50) * 100;
    const int64_t discount = Below(2) * 300;
    Put(order, currency, {FactKind::kSession, "cs_" + order, "open", price, discount}, at);
    if (Below(10) == 0) return;
    Put(order, currency, {FactKind::kSession, "cs_" + order, "paid", price, discount}, later());
    for (int part = Below(3); part > 0; --part) {
      const std::string refund = StrCat("re_", part, order);
      Put(order, currency, {FactKind::kRefund, refund, "pending", 200}, later());
      Put(order, currency, {FactKind::kRefund, refund, "succeeded", 200}, later());
      if (Below(3) == 0) Put(order, currency, {FactKind::kRefund, refund, "failed", 200}, later());
    }
    if (Below(3) > 0) return;
    const std::string dispute = "dp_" + order;
    Put(order, currency, {FactKind::kDispute, dispute, "needs_response", price - discount},
        later());
    Put(order, currency, {FactKind::kDispute, dispute, Below(2) ? "lost" : "won", price - discount},
        later());
  }

  ::keys::testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_billing"), .name = "test"}};
  FakeClock clock;
  Revenue revenue{pool, clock};
  rpc::Call call{rpc::Call::Parts{.deadline = Soon()}};

 private:
  std::mt19937 random_;
  int last_ = 0;
};

std::string Shown(const v1::RevenueRow& row) {
  return StrCat(row.day(), "|", row.currency(), "|", row.orders(), "|", row.gross_cents(), "|",
                row.refunded_cents(), "|", row.disputed_cents(), "|", row.lost_cents(), "|",
                row.net_cents());
}

v1::GetRevenueResponse Report(World& world, const std::string& from, const std::string& to,
                              const std::string& tz) {
  v1::GetRevenueRequest request;
  request.set_from(from);
  request.set_to(to);
  request.set_tz(tz);
  auto report = world.revenue.Get(world.call, request);
  INFO(report.status().ToString());
  REQUIRE(report.ok());
  return *std::move(report);
}

TEST_CASE("revenue equals a recount of the payments, refunds and disputes, in every zone") {
  const char* given = std::getenv("KEYS_TEST_SEED");
  const unsigned seed = given ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
  std::cout << "counted: revenue: KEYS_TEST_SEED=" << seed << ", 300 orders, 6 zones\n";
  World world(seed);
  for (int i = 0; i < 300; ++i) world.Live();
  auto db = world.pool.Acquire(Soon());
  for (const std::string tz : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu",
                               "Pacific/Chatham", "Australia/Lord_Howe"}) {
    const absl::CivilDay from(2026, 9, 1 + world.Below(60));
    const absl::CivilDay to = from + 1 + world.Below(90);
    INFO(tz << " " << from << " " << to);
    const auto report = Report(world, absl::FormatCivilTime(from), absl::FormatCivilTime(to), tz);
    std::vector<std::string> shown;
    std::map<std::string, int64_t> net;
    for (const v1::RevenueRow& row : report.rows()) {
      net[row.currency()] += row.net_cents();
      if (Shown(row) != StrCat(row.day(), "|", row.currency(), "|0|0|0|0|0|0"))
        shown.push_back(Shown(row));
    }
    const auto rows =
        db->Query<TextRow>(kRecount, absl::FormatCivilTime(from), absl::FormatCivilTime(to), tz);
    INFO(rows.status().ToString());
    REQUIRE(rows.ok());
    std::vector<std::string> recount;
    for (const TextRow& row : *rows) recount.push_back(row.text);
    CHECK(shown == recount);
    CHECK(report.rows_size() == (to - from) * report.totals_size());
    for (const v1::RevenueRow& total : report.totals())
      CHECK(total.net_cents() == net[total.currency()]);
  }
}

TEST_CASE("the statement of the report fits the schema") {
  World world(1);
  auto db = world.pool.Acquire(Soon());
  CHECK(pg::CheckStatement<MoneyFactRow>(*db, kListMoneyFacts) == absl::OkStatus());
}

TEST_CASE("a span without money has no rows, since there is no currency to speak of") {
  World world(1);
  const auto report = Report(world, "2026-10-01", "2026-11-01", "UTC");
  CHECK(report.rows_size() == 0);
  CHECK(report.totals_size() == 0);
  CHECK(report.tz() == "UTC");
}

}  // namespace
}  // namespace keys::billing

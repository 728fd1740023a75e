// The statements of feed_store.cc with the rows that they return. They are in a file of their own,
// so that a test can compare each with the migrated schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/pg/statement.h"

namespace keys::billing {

// Claims the feed $1 until $3 when it is due at $2. A time beyond $4 was written before the clock
// was turned back, so the feed is due.
struct FeedRow {
  std::optional<absl::Time> seen_until;
  std::string sweep_after;
};
inline constexpr pg::Statement kClaimFeed{"billing.claim_feed", R"(
  INSERT INTO stripe_feeds (name, next_at, updated_at) VALUES ($1, $3, $2)
  ON CONFLICT (name) DO UPDATE SET next_at = $3, updated_at = $2
  WHERE stripe_feeds.next_at <= $2 OR stripe_feeds.next_at > $4
  RETURNING seen_until, sweep_after)"};
inline constexpr pg::Statement kAdvanceFeed{"billing.advance_feed", R"(
  UPDATE stripe_feeds SET
    seen_until = coalesce($2, seen_until), sweep_after = $3, updated_at = $4
  WHERE name = $1)"};

// $3 is the order that Stripe's object names, or the charge that was refunded.
struct MovementRow {
  std::optional<std::string> order_id;
};
inline constexpr pg::Statement kPutCharge{"billing.put_charge", R"(
  INSERT INTO stripe_movements
    (object_id, kind, order_id, currency, cents, created_at, updated_at)
  VALUES ($1, 'charge', (SELECT id FROM marketplace_orders WHERE id = $2::uuid), $3, $4, $5, $6)
  ON CONFLICT (object_id) DO UPDATE SET
    order_id = excluded.order_id, cents = excluded.cents, updated_at = excluded.updated_at
  WHERE (stripe_movements.order_id, stripe_movements.cents)
        IS DISTINCT FROM (excluded.order_id, excluded.cents)
  RETURNING order_id)"};
// Stores a refund only if its charge was listed, because other refunds are not this shop's.
inline constexpr pg::Statement kPutListedRefund{"billing.put_listed_refund", R"(
  INSERT INTO stripe_movements
    (object_id, kind, order_id, currency, cents, created_at, updated_at)
  SELECT $1, 'refund', charge.order_id, $3, $4, $5, $6
  FROM stripe_movements charge WHERE charge.object_id = $2
  ON CONFLICT (object_id) DO UPDATE SET
    order_id = excluded.order_id, cents = excluded.cents, updated_at = excluded.updated_at
  WHERE (stripe_movements.order_id, stripe_movements.cents)
        IS DISTINCT FROM (excluded.order_id, excluded.cents)
  RETURNING order_id)"};
inline constexpr pg::Statement kAddUpMovements{"billing.add_up_movements", R"(
  UPDATE marketplace_orders SET stripe_cents =
    (SELECT coalesce(sum(cents), 0) FROM stripe_movements WHERE order_id = $1)
  WHERE id = $1)"};

// Returns by how much the shop's sums and Stripe's differ. Differences are taken order by order, so
// that two errors never hide each other. Only orders without a change since $1 count.
struct DifferenceRow {
  std::string currency;
  int64_t cents = 0;
};
inline constexpr pg::Statement kMeasureLedger{"billing.measure_ledger", R"(
  SELECT currency, sum(cents)::bigint FROM (
    SELECT currency, abs(settled_cents - coalesce(stripe_cents, 0)) AS cents
    FROM marketplace_orders
    WHERE settled_cents <> coalesce(stripe_cents, 0) AND updated_at < $1
      AND (stripe_cents IS NOT NULL
           OR paid_at < (SELECT seen_until FROM stripe_feeds WHERE name = 'charges'))
    UNION ALL
    SELECT currency, abs(cents) FROM stripe_movements WHERE order_id IS NULL AND updated_at < $1
  ) difference GROUP BY currency)"};

}  // namespace keys::billing

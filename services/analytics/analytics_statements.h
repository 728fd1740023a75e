// The statements of analytics_store.cc with the rows that they return. They are in a file of their
// own, so that a test can compare each with the migrated schema.
#pragma once

#include <cstdint>
#include <string>

#include "common/pg/statement.h"

namespace keys::analytics {

// Ids are inserted in their order, so that two batches with common events cannot deadlock. Numbers
// come as text because they may be absent.
inline constexpr pg::Statement kInsertEvents{"analytics.insert_events", R"(
  WITH given AS (
    SELECT DISTINCT ON (id) *
    FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[],
                $8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
                $14::timestamptz[])
         WITH ORDINALITY
         AS g(id, event_type, key_id, key_slug, bundle_id, bundle_slug, user_id, tenant_id,
              tenant_type, discovery_reason, metadata, amount_cents, currency, created_at, position)
    ORDER BY id, position
  ), fresh AS (
    INSERT INTO marketplace_analytics_event_ids (event_id, created_at)
    SELECT id, created_at FROM given ORDER BY id
    ON CONFLICT (event_id) DO NOTHING
    RETURNING event_id
  )
  INSERT INTO marketplace_analytics
    (id, event_type, key_id, key_slug, bundle_id, bundle_slug, user_id, tenant_id, tenant_type,
     discovery_reason, metadata, amount_cents, currency, created_at, recorded_at)
  SELECT id, event_type, key_id, key_slug, bundle_id, bundle_slug, user_id, tenant_id, tenant_type,
         discovery_reason, metadata::jsonb, amount_cents::bigint, currency, given.created_at,
         $15::timestamptz
  FROM given JOIN fresh ON fresh.event_id = given.id)"};

// Downloads and views come from the roll-up, so that the cost does not grow with every event of 90
// days; buyers come from the purchases, which are few and have an index. $1 is the start; its whole
// quarter of an hour counts. $2 is the number of names; those that were bought or downloaded come
// first.
struct PopularityRow {
  // The id or slug by which the events named the KEY.
  std::string name;
  int64_t purchases = 0;
  int64_t downloads = 0;
  int64_t views = 0;
};
inline constexpr pg::Statement kGetPopularity{"analytics.get_popularity", R"(
  WITH counted AS (
    SELECT key_name, coalesce(sum(events) FILTER (WHERE event_type = 'download'), 0)::bigint AS downloads,
           coalesce(sum(events) FILTER (WHERE event_type = 'view'), 0)::bigint AS views
    FROM marketplace_analytics_quarters
    WHERE quarter >= date_bin('15 minutes', $1, 'epoch') AND event_type IN ('download', 'view')
      AND key_name <> ''
    GROUP BY key_name
  ), bought AS (
    SELECT coalesce(key_id::text, key_slug) AS key_name,
           count(DISTINCT coalesce(tenant_id, user_id)) AS buyers
    FROM marketplace_analytics
    WHERE event_type = 'purchase' AND created_at >= date_bin('15 minutes', $1, 'epoch')
      AND coalesce(key_id::text, key_slug) <> ''
    GROUP BY 1
  )
  SELECT key_name, coalesce(buyers, 0), coalesce(downloads, 0), coalesce(views, 0)
  FROM counted FULL JOIN bought USING (key_name)
  ORDER BY coalesce(buyers, 0) DESC, coalesce(downloads, 0) DESC, coalesce(views, 0) DESC, key_name
  LIMIT $2)"};

struct EnsureMonthRow {
  bool made = false;
};
inline constexpr pg::Statement kEnsureMonth{"analytics.ensure_month",
                                            "SELECT marketplace_analytics_ensure_month($1::date)"};

struct DropMonthRow {
  // Empty when no month was old enough.
  std::string partition;
};
inline constexpr pg::Statement kDropMonth{
    "analytics.drop_month", "SELECT coalesce(marketplace_analytics_drop_month($1), '')"};

struct ForgetStepRow {
  int64_t rows = 0;
};
inline constexpr pg::Statement kForgetStep{"analytics.forget_step",
                                           "SELECT marketplace_analytics_forget_step($1, $2)"};

}  // namespace keys::analytics

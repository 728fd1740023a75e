// The statements of report_store.cc with the rows that they return. They are in a file of their
// own, so that a test can compare each with the migrated schema.
//
// $1 and $2 are the span. Its whole quarters of an hour, [$3, $4), are counted from the roll-up,
// and the rest on either side from the events. Sums are cast, because sum(bigint) is a numeric.
#pragma once

#include <cstdint>
#include <string>

#include "common/pg/statement.h"

namespace keys::analytics {

// Counts events by type and period. $5 has the periods' starts.
struct EventsRow {
  int32_t period = 0;
  std::string event_type;
  int64_t events = 0;
  int64_t signed_in = 0;
};
inline constexpr pg::Statement kCountEvents{"analytics.count_events", R"(
  SELECT width_bucket(at, $5::timestamptz[]), event_type, sum(events)::bigint, sum(signed_in)::bigint
  FROM (
    SELECT quarter AS at, event_type, events, signed_in FROM marketplace_analytics_quarters
    WHERE quarter >= $3 AND quarter < $4
    UNION ALL
    SELECT created_at, event_type, 1, (user_id IS NOT NULL)::int FROM marketplace_analytics
    WHERE event_type IN ('view', 'discovery_click', 'purchase', 'download')
      AND created_at >= $1 AND created_at < least($2::timestamptz, $3)
    UNION ALL
    SELECT created_at, event_type, 1, (user_id IS NOT NULL)::int FROM marketplace_analytics
    WHERE event_type IN ('view', 'discovery_click', 'purchase', 'download')
      AND created_at >= greatest($1::timestamptz, $4) AND created_at < $2) AS counted
  GROUP BY 1, 2)"};

// Counts distinct persons by period: those with one kind of event, and those with both of two. $3
// has the periods' starts.
struct PersonsRow {
  int32_t period = 0;
  int64_t viewers = 0;
  int64_t clickers = 0;
  int64_t buyers = 0;
  int64_t downloaders = 0;
  int64_t viewed_and_clicked = 0;
  int64_t viewed_and_bought = 0;
  int64_t clicked_and_bought = 0;
  int64_t bought_and_downloaded = 0;
};
inline constexpr pg::Statement kCountPersons{"analytics.count_persons", R"(
  SELECT period, count(*) FILTER (WHERE viewed), count(*) FILTER (WHERE clicked),
         count(*) FILTER (WHERE bought), count(*) FILTER (WHERE downloaded),
         count(*) FILTER (WHERE viewed AND clicked), count(*) FILTER (WHERE viewed AND bought),
         count(*) FILTER (WHERE clicked AND bought), count(*) FILTER (WHERE bought AND downloaded)
  FROM (
    SELECT width_bucket(created_at, $3::timestamptz[]) AS period, user_id,
           bool_or(event_type = 'view') AS viewed, bool_or(event_type = 'discovery_click') AS clicked,
           bool_or(event_type = 'purchase') AS bought, bool_or(event_type = 'download') AS downloaded
    FROM marketplace_analytics
    WHERE event_type IN ('view', 'discovery_click', 'purchase', 'download')
      AND created_at >= $1 AND created_at < $2 AND user_id IS NOT NULL
    GROUP BY 1, 2) AS persons
  GROUP BY period)"};

// $5 is the number of names. The last two columns count all events, also beyond those names.
struct KeyCountRow {
  std::string name;
  int64_t views = 0;
  int64_t purchases = 0;
  int64_t downloads = 0;
  int64_t buyers = 0;
  int64_t all_views = 0;
  int64_t all_purchases = 0;
  int64_t all_downloads = 0;
};
inline constexpr pg::Statement kCountKeys{"analytics.count_keys", R"(
  WITH counted AS (
    SELECT key_name, event_type, events FROM marketplace_analytics_quarters
    WHERE quarter >= $3 AND quarter < $4 AND key_name <> ''
    UNION ALL
    SELECT coalesce(key_id::text, key_slug), event_type, 1 FROM marketplace_analytics
    WHERE event_type IN ('view', 'purchase', 'download') AND coalesce(key_id::text, key_slug) <> ''
      AND created_at >= $1 AND created_at < least($2::timestamptz, $3)
    UNION ALL
    SELECT coalesce(key_id::text, key_slug), event_type, 1 FROM marketplace_analytics
    WHERE event_type IN ('view', 'purchase', 'download') AND coalesce(key_id::text, key_slug) <> ''
      AND created_at >= greatest($1::timestamptz, $4) AND created_at < $2
  ), keys AS (
    SELECT key_name, coalesce(sum(events) FILTER (WHERE event_type = 'view'), 0)::bigint AS views,
           coalesce(sum(events) FILTER (WHERE event_type = 'purchase'), 0)::bigint AS purchases,
           coalesce(sum(events) FILTER (WHERE event_type = 'download'), 0)::bigint AS downloads
    FROM counted WHERE event_type IN ('view', 'purchase', 'download') GROUP BY key_name
  ), buyers AS (
    SELECT coalesce(key_id::text, key_slug) AS key_name, count(DISTINCT user_id) AS buyers
    FROM marketplace_analytics
    WHERE event_type = 'purchase' AND created_at >= $1 AND created_at < $2 GROUP BY 1
  )
  SELECT key_name, views, purchases, downloads, coalesce(buyers.buyers, 0),
         (sum(views) OVER ())::bigint, (sum(purchases) OVER ())::bigint,
         (sum(downloads) OVER ())::bigint
  FROM keys LEFT JOIN buyers USING (key_name)
  ORDER BY purchases + downloads = 0, views DESC, key_name
  LIMIT $5)"};

// Reads purchases of all time before $2, because a first purchase is known only by those before it.
// They are the rarest of all events and have an index of their own. $3 has the periods' starts. A
// row without a later period has the cohort's size.
struct CohortCountRow {
  int32_t cohort = 0;
  int32_t period = 0;
  int64_t buyers = 0;
  int64_t downloaders = 0;
  int64_t active = 0;
};
inline constexpr pg::Statement kCountCohorts{"analytics.count_cohorts", R"(
  WITH beginners AS (
    SELECT user_id, width_bucket(min(created_at), $3::timestamptz[]) AS cohort
    FROM marketplace_analytics
    WHERE event_type = 'purchase' AND created_at < $2 AND user_id IS NOT NULL
    GROUP BY user_id HAVING min(created_at) >= $1
  )
  SELECT cohort, period, count(*) FILTER (WHERE bought), count(*) FILTER (WHERE downloaded), count(*)
  FROM (
    SELECT beginners.cohort, width_bucket(e.created_at, $3::timestamptz[]) AS period, e.user_id,
           bool_or(e.event_type = 'purchase') AS bought, bool_or(e.event_type = 'download') AS downloaded
    FROM marketplace_analytics e JOIN beginners ON beginners.user_id = e.user_id
    WHERE e.event_type IN ('purchase', 'download') AND e.created_at >= $1 AND e.created_at < $2
    GROUP BY 1, 2, 3) AS persons
  WHERE period >= cohort
  GROUP BY cohort, period)"};

}  // namespace keys::analytics

// The statements of event_store.cc with the rows that they return. They are in a file of their own,
// so that a test can compare each with the migrated schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/pg/statement.h"

namespace keys::billing {

inline constexpr pg::Statement kInsertEvent{"billing.insert_event", R"(
  INSERT INTO stripe_webhook_events
    (stripe_event_id, event_type, api_version, livemode, payload, received_at, next_attempt_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6)
  ON CONFLICT (stripe_event_id) DO NOTHING)"};
// Stores an event together with what came of it.
inline constexpr pg::Statement kInsertHandledEvent{"billing.insert_handled_event", R"(
  INSERT INTO stripe_webhook_events
    (stripe_event_id, event_type, api_version, livemode, payload, received_at, next_attempt_at,
     attempts, handled_at, outcome, order_id)
  VALUES ($1, $2, $3, $4, $5, $6, $6, 1, $6, $7, $8)
  ON CONFLICT (stripe_event_id) DO NOTHING)"};

// Leases until $2 the oldest event that is due and whose type begins with $4. A time further ahead
// than any pause or lease ($3) was written before the clock was turned back, so such an event is
// due.
struct EventRow {
  std::string stripe_event_id;
  std::string payload;
  int32_t attempts = 0;
  int32_t failures = 0;
};
inline constexpr pg::Statement kClaimEvent{"billing.claim_event", R"(
  UPDATE stripe_webhook_events SET leased_until = $2, attempts = attempts + 1
  WHERE stripe_event_id = (
    SELECT stripe_event_id FROM stripe_webhook_events
    WHERE handled_at IS NULL AND dead_at IS NULL
      AND (next_attempt_at <= $1 OR next_attempt_at > $3)
      AND (leased_until IS NULL OR leased_until <= $1 OR leased_until > $3)
      AND starts_with(event_type, $4)
    ORDER BY received_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING stripe_event_id, payload, attempts, failures)"};
inline constexpr pg::Statement kMarkEventHandled{"billing.mark_event_handled", R"(
  UPDATE stripe_webhook_events
  SET handled_at = $2, outcome = $3, order_id = $4, leased_until = NULL, last_error = ''
  WHERE stripe_event_id = $1 AND handled_at IS NULL)"};
inline constexpr pg::Statement kMarkEventFailed{"billing.mark_event_failed", R"(
  UPDATE stripe_webhook_events
  SET next_attempt_at = $2, failures = failures + $3, last_error = $4, leased_until = NULL,
      dead_at = $5
  WHERE stripe_event_id = $1 AND handled_at IS NULL)"};

// Lists events for administrators, the newest first.
struct StoredEventRow {
  std::string stripe_event_id;
  std::string event_type;
  std::string status;
  std::string outcome;
  std::optional<std::string> order_id;
  int32_t attempts = 0;
  std::string last_error;
  absl::Time received_at;
  std::optional<absl::Time> handled_at;
};
#define KEYS_BILLING_EVENT_COLUMNS                                                         \
  "SELECT stripe_event_id, event_type, CASE WHEN handled_at IS NOT NULL THEN 'handled' "   \
  "WHEN dead_at IS NOT NULL THEN 'dead' ELSE 'pending' END, outcome, order_id, attempts, " \
  "last_error, received_at, handled_at FROM stripe_webhook_events "
inline constexpr pg::Statement kListEvents{
    "billing.list_events", KEYS_BILLING_EVENT_COLUMNS
    "WHERE ($1 = '' OR $1 = CASE WHEN handled_at IS NOT NULL THEN 'handled' "
    "WHEN dead_at IS NOT NULL THEN 'dead' ELSE 'pending' END) "
    "AND ($2::timestamptz IS NULL OR (received_at, stripe_event_id) < ($2::timestamptz, $3)) "
    "ORDER BY received_at DESC, stripe_event_id DESC LIMIT $4"};
inline constexpr pg::Statement kFindEvent{"billing.find_event",
                                          KEYS_BILLING_EVENT_COLUMNS "WHERE stripe_event_id = $1"};
#undef KEYS_BILLING_EVENT_COLUMNS
inline constexpr pg::Statement kReviveEvent{"billing.revive_event", R"(
  UPDATE stripe_webhook_events
  SET dead_at = NULL, failures = 0, next_attempt_at = $2, leased_until = NULL
  WHERE stripe_event_id = $1 AND handled_at IS NULL)"};

struct EventBacklogRow {
  int64_t unhandled = 0;
  int64_t dead = 0;
  std::optional<absl::Time> oldest;
};
inline constexpr pg::Statement kMeasureEvents{"billing.measure_events", R"(
  SELECT count(*) FILTER (WHERE dead_at IS NULL), count(*) FILTER (WHERE dead_at IS NOT NULL),
         min(received_at) FILTER (WHERE dead_at IS NULL)
  FROM stripe_webhook_events WHERE handled_at IS NULL)"};
inline constexpr pg::Statement kPruneEvents{"billing.prune_events", R"(
  DELETE FROM stripe_webhook_events WHERE stripe_event_id IN (
    SELECT stripe_event_id FROM stripe_webhook_events WHERE handled_at < $1
    ORDER BY handled_at LIMIT $2))"};

}  // namespace keys::billing

#include "services/billing/inbox/event_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/word_table.h"
#include "common/time/proto_time.h"
#include "services/billing/inbox/event_statements.h"

namespace keys::billing {
namespace {

constexpr auto kEventStatuses =
    MakeWordTable<EventStatus>("event status", {{EventStatus::kPending, "pending"},
                                                {EventStatus::kHandled, "handled"},
                                                {EventStatus::kDead, "dead"}});

v1::StoredWebhook FromRow(const StoredEventRow& row) {
  v1::StoredWebhook event;
  event.set_event_id(row.stripe_event_id);
  event.set_event_type(row.event_type);
  event.set_status(row.status);
  event.set_outcome(row.outcome);
  if (row.order_id.has_value()) event.set_order_id(*row.order_id);
  event.set_attempts(row.attempts);
  event.set_last_error(row.last_error);
  *event.mutable_received_at() = ToProto(row.received_at);
  if (row.handled_at.has_value()) *event.mutable_handled_at() = ToProto(*row.handled_at);
  return event;
}

std::optional<std::string> OrderOf(const Handled& handled) {
  if (handled.order_id.empty()) return std::nullopt;
  return handled.order_id;
}

}  // namespace

std::string_view WordOf(EventStatus status) { return kEventStatuses.WordOf(status); }
std::optional<EventStatus> FindEventStatus(std::string_view word) {
  return kEventStatuses.Find(word);
}

absl::StatusOr<bool> EventStore::Insert(pg::Executor& db, const stripe::Event& event,
                                        const std::string& payload, absl::Time now) const {
  ASSIGN_OR_RETURN(const int64_t inserted,
                   db.Execute(kInsertEvent, event.id, event.type, event.api_version, event.livemode,
                              payload, now));
  return inserted > 0;
}

absl::StatusOr<std::optional<ClaimedEvent>> EventStore::Claim(pg::Executor& db, absl::Time now,
                                                              absl::Duration lease,
                                                              absl::Duration longest,
                                                              const std::string& types) const {
  ASSIGN_OR_RETURN(auto row,
                   db.QueryOne<EventRow>(kClaimEvent, now, now + lease, now + longest, types));
  if (!row.has_value()) return std::optional<ClaimedEvent>();
  return std::optional<ClaimedEvent>(
      {std::move(row->stripe_event_id), std::move(row->payload), row->attempts, row->failures});
}

absl::StatusOr<bool> EventStore::InsertHandled(pg::Executor& db, const stripe::Event& event,
                                               const std::string& payload, const Handled& handled,
                                               absl::Time now) const {
  ASSIGN_OR_RETURN(const int64_t inserted,
                   db.Execute(kInsertHandledEvent, event.id, event.type, event.api_version,
                              event.livemode, payload, now, handled.outcome, OrderOf(handled)));
  return inserted > 0;
}

absl::Status EventStore::MarkHandled(pg::Executor& tx, const std::string& id,
                                     const Handled& handled, absl::Time now) const {
  return tx.Execute(kMarkEventHandled, id, now, handled.outcome, OrderOf(handled)).status();
}

absl::Status EventStore::MarkFailed(pg::Executor& db, const std::string& id,
                                    const EventFailure& failure, absl::Time now) const {
  const auto dead = failure.give_up ? std::optional<absl::Time>(now) : std::nullopt;
  return db
      .Execute(kMarkEventFailed, id, failure.next_attempt, int32_t{failure.counts}, failure.error,
               dead)
      .status();
}

absl::StatusOr<std::vector<v1::StoredWebhook>> EventStore::List(
    pg::Executor& db, const std::optional<EventStatus>& status, const PageStart& start,
    int limit) const {
  const std::string_view word = status.has_value() ? WordOf(*status) : "";
  ASSIGN_OR_RETURN(
      const std::vector<StoredEventRow> rows,
      db.Query<StoredEventRow>(kListEvents, word, start.created_at, start.id, int32_t{limit}));
  std::vector<v1::StoredWebhook> events;
  for (const StoredEventRow& row : rows) events.push_back(FromRow(row));
  return events;
}

absl::StatusOr<std::optional<v1::StoredWebhook>> EventStore::Find(pg::Executor& db,
                                                                  const std::string& id) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<StoredEventRow>(kFindEvent, id));
  if (!row.has_value()) return std::optional<v1::StoredWebhook>();
  return std::optional<v1::StoredWebhook>(FromRow(*row));
}

absl::StatusOr<bool> EventStore::Revive(pg::Executor& tx, const std::string& id,
                                        absl::Time now) const {
  ASSIGN_OR_RETURN(const int64_t revived, tx.Execute(kReviveEvent, id, now));
  return revived > 0;
}

absl::StatusOr<EventBacklog> EventStore::Measure(pg::Executor& db, absl::Time now) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<EventBacklogRow>(kMeasureEvents));
  EventBacklog backlog{row->unhandled, row->dead, absl::ZeroDuration()};
  if (row->oldest.has_value()) backlog.oldest = now - *row->oldest;
  return backlog;
}

absl::StatusOr<int64_t> EventStore::Prune(pg::Executor& db, absl::Time handled_before,
                                          int limit) const {
  return db.Execute(kPruneEvents, handled_before, int32_t{limit});
}

}  // namespace keys::billing

#include "services/billing/admin/admin_webhooks.h"

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/time/proto_time.h"

namespace keys::billing {
namespace {

using error::Reason;

constexpr int kDefaultLimit = 50;
// The answer waits this long for the outcome of the replay.
constexpr absl::Duration kReplayWait = absl::Seconds(3);

bool IsEventId(std::string_view id) { return !id.empty(); }

}  // namespace

absl::StatusOr<v1::ListWebhooksResponse> AdminWebhooks::List(
    rpc::Call& call, const v1::ListWebhooksRequest& request) {
  const std::optional<EventStatus> status = FindEventStatus(request.status());
  if (request.has_status() && !status.has_value()) {
    return error::Invalid("?status", "UNKNOWN_WORD", "status is pending, handled or dead.");
  }
  ASSIGN_OR_RETURN(const int limit, PageLimit(request.has_limit(), request.limit(), kDefaultLimit));
  const std::string fingerprint = page::Fingerprint({"webhooks", request.status()});
  ASSIGN_OR_RETURN(const PageStart start,
                   PageStartOf(parts_.cursors, request.cursor(), fingerprint, IsEventId));
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto events, parts_.events.List(db, status, start, limit + 1));
  v1::ListWebhooksResponse response;
  for (const v1::StoredWebhook& event : events) {
    if (response.webhooks_size() == limit) {
      const v1::StoredWebhook& last = response.webhooks(limit - 1);
      response.set_next_cursor(
          NextCursor(parts_.cursors, fingerprint, FromProto(last.received_at()), last.event_id()));
      break;
    }
    *response.add_webhooks() = event;
  }
  return response;
}

absl::StatusOr<v1::ReplayWebhookResponse> AdminWebhooks::Replay(
    rpc::Call& call, const v1::ReplayWebhookRequest& request) {
  const std::string& id = request.event_id();
  EventWorker::Ticket ticket(parts_.worker, id);
  RETURN_IF_ERROR(
      pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto event, parts_.events.Find(tx, id));
        if (!event.has_value()) {
          return error::Make(Reason::NOT_FOUND, "There is no such stored event.");
        }
        const absl::Time now = parts_.clock.Now();
        ASSIGN_OR_RETURN(const bool revived, parts_.events.Revive(tx, id, now));
        if (!revived) {
          return error::Make(Reason::CONFLICT, "That event was handled; its effect stands.");
        }
        return parts_.audit.Append(
            tx, {.actor = call.caller().user_id, .action = "webhook.replay", .subject = id}, now);
      }));
  ticket.Expedite(call.deadline().Within(kReplayWait));
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto event, parts_.events.Find(db, id));
  v1::ReplayWebhookResponse response;
  if (event.has_value()) *response.mutable_webhook() = *event;
  return response;
}

}  // namespace keys::billing

#include "services/billing/admin_webhooks.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/error/error.h"

namespace keys::billing {
namespace {

using error::Reason;

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 100;
// The answer waits this long for what came of it.
constexpr absl::Duration kReplayWait = absl::Seconds(3);

}  // namespace

absl::StatusOr<v1::ListWebhooksResponse> AdminWebhooks::List(
    rpc::Call& call, const v1::ListWebhooksRequest& request) {
  const std::string& status = request.status();
  if (request.has_status() && status != "pending" && status != "handled" && status != "dead") {
    return error::Invalid("?status", "UNKNOWN_WORD", "status is pending, handled or dead.");
  }
  const int limit =
      request.has_limit() ? std::clamp<int>(request.limit(), 1, kMaxLimit) : kDefaultLimit;
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto events, parts_.events.List(db, status, limit));
  v1::ListWebhooksResponse response;
  for (const v1::StoredWebhook& event : events) *response.add_webhooks() = event;
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

#include "services/billing/inbox/webhook.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/log/log.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

using error::Reason;

constexpr absl::Duration kStoreLimit = absl::Seconds(5);

constexpr std::string_view kResults[] = {"stored",     "duplicate", "too_large",
                                         "unreadable", "disabled",  "malformed",
                                         "forged",     "too_old",   "too_new"};

prometheus::Counter& CounterOf(metrics::Registry& metrics, std::string_view result) {
  return metrics.Counter("keys_webhook_requests_total",
                         "Webhook requests, by what was made of them.",
                         {{"result", std::string(result)}});
}

}  // namespace

// All counters exist from the start, because an alert on an increase does not notice a counter that
// first appears with its first fault.
Webhook::Webhook(Parts parts) : parts_(parts) {
  for (const std::string_view result : kResults) CounterOf(parts_.metrics, result);
}

void Webhook::Count(std::string_view what) const { CounterOf(parts_.metrics, what).Increment(); }

absl::Status Webhook::Verify(const v1::HandleEventRequest& request) const {
  if (request.payload().size() > kMaxEventBytes) {
    Count("too_large");
    return error::Make(Reason::BODY_TOO_LARGE, "An event has at most 1 MiB.");
  }
  const SignatureVerdict verdict =
      parts_.verifier.Verify(request.payload(), request.signature(), parts_.clock.Now());
  if (verdict == SignatureVerdict::kValid) return absl::OkStatus();
  Count(WordOf(verdict));
  if (verdict == SignatureVerdict::kDisabled) {
    return error::Make(Reason::WEBHOOK_DISABLED, "No signing secret is configured.");
  }
  log::Warning("webhook.refused", {{"why", WordOf(verdict)},
                                   {"bytes", static_cast<int64_t>(request.payload().size())}});
  return error::Make(Reason::INVALID_SIGNATURE,
                     "The body was not signed with our secret just now.");
}

absl::StatusOr<v1::HandleEventResponse> Webhook::Handle(rpc::Call& call,
                                                        const v1::HandleEventRequest& request) {
  RETURN_IF_ERROR(Verify(request));
  const absl::StatusOr<stripe::Event> event = stripe::ParseEvent(request.payload());
  if (!event.ok()) {
    Count("unreadable");
    log::Error("webhook.unreadable", {{"error", MessageOf(event.status())}});
    return error::Make(Reason::INVALID_JSON, "The body is no snapshot event of Stripe's.");
  }
  RETURN_IF_ERROR(failpoint::Reach("billing.webhook.verified", call.deadline()));
  ASSIGN_OR_RETURN(const bool fresh, Take(*event, request.payload(), call.deadline()));
  v1::HandleEventResponse response;
  response.set_received(true);
  response.set_duplicate(!fresh);
  return response;
}

absl::StatusOr<bool> Webhook::Take(const stripe::Event& event, const std::string& payload,
                                   Deadline deadline) {
  const Deadline hot_path = deadline.Within(kHotPath);
  const auto handled = parts_.handler.StoreHandled(event, payload, hot_path);
  if (absl::IsAlreadyExists(handled.status())) {
    Count("duplicate");
    return false;
  }
  if (!handled.ok()) {
    log::Warning("webhook.left_to_workers",
                 {{"event_id", event.id}, {"error", MessageOf(handled.status())}});
  }
  if (!handled.ok() || !handled->has_value()) {
    return TakeToWorkers(event, payload, deadline, hot_path);
  }
  Count("stored");
  RETURN_IF_ERROR(failpoint::Reach("billing.webhook.stored", deadline));
  const std::string& order_id = (*handled)->order_id;
  // Messages that are not delivered in time stay in the outbox, and the relay delivers them.
  if (!order_id.empty()) parts_.relay.DrainAggregate(order_id, hot_path).IgnoreError();
  parts_.relay.Nudge();
  return true;
}

absl::StatusOr<bool> Webhook::TakeToWorkers(const stripe::Event& event, const std::string& payload,
                                            Deadline deadline, Deadline hot_path) {
  EventWorker::Ticket ticket(parts_.worker, event.id);
  bool fresh = false;
  {
    // This is one statement, which is committed when it returns.
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline.Within(kStoreLimit)));
    ASSIGN_OR_RETURN(fresh, parts_.events.Insert(db, event, payload, parts_.clock.Now()));
  }
  Count(fresh ? "stored" : "duplicate");
  RETURN_IF_ERROR(failpoint::Reach("billing.webhook.stored", deadline));
  if (fresh) ticket.Expedite(hot_path);
  return fresh;
}

}  // namespace keys::billing

#include "services/analytics/events.h"

#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/time/proto_time.h"
#include "services/analytics/domain/event_rules.h"

namespace keys::analytics {
namespace {

using error::MakeViolation;
using error::Violation;
using event::v1::AnalyticsEvent;

absl::Status CheckOrigin(bool signed_in, const std::string& event_type) {
  switch (OriginOf(event_type)) {
    case Origin::kAnyone:
      return absl::OkStatus();
    case Origin::kUser:
      if (signed_in) return absl::OkStatus();
      return error::Make(error::Reason::UNAUTHENTICATED,
                         "Sign in to record a click on a recommendation.");
    case Origin::kService:
      return error::Make(error::Reason::SERVER_EVENT,
                         StrCat("The server records '", event_type, "' events itself."));
    case Origin::kUnknown:
      break;
  }
  return error::Invalid("/event_type", "UNKNOWN_WORD", "An event is 'view' or 'discovery_click'.");
}

// Fills what the request says; what it should not say goes to `violations`.
AnalyticsEvent EventOf(const v1::RecordEventRequest& request, std::vector<Violation>& violations) {
  AnalyticsEvent event;
  event.set_event_type(request.event_type());
  if (request.has_key_id()) {
    const auto key = ParseReference(request.key_id());
    if (!key) violations.push_back(MakeViolation("/key_id", "INVALID", "This is no id or slug."));
    if (key && key->id) event.set_key_id(*key->id);
    if (key && key->slug) event.set_key_slug(*key->slug);
  }
  if (request.has_bundle_id()) {
    const auto bundle = ParseReference(request.bundle_id());
    if (!bundle) {
      violations.push_back(MakeViolation("/bundle_id", "INVALID", "This is no id or slug."));
    }
    if (bundle && bundle->id) event.set_bundle_id(*bundle->id);
    if (bundle && bundle->slug) event.set_bundle_slug(*bundle->slug);
  }
  if (request.has_discovery_reason()) {
    if (!AtMostCharacters(request.discovery_reason(), kReasonCharacters)) {
      violations.push_back(MakeViolation("/discovery_reason", "TOO_LONG",
                                         "A discovery reason has at most 200 characters."));
    }
    event.set_discovery_reason(request.discovery_reason());
  }
  if (request.has_metadata() && !request.metadata().empty()) {
    if (auto violation = CheckMetadata(request.metadata())) violations.push_back(*violation);
    event.set_metadata(request.metadata());
  }
  if (request.has_event_id()) {
    const auto id = NormalizeUuid(request.event_id());
    if (!id) violations.push_back(MakeViolation("/event_id", "INVALID", "This is no UUID."));
    event.set_event_id(id.value_or(""));
  }
  return event;
}

void SetProblem(const absl::Status& status, v1::ClientEventOutcome& outcome) {
  outcome.set_code(static_cast<int32_t>(status.code()));
  outcome.set_details(error::ToRpcStatus(status));
}

bool IsUuidOrAbsent(bool present, const std::string& id) { return !present || IsUuid(id); }

// Empty when `event` can be stored.
std::string WhyNotStorable(const AnalyticsEvent& event, absl::Time now) {
  if (!IsUuid(event.event_id())) return "event_id is no UUID";
  if (OriginOf(event.event_type()) == Origin::kUnknown) return "event_type is unknown";
  if (!IsUuidOrAbsent(event.has_key_id(), event.key_id())) return "key_id is no UUID";
  if (!IsUuidOrAbsent(event.has_bundle_id(), event.bundle_id())) return "bundle_id is no UUID";
  if (!IsUuidOrAbsent(event.has_user_id(), event.user_id())) return "user_id is no UUID";
  if (!IsUuidOrAbsent(event.has_tenant(), event.tenant().id())) return "tenant.id is no UUID";
  if (event.has_tenant() && event.tenant().type() != "user" && event.tenant().type() != "org") {
    return "tenant.type is neither user nor org";
  }
  if (!AtMostCharacters(event.discovery_reason(), kReasonCharacters)) {
    return "discovery_reason is longer than 200 characters";
  }
  if (event.has_amount_cents() != event.has_currency()) return "an amount needs its currency";
  if (!event.metadata().empty() && CheckMetadata(event.metadata())) {
    return "metadata is no JSON object of at most 4 KiB";
  }
  const absl::Time occurred_at = FromProto(event.occurred_at());
  if (!event.has_occurred_at() || occurred_at < absl::UnixEpoch()) return "occurred_at is missing";
  if (occurred_at > now + kFutureTolerance) return "occurred_at is in the future";
  return "";
}

}  // namespace

absl::StatusOr<AnalyticsEvent> Events::Read(const v1::RecordEventRequest& request,
                                            const std::string& user_id) {
  RETURN_IF_ERROR(CheckOrigin(!user_id.empty(), request.event_type()));
  std::vector<Violation> violations;
  AnalyticsEvent event = EventOf(request, violations);
  RETURN_IF_ERROR(error::Invalid(std::move(violations)));
  if (event.event_id().empty()) event.set_event_id(ids_.NewUuid());
  if (!user_id.empty()) event.set_user_id(user_id);
  *event.mutable_occurred_at() = ToProto(clock_.Now());
  return event;
}

absl::StatusOr<v1::RecordEventResponse> Events::Record(rpc::Call& call,
                                                       const v1::RecordEventRequest& request) {
  ASSIGN_OR_RETURN(AnalyticsEvent event, Read(request, call.caller().user_id));
  RETURN_IF_ERROR(writer_.Write(std::move(event), call.deadline()));
  v1::RecordEventResponse response;
  response.set_success(true);
  return response;
}

absl::StatusOr<v1::RecordClientEventsResponse> Events::RecordOfClients(
    rpc::Call& call, const v1::RecordClientEventsRequest& request) {
  if (request.events_size() > kEventsPerCall) {
    return error::Invalid("/events", "TOO_LONG", "A call carries at most 1000 events.");
  }
  v1::RecordClientEventsResponse response;
  std::vector<AnalyticsEvent> events;
  std::vector<int> places;
  for (const v1::ClientEvent& sent : request.events()) {
    v1::ClientEventOutcome& outcome = *response.add_outcomes();
    absl::StatusOr<AnalyticsEvent> event = Read(sent.event(), sent.user_id());
    if (!event.ok()) {
      SetProblem(event.status(), outcome);
      continue;
    }
    places.push_back(response.outcomes_size() - 1);
    events.push_back(*std::move(event));
  }
  if (events.empty()) return response;
  const std::vector<absl::Status> stored = writer_.WriteAll(std::move(events), call.deadline());
  for (size_t i = 0; i < stored.size(); ++i) {
    if (!stored[i].ok()) SetProblem(stored[i], *response.mutable_outcomes(places[i]));
  }
  return response;
}

absl::StatusOr<v1::RecordEventsResponse> Events::RecordMany(
    rpc::Call& call, const v1::RecordEventsRequest& request) {
  if (request.events_size() > kEventsPerCall) {
    return error::Invalid("/events", "TOO_LONG", "A call carries at most 1000 events.");
  }
  const absl::Time now = clock_.Now();
  std::vector<const AnalyticsEvent*> events;
  for (const AnalyticsEvent& event : request.events()) {
    if (std::string why = WhyNotStorable(event, now); !why.empty()) {
      return error::Invalid(StrCat("/events/", events.size()), "INVALID", std::move(why));
    }
    events.push_back(&event);
  }
  ASSIGN_OR_RETURN(const int64_t stored, store_.Insert(events, now, call.deadline()));
  v1::RecordEventsResponse response;
  response.set_stored(static_cast<int32_t>(stored));
  return response;
}

}  // namespace keys::analytics

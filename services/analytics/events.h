// Recording what happened: one event from a client, many from services.
//
// Handlers: thread-safe, blocking.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "services/analytics/analytics_store.h"
#include "services/analytics/client.h"
#include "services/analytics/event_writer.h"

namespace keys::analytics {

class Events {
 public:
  Events(EventWriter& writer, AnalyticsStore& store, const Clock& clock, IdSource& ids)
      : writer_(writer), store_(store), clock_(clock), ids_(ids) {}

  // Success only when the event is stored, or was under the same event_id. SERVER_EVENT for events
  // of the server's, UNAUTHENTICATED for a click without a user, INVALID_ARGUMENT with everything
  // that is wrong.
  absl::StatusOr<v1::RecordEventResponse> Record(rpc::Call& call,
                                                 const v1::RecordEventRequest& request);

  // From the gateway, which gathers what clients post: each event is checked and stored as by
  // Record, and one that is refused fails none of the others.
  absl::StatusOr<v1::RecordClientEventsResponse> RecordOfClients(
      rpc::Call& call, const v1::RecordClientEventsRequest& request);

  // From services: all or none. INVALID_ARGUMENT names the first bad event.
  absl::StatusOr<v1::RecordEventsResponse> RecordMany(rpc::Call& call,
                                                      const v1::RecordEventsRequest& request);

 private:
  // The event as it is stored. `user_id` is empty when nobody is signed in.
  absl::StatusOr<event::v1::AnalyticsEvent> Read(const v1::RecordEventRequest& request,
                                                 const std::string& user_id);

  EventWriter& writer_;
  AnalyticsStore& store_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace keys::analytics

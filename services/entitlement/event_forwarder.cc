#include "services/entitlement/event_forwarder.h"

#include "common/base/text.h"
#include "services/entitlement/downloads.h"

namespace keys::entitlement {

outbox::Handler ForwardTo(analytics::AnalyticsClient& analytics) {
  return [&analytics](const outbox::Delivery& delivery, Deadline deadline) -> absl::Status {
    analytics::v1::RecordEventsRequest request;
    if (delivery.topic != kAnalyticsTopic ||
        !request.add_events()->ParseFromString(delivery.payload)) {
      return absl::InvalidArgumentError(StrCat("an outbox row of topic ", delivery.topic));
    }
    return analytics.RecordEvents(request, {deadline, delivery.request_id}).status();
  };
}

}  // namespace keys::entitlement

#include "services/entitlement/downloads/event_forwarder.h"

#include "services/entitlement/downloads/download_store.h"

namespace keys::entitlement {
namespace {

// A batch costs two commits here and one in analytics, however many rows it has.
constexpr int kDownloadBatch = analytics::kEventsPerCall;
// Reports are read by people, who do not miss a quarter of a second.
constexpr absl::Duration kGather = absl::Milliseconds(250);

}  // namespace

std::vector<outbox::LaneOptions> ForwardTo(analytics::AnalyticsClient& analytics) {
  const auto forward = [&analytics](const std::vector<outbox::Delivery>& rows,
                                    Deadline deadline) -> absl::Status {
    analytics::v1::RecordEventsRequest request;
    for (const outbox::Delivery& row : rows) {
      if (!request.add_events()->ParseFromString(row.payload)) {
        return absl::InvalidArgumentError("an outbox row with a broken payload");
      }
    }
    return analytics.RecordEvents(request, {deadline, rows.front().request_id}).status();
  };
  return {
      {.topic = kAnalyticsTopic, .handler = forward, .batch = kDownloadBatch, .gather = kGather}};
}

}  // namespace keys::entitlement

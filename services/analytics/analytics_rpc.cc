#include "services/analytics/analytics_rpc.h"

namespace keys::analytics {
namespace {

constexpr std::string_view kPublic = "keys.analytics.v1.Analytics";
constexpr std::string_view kInternal = "keys.analytics.v1.AnalyticsInternal";

}  // namespace

grpc::ServerUnaryReactor* AnalyticsRpc::RecordEvent(grpc::CallbackServerContext* context,
                                                    const v1::RecordEventRequest* request,
                                                    v1::RecordEventResponse* response) {
  return unary_.Run(context, {kPublic, "RecordEvent"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return events_.Record(call, in); });
}

grpc::ServerUnaryReactor* AnalyticsInternalRpc::RecordEvents(grpc::CallbackServerContext* context,
                                                             const v1::RecordEventsRequest* request,
                                                             v1::RecordEventsResponse* response) {
  return unary_.Run(
      context, {kInternal, "RecordEvents"}, request, response,
      [this](rpc::Call& call, const auto& in) { return events_.RecordMany(call, in); });
}

grpc::ServerUnaryReactor* AnalyticsInternalRpc::GetPopularity(
    grpc::CallbackServerContext* context, const v1::GetPopularityRequest* request,
    v1::GetPopularityResponse* response) {
  return unary_.Run(context, {kInternal, "GetPopularity"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return popularity_.Get(call, in); });
}

}  // namespace keys::analytics

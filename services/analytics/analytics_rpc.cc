#include "services/analytics/analytics_rpc.h"

namespace keys::analytics {
namespace {

constexpr std::string_view kPublic = "keys.analytics.v1.Analytics";
constexpr std::string_view kInternal = "keys.analytics.v1.AnalyticsInternal";
constexpr std::string_view kGateway = "keys.analytics.v1.AnalyticsGateway";
constexpr std::string_view kReports = "keys.analytics.v1.AnalyticsReports";
constexpr std::string_view kCounts = "keys.analytics.v1.AnalyticsCounts";

}  // namespace

grpc::ServerUnaryReactor* AnalyticsRpc::RecordEvent(grpc::CallbackServerContext* context,
                                                    const v1::RecordEventRequest* request,
                                                    v1::RecordEventResponse* response) {
  return unary_.Run(context, {kPublic, "RecordEvent"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return events_.Record(call, in); });
}

grpc::ServerUnaryReactor* AnalyticsGatewayRpc::RecordClientEvents(
    grpc::CallbackServerContext* context, const v1::RecordClientEventsRequest* request,
    v1::RecordClientEventsResponse* response) {
  return unary_.Run(
      context, {kGateway, "RecordClientEvents"}, request, response,
      [this](rpc::Call& call, const auto& in) { return events_.RecordOfClients(call, in); });
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

grpc::ServerUnaryReactor* AnalyticsReportsRpc::GetFunnel(grpc::CallbackServerContext* context,
                                                         const v1::GetFunnelRequest* request,
                                                         v1::GetFunnelResponse* response) {
  return unary_.Run(context, {kReports, "GetFunnel"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return reports_.Funnel(call, in); });
}

grpc::ServerUnaryReactor* AnalyticsReportsRpc::GetCohorts(grpc::CallbackServerContext* context,
                                                          const v1::GetCohortsRequest* request,
                                                          v1::GetCohortsResponse* response) {
  return unary_.Run(context, {kReports, "GetCohorts"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return reports_.Cohorts(call, in); });
}

grpc::ServerUnaryReactor* AnalyticsCountsRpc::CountKeys(grpc::CallbackServerContext* context,
                                                        const v1::CountKeysRequest* request,
                                                        v1::CountKeysResponse* response) {
  return unary_.Run(
      context, {kCounts, "CountKeys"}, request, response,
      [this](rpc::Call& call, const auto& in) { return reports_.CountKeys(call, in); });
}

}  // namespace keys::analytics

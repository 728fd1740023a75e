#include "services/analytics/analytics_rpc.h"

#include "common/rpc/service.h"
#include "keys/analytics/v1/analytics.grpc.pb.h"
#include "keys/analytics/v1/reports.grpc.pb.h"

namespace keys::analytics {

std::vector<std::unique_ptr<grpc::Service>> MakeAnalyticsServices(rpc::Unary& unary, Events& events,
                                                                  Popularity& popularity,
                                                                  Reports& reports) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(
      rpc::MakeService<v1::Analytics>(unary, {
                                                 rpc::On("RecordEvent", events, &Events::Record),
                                             }));
  services.push_back(rpc::MakeService<v1::AnalyticsGateway>(
      unary, {
                 rpc::On("RecordClientEvents", events, &Events::RecordOfClients),
             }));
  services.push_back(rpc::MakeService<v1::AnalyticsInternal>(
      unary, {
                 rpc::On("RecordEvents", events, &Events::RecordMany),
                 rpc::On("GetPopularity", popularity, &Popularity::Get),
             }));
  services.push_back(rpc::MakeService<v1::AnalyticsReports>(
      unary, {
                 rpc::On("GetFunnel", reports, &Reports::Funnel),
                 rpc::On("GetCohorts", reports, &Reports::Cohorts),
             }));
  services.push_back(rpc::MakeService<v1::AnalyticsCounts>(
      unary, {
                 rpc::On("CountKeys", reports, &Reports::CountKeys),
             }));
  return services;
}

}  // namespace keys::analytics

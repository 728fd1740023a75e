// gRPC's side of analytics: one line per RPC.
#pragma once

#include "common/rpc/unary.h"
#include "keys/analytics/v1/analytics.grpc.pb.h"
#include "keys/analytics/v1/reports.grpc.pb.h"
#include "services/analytics/events.h"
#include "services/analytics/popularity.h"
#include "services/analytics/reports.h"

namespace keys::analytics {

class AnalyticsRpc final : public v1::Analytics::CallbackService {
 public:
  AnalyticsRpc(rpc::Unary& unary, Events& events) : unary_(unary), events_(events) {}
  grpc::ServerUnaryReactor* RecordEvent(grpc::CallbackServerContext* context,
                                        const v1::RecordEventRequest* request,
                                        v1::RecordEventResponse* response) override;

 private:
  rpc::Unary& unary_;
  Events& events_;
};

class AnalyticsInternalRpc final : public v1::AnalyticsInternal::CallbackService {
 public:
  AnalyticsInternalRpc(rpc::Unary& unary, Events& events, Popularity& popularity)
      : unary_(unary), events_(events), popularity_(popularity) {}
  grpc::ServerUnaryReactor* RecordEvents(grpc::CallbackServerContext* context,
                                         const v1::RecordEventsRequest* request,
                                         v1::RecordEventsResponse* response) override;
  grpc::ServerUnaryReactor* GetPopularity(grpc::CallbackServerContext* context,
                                          const v1::GetPopularityRequest* request,
                                          v1::GetPopularityResponse* response) override;

 private:
  rpc::Unary& unary_;
  Events& events_;
  Popularity& popularity_;
};

class AnalyticsGatewayRpc final : public v1::AnalyticsGateway::CallbackService {
 public:
  AnalyticsGatewayRpc(rpc::Unary& unary, Events& events) : unary_(unary), events_(events) {}
  grpc::ServerUnaryReactor* RecordClientEvents(grpc::CallbackServerContext* context,
                                               const v1::RecordClientEventsRequest* request,
                                               v1::RecordClientEventsResponse* response) override;

 private:
  rpc::Unary& unary_;
  Events& events_;
};

class AnalyticsReportsRpc final : public v1::AnalyticsReports::CallbackService {
 public:
  AnalyticsReportsRpc(rpc::Unary& unary, Reports& reports) : unary_(unary), reports_(reports) {}
  grpc::ServerUnaryReactor* GetFunnel(grpc::CallbackServerContext* context,
                                      const v1::GetFunnelRequest* request,
                                      v1::GetFunnelResponse* response) override;
  grpc::ServerUnaryReactor* GetCohorts(grpc::CallbackServerContext* context,
                                       const v1::GetCohortsRequest* request,
                                       v1::GetCohortsResponse* response) override;

 private:
  rpc::Unary& unary_;
  Reports& reports_;
};

class AnalyticsCountsRpc final : public v1::AnalyticsCounts::CallbackService {
 public:
  AnalyticsCountsRpc(rpc::Unary& unary, Reports& reports) : unary_(unary), reports_(reports) {}
  grpc::ServerUnaryReactor* CountKeys(grpc::CallbackServerContext* context,
                                      const v1::CountKeysRequest* request,
                                      v1::CountKeysResponse* response) override;

 private:
  rpc::Unary& unary_;
  Reports& reports_;
};

}  // namespace keys::analytics

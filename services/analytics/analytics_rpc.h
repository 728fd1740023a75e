// gRPC's side of analytics: one line per RPC.
#pragma once

#include "common/rpc/unary.h"
#include "keys/analytics/v1/analytics.grpc.pb.h"
#include "services/analytics/events.h"
#include "services/analytics/popularity.h"

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

}  // namespace keys::analytics

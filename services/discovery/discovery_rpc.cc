#include "services/discovery/discovery_rpc.h"

#include "keys/discovery/v1/discovery.grpc.pb.h"
#include "services/discovery/recommendations.h"
#include "services/discovery/signals.h"

namespace keys::discovery {
namespace {

using v1::Discovery;

class DiscoveryRpc final : public Discovery::CallbackService {
 public:
  DiscoveryRpc(rpc::Unary& unary, Recommendations& recommendations, Signals& signals)
      : unary_(unary), recommendations_(recommendations), signals_(signals) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* Discover(Context* context, const v1::DiscoverRequest* request,
                    v1::DiscoverResponse* response) override {
    return Run(context, "Discover", request, response, recommendations_,
               &Recommendations::Discover);
  }
  Reactor* ExplainRecommendation(Context* context, const v1::ExplainRecommendationRequest* request,
                                 v1::ExplainRecommendationResponse* response) override {
    return Run(context, "ExplainRecommendation", request, response, recommendations_,
               &Recommendations::Explain);
  }
  Reactor* RecordSignal(Context* context, const v1::RecordSignalRequest* request,
                        v1::RecordSignalResponse* response) override {
    return Run(context, "RecordSignal", request, response, signals_, &Signals::Record);
  }
  Reactor* ListSignals(Context* context, const v1::ListSignalsRequest* request,
                       v1::ListSignalsResponse* response) override {
    return Run(context, "ListSignals", request, response, signals_, &Signals::List);
  }
  Reactor* DeleteSignals(Context* context, const v1::DeleteSignalsRequest* request,
                         v1::DeleteSignalsResponse* response) override {
    return Run(context, "DeleteSignals", request, response, signals_, &Signals::DeleteAll);
  }
  Reactor* DeleteSignal(Context* context, const v1::DeleteSignalRequest* request,
                        v1::DeleteSignalResponse* response) override {
    return Run(context, "DeleteSignal", request, response, signals_, &Signals::Delete);
  }

 private:
  template <typename Request, typename Response, typename Handlers, typename Method>
  Reactor* Run(Context* context, std::string_view name, const Request* request, Response* response,
               Handlers& handlers, Method method) {
    return unary_.Run(context, {Discovery::service_full_name(), name}, request, response,
                      [&handlers, method](rpc::Call& call, const Request& in) {
                        return (handlers.*method)(call, in);
                      });
  }

  rpc::Unary& unary_;
  Recommendations& recommendations_;
  Signals& signals_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDiscoveryRpc(rpc::Unary& unary, Recommendations& recommendations,
                                                Signals& signals) {
  return std::make_unique<DiscoveryRpc>(unary, recommendations, signals);
}

}  // namespace keys::discovery

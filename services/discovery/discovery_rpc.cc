#include "services/discovery/discovery_rpc.h"

#include "keys/discovery/v1/discovery.grpc.pb.h"
#include "services/discovery/dismissals.h"
#include "services/discovery/opt_outs.h"
#include "services/discovery/recommendations.h"
#include "services/discovery/signals.h"

namespace keys::discovery {
namespace {

using v1::Discovery;

class DiscoveryRpc final : public Discovery::CallbackService {
 public:
  DiscoveryRpc(rpc::Unary& unary, const DiscoveryHandlers& handlers)
      : unary_(unary),
        recommendations_(handlers.recommendations),
        signals_(handlers.signals),
        opt_outs_(handlers.opt_outs),
        dismissals_(handlers.dismissals),
        situations_(handlers.situations) {}

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
  Reactor* GetSignal(Context* context, const v1::GetSignalRequest* request,
                     v1::GetSignalResponse* response) override {
    return Run(context, "GetSignal", request, response, signals_, &Signals::Get);
  }
  Reactor* DeleteSignals(Context* context, const v1::DeleteSignalsRequest* request,
                         v1::DeleteSignalsResponse* response) override {
    return Run(context, "DeleteSignals", request, response, signals_, &Signals::DeleteAll);
  }
  Reactor* DeleteSignal(Context* context, const v1::DeleteSignalRequest* request,
                        v1::DeleteSignalResponse* response) override {
    return Run(context, "DeleteSignal", request, response, signals_, &Signals::Delete);
  }
  Reactor* ListOptOuts(Context* context, const v1::ListOptOutsRequest* request,
                       v1::ListOptOutsResponse* response) override {
    return Run(context, "ListOptOuts", request, response, opt_outs_, &OptOuts::List);
  }
  Reactor* SetOptOut(Context* context, const v1::SetOptOutRequest* request,
                     v1::SetOptOutResponse* response) override {
    return Run(context, "SetOptOut", request, response, opt_outs_, &OptOuts::Set);
  }
  Reactor* LiftOptOut(Context* context, const v1::LiftOptOutRequest* request,
                      v1::LiftOptOutResponse* response) override {
    return Run(context, "LiftOptOut", request, response, opt_outs_, &OptOuts::Lift);
  }
  Reactor* LiftOptOuts(Context* context, const v1::LiftOptOutsRequest* request,
                       v1::LiftOptOutsResponse* response) override {
    return Run(context, "LiftOptOuts", request, response, opt_outs_, &OptOuts::LiftAll);
  }
  Reactor* ListDismissals(Context* context, const v1::ListDismissalsRequest* request,
                          v1::ListDismissalsResponse* response) override {
    return Run(context, "ListDismissals", request, response, dismissals_, &Dismissals::List);
  }
  Reactor* DismissKey(Context* context, const v1::DismissKeyRequest* request,
                      v1::DismissKeyResponse* response) override {
    return Run(context, "DismissKey", request, response, dismissals_, &Dismissals::Dismiss);
  }
  Reactor* TakeBackDismissal(Context* context, const v1::TakeBackDismissalRequest* request,
                             v1::TakeBackDismissalResponse* response) override {
    return Run(context, "TakeBackDismissal", request, response, dismissals_, &Dismissals::TakeBack);
  }
  Reactor* ListSituations(Context* context, const v1::ListSituationsRequest* request,
                          v1::ListSituationsResponse* response) override {
    return unary_.Run(
        context, {Discovery::service_full_name(), "ListSituations"}, request, response,
        [this](rpc::Call&, const auto&) -> absl::StatusOr<v1::ListSituationsResponse> {
          return *situations_.Current();
        });
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
  OptOuts& opt_outs_;
  Dismissals& dismissals_;
  const SituationBook& situations_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDiscoveryRpc(rpc::Unary& unary,
                                                const DiscoveryHandlers& handlers) {
  return std::make_unique<DiscoveryRpc>(unary, handlers);
}

}  // namespace keys::discovery

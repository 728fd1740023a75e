#include "services/discovery/discovery_rpc.h"

#include "common/rpc/service.h"
#include "keys/discovery/v1/discovery.grpc.pb.h"
#include "services/discovery/dismissals.h"
#include "services/discovery/opt_outs.h"
#include "services/discovery/recommendations.h"
#include "services/discovery/signals.h"

namespace keys::discovery {

std::unique_ptr<grpc::Service> MakeDiscoveryRpc(rpc::Unary& unary,
                                                const DiscoveryHandlers& handlers) {
  const auto situations = [&book = handlers.situations](rpc::Call&, const auto&)
      -> absl::StatusOr<v1::ListSituationsResponse> { return *book.Current(); };
  return rpc::MakeService<v1::Discovery>(
      unary,
      {
          rpc::On("Discover", handlers.recommendations, &Recommendations::Discover),
          rpc::On("ExplainRecommendation", handlers.recommendations, &Recommendations::Explain),
          rpc::On("RecordSignal", handlers.signals, &Signals::Record),
          rpc::On("ListSignals", handlers.signals, &Signals::List),
          rpc::On("GetSignal", handlers.signals, &Signals::Get),
          rpc::On("DeleteSignals", handlers.signals, &Signals::DeleteAll),
          rpc::On("DeleteSignal", handlers.signals, &Signals::Delete),
          rpc::On("ListOptOuts", handlers.opt_outs, &OptOuts::List),
          rpc::On("SetOptOut", handlers.opt_outs, &OptOuts::Set),
          rpc::On("LiftOptOut", handlers.opt_outs, &OptOuts::Lift),
          rpc::On("LiftOptOuts", handlers.opt_outs, &OptOuts::LiftAll),
          rpc::On("ListDismissals", handlers.dismissals, &Dismissals::List),
          rpc::On("DismissKey", handlers.dismissals, &Dismissals::Dismiss),
          rpc::On("TakeBackDismissal", handlers.dismissals, &Dismissals::TakeBack),
          rpc::OnCall<v1::ListSituationsRequest, v1::ListSituationsResponse>("ListSituations",
                                                                             situations),
      });
}

}  // namespace keys::discovery

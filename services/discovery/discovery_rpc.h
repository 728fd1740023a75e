// Discovery's gRPC services, with one line for each RPC.
#pragma once

#include <memory>

#include "common/rpc/unary.h"
#include "services/discovery/rule_book.h"

namespace grpc {
class Service;
}

namespace keys::discovery {

class Dismissals;
class OptOuts;
class Recommendations;
class Signals;

struct DiscoveryHandlers {
  Recommendations& recommendations;
  Signals& signals;
  OptOuts& opt_outs;
  Dismissals& dismissals;
  const SituationBook& situations;
};

// The handlers must outlive the service.
std::unique_ptr<grpc::Service> MakeDiscoveryRpc(rpc::Unary& unary,
                                                const DiscoveryHandlers& handlers);

}  // namespace keys::discovery

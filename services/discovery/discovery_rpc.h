// discovery's RPCs: one line each, from gRPC to a handler.
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

// What it is made of must outlive the service.
std::unique_ptr<grpc::Service> MakeDiscoveryRpc(rpc::Unary& unary,
                                                const DiscoveryHandlers& handlers);

}  // namespace keys::discovery

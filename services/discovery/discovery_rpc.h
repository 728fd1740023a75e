// discovery's RPCs: one line each, from gRPC to a handler.
#pragma once

#include <memory>

#include "common/rpc/unary.h"

namespace grpc {
class Service;
}

namespace keys::discovery {

class OptOuts;
class Recommendations;
class Signals;

// The arguments must outlive the service.
std::unique_ptr<grpc::Service> MakeDiscoveryRpc(rpc::Unary& unary, Recommendations& recommendations,
                                                Signals& signals, OptOuts& opt_outs);

}  // namespace keys::discovery

// gRPC's side of the report.
#pragma once

#include <memory>

#include "common/rpc/unary.h"
#include "services/discovery/top_keys.h"

namespace grpc {
class Service;
}

namespace keys::discovery {

// The arguments must outlive the service.
std::unique_ptr<grpc::Service> MakeReportsRpc(rpc::Unary& unary, TopKeys& top_keys);

}  // namespace keys::discovery

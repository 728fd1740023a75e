// gRPC's side of the report.
#pragma once

#include <memory>

#include "common/rpc/unary.h"
#include "services/billing/reports/revenue.h"

namespace grpc {
class Service;
}

namespace keys::billing {

// The arguments must outlive the service.
std::unique_ptr<grpc::Service> MakeReportsRpc(rpc::Unary& unary, Revenue& revenue);

}  // namespace keys::billing

#include "services/discovery/report_rpc.h"

#include "common/rpc/service.h"
#include "keys/discovery/v1/reports.grpc.pb.h"

namespace keys::discovery {
std::unique_ptr<grpc::Service> MakeReportsRpc(rpc::Unary& unary, TopKeys& top_keys) {
  return rpc::MakeService<v1::DiscoveryReports>(unary,
                                                {rpc::On("GetTopKeys", top_keys, &TopKeys::Get)});
}

}  // namespace keys::discovery

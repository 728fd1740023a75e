#include "services/billing/reports/report_rpc.h"

#include "common/rpc/service.h"
#include "keys/billing/v1/reports.grpc.pb.h"

namespace keys::billing {
std::unique_ptr<grpc::Service> MakeReportsRpc(rpc::Unary& unary, Revenue& revenue) {
  return rpc::MakeService<v1::BillingReports>(unary,
                                              {rpc::On("GetRevenue", revenue, &Revenue::Get)});
}

}  // namespace keys::billing

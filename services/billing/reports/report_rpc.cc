#include "services/billing/reports/report_rpc.h"

#include "keys/billing/v1/reports.grpc.pb.h"

namespace keys::billing {
namespace {

class ReportsRpc final : public v1::BillingReports::CallbackService {
 public:
  ReportsRpc(rpc::Unary& unary, Revenue& revenue) : unary_(unary), revenue_(revenue) {}

  grpc::ServerUnaryReactor* GetRevenue(grpc::CallbackServerContext* context,
                                       const v1::GetRevenueRequest* request,
                                       v1::GetRevenueResponse* response) override {
    return unary_.Run(context, {v1::BillingReports::service_full_name(), "GetRevenue"}, request,
                      response,
                      [this](rpc::Call& call, const auto& in) { return revenue_.Get(call, in); });
  }

 private:
  rpc::Unary& unary_;
  Revenue& revenue_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReportsRpc(rpc::Unary& unary, Revenue& revenue) {
  return std::make_unique<ReportsRpc>(unary, revenue);
}

}  // namespace keys::billing

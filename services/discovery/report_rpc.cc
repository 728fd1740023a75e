#include "services/discovery/report_rpc.h"

#include "keys/discovery/v1/reports.grpc.pb.h"

namespace keys::discovery {
namespace {

class ReportsRpc final : public v1::DiscoveryReports::CallbackService {
 public:
  ReportsRpc(rpc::Unary& unary, TopKeys& top_keys) : unary_(unary), top_keys_(top_keys) {}

  grpc::ServerUnaryReactor* GetTopKeys(grpc::CallbackServerContext* context,
                                       const v1::GetTopKeysRequest* request,
                                       v1::GetTopKeysResponse* response) override {
    return unary_.Run(context, {v1::DiscoveryReports::service_full_name(), "GetTopKeys"}, request,
                      response,
                      [this](rpc::Call& call, const auto& in) { return top_keys_.Get(call, in); });
  }

 private:
  rpc::Unary& unary_;
  TopKeys& top_keys_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReportsRpc(rpc::Unary& unary, TopKeys& top_keys) {
  return std::make_unique<ReportsRpc>(unary, top_keys);
}

}  // namespace keys::discovery

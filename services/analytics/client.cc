#include "services/analytics/client.h"

#include "keys/analytics/v1/analytics.grpc.pb.h"

namespace keys::analytics {
namespace {

using Stub = v1::AnalyticsInternal::Stub;

class RemoteAnalytics final : public AnalyticsClient {
 public:
  RemoteAnalytics(const std::string& address, rpc::TokenMinter& minter)
      : channel_(address, minter), stub_(channel_.grpc()) {}

  absl::StatusOr<v1::RecordEventsResponse> RecordEvents(const v1::RecordEventsRequest& request,
                                                        const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::RecordEvents, request, outgoing);
  }
  absl::StatusOr<v1::GetPopularityResponse> GetPopularity(const v1::GetPopularityRequest& request,
                                                          const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::GetPopularity, request, outgoing);
  }

 private:
  rpc::Channel channel_;
  Stub stub_;
};

}  // namespace

std::unique_ptr<AnalyticsClient> MakeRemoteAnalytics(const std::string& address,
                                                     rpc::TokenMinter& minter) {
  return std::make_unique<RemoteAnalytics>(address, minter);
}

}  // namespace keys::analytics

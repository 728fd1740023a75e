#include "services/analytics/client.h"

#include "keys/analytics/v1/analytics.grpc.pb.h"
#include "keys/analytics/v1/reports.grpc.pb.h"

namespace keys::analytics {
namespace {

using Stub = v1::AnalyticsInternal::Stub;
using CountsStub = v1::AnalyticsCounts::Stub;

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

class RemoteCounts final : public CountsClient {
 public:
  RemoteCounts(const std::string& address, rpc::TokenMinter& minter)
      : channel_(address, minter), stub_(channel_.grpc()) {}

  absl::StatusOr<v1::CountKeysResponse> CountKeys(const v1::CountKeysRequest& request,
                                                  const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &CountsStub::CountKeys, request, outgoing);
  }

 private:
  rpc::Channel channel_;
  CountsStub stub_;
};

}  // namespace

std::unique_ptr<AnalyticsClient> MakeRemoteAnalytics(const std::string& address,
                                                     rpc::TokenMinter& minter) {
  return std::make_unique<RemoteAnalytics>(address, minter);
}

std::unique_ptr<CountsClient> MakeRemoteCounts(const std::string& address,
                                               rpc::TokenMinter& minter) {
  return std::make_unique<RemoteCounts>(address, minter);
}

}  // namespace keys::analytics

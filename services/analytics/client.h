// The client by which services of a higher rank call analytics.
//
//   auto analytics = MakeRemoteAnalytics(address, minter);
//   RETURN_IF_ERROR(analytics->RecordEvents(request, call).status());
//
// Tests implement the abstract classes. Thread-safe, blocking; errors as rpc::Channel gives them.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "keys/analytics/v1/reports.pb.h"

namespace keys::analytics {

// A call of RecordEvents carries at most this many.
inline constexpr int kEventsPerCall = 1000;

class AnalyticsClient {
 public:
  virtual ~AnalyticsClient() = default;
  // Idempotent by event id, so the call may be repeated when it is not known whether it succeeded.
  virtual absl::StatusOr<v1::RecordEventsResponse> RecordEvents(
      const v1::RecordEventsRequest& request, const rpc::Outgoing& outgoing) = 0;
  virtual absl::StatusOr<v1::GetPopularityResponse> GetPopularity(
      const v1::GetPopularityRequest& request, const rpc::Outgoing& outgoing) = 0;
};

// Serves reports.
class CountsClient {
 public:
  virtual ~CountsClient() = default;
  virtual absl::StatusOr<v1::CountKeysResponse> CountKeys(const v1::CountKeysRequest& request,
                                                          const rpc::Outgoing& outgoing) = 0;
};

// `address` is host:port. `minter` must outlive the client.
std::unique_ptr<AnalyticsClient> MakeRemoteAnalytics(const std::string& address,
                                                     rpc::TokenMinter& minter);
std::unique_ptr<CountsClient> MakeRemoteCounts(const std::string& address,
                                               rpc::TokenMinter& minter);

}  // namespace keys::analytics

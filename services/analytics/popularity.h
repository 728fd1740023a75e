// How often KEYS were bought, downloaded and seen, for the 10,000 most popular.
//
// Handler: thread-safe, blocking.
#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "services/analytics/analytics_store.h"

namespace keys::analytics {

class Popularity {
 public:
  explicit Popularity(AnalyticsStore& store) : store_(store) {}

  // Without `since`, over all time; else from the quarter of an hour that it lies in.
  absl::StatusOr<v1::GetPopularityResponse> Get(rpc::Call& call,
                                                const v1::GetPopularityRequest& request);

 private:
  AnalyticsStore& store_;
};

}  // namespace keys::analytics

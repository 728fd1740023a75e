// Counts how often the 10,000 most popular KEYS were bought, downloaded and viewed.
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

  // Counts over all time without `since`, else from the beginning of the quarter of an hour in
  // which it lies.
  absl::StatusOr<v1::GetPopularityResponse> Get(rpc::Call& call,
                                                const v1::GetPopularityRequest& request);

 private:
  AnalyticsStore& store_;
};

}  // namespace keys::analytics

#include "services/analytics/popularity.h"

#include "common/time/proto_time.h"

namespace keys::analytics {

absl::StatusOr<v1::GetPopularityResponse> Popularity::Get(rpc::Call& call,
                                                          const v1::GetPopularityRequest& request) {
  const absl::Time since = request.has_since() ? FromProto(request.since()) : absl::UnixEpoch();
  return store_.GetPopularity(since, call.deadline());
}

}  // namespace keys::analytics

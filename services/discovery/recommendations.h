// Recommendations and why they are made. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "services/discovery/domain/rules.h"
#include "services/discovery/domain/score.h"
#include "services/discovery/sources.h"

namespace keys::discovery {

inline constexpr int kDefaultLimit = 10;
// Popularity is what was bought, downloaded and seen in this time.
inline constexpr absl::Duration kPopularityWindow = absl::Hours(90 * 24);
// How long analytics is waited for: popularity is a few ms away or not worth a person's time.
inline constexpr absl::Duration kPopularityPatience = absl::Milliseconds(500);

class Recommendations {
 public:
  // `rules` does not change.
  Recommendations(pg::Pool& pool, Sources& sources, const Rules& rules, const Clock& clock)
      : pool_(pool), sources_(sources), rules_(rules), clock_(clock) {}

  // Never a KEY the caller has access to, nor one without bytes to download.
  absl::StatusOr<v1::DiscoverResponse> Discover(rpc::Call& call,
                                                const v1::DiscoverRequest& request);
  // NOT_FOUND for a KEY that is not published.
  absl::StatusOr<v1::ExplainRecommendationResponse> Explain(
      rpc::Call& call, const v1::ExplainRecommendationRequest& request);

 private:
  absl::StatusOr<std::vector<ActiveSignal>> SignalsOf(rpc::Call& call);
  std::map<std::string, Popularity> PopularityFor(rpc::Call& call);

  pg::Pool& pool_;
  Sources& sources_;
  const Rules& rules_;
  const Clock& clock_;
};

}  // namespace keys::discovery

// Recommendations and why they are made. Thread-safe.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "services/discovery/candidate_book.h"
#include "services/discovery/domain/score.h"
#include "services/discovery/rule_book.h"

namespace keys::discovery {

inline constexpr int kDefaultLimit = 10;
inline constexpr int kMaxLimit = 50;

class Recommendations {
 public:
  struct Parts {
    pg::Pool& pool;
    CandidateBook& candidates;
    const RuleBook& rules;
    const Clock& clock;
  };
  explicit Recommendations(Parts parts) : parts_(parts) {}

  // Never recommends a KEY the caller has access to or dismissed, nor one without bytes to
  // download. Uses no signal of a type the caller opted out of, and says what that is.
  absl::StatusOr<v1::DiscoverResponse> Discover(rpc::Call& call,
                                                const v1::DiscoverRequest& request);
  // NOT_FOUND for a KEY that is not published.
  absl::StatusOr<v1::ExplainRecommendationResponse> Explain(
      rpc::Call& call, const v1::ExplainRecommendationRequest& request);

 private:
  // Has what a person told, without what they opted out of.
  struct Heard {
    std::vector<ActiveSignal> signals;
    // The types of opt-outs.
    std::vector<std::string> opt_outs;
    // Signal types ruled out, by whichever opt-out.
    std::set<std::string> closed;
    // Ids of the KEYS they are not interested in.
    std::vector<std::string> dismissed;
  };
  absl::StatusOr<Heard> HeardFrom(rpc::Call& call);

  const Parts parts_;
};

}  // namespace keys::discovery

// Keeps the KEYS that a person has dismissed. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "services/discovery/sources.h"

namespace keys::discovery {

// The most dismissals of a person, so that the list stays one short answer. A person with more has
// no use for recommendations.
inline constexpr size_t kMostDismissals = 1000;

class Dismissals {
 public:
  Dismissals(pg::Pool& pool, Sources& sources, const Clock& clock)
      : pool_(pool), sources_(sources), clock_(clock) {}

  absl::StatusOr<v1::ListDismissalsResponse> List(rpc::Call& call,
                                                  const v1::ListDismissalsRequest& request);
  // NOT_FOUND for a KEY that is not published; CONFLICT beyond kMostDismissals.
  absl::StatusOr<v1::DismissKeyResponse> Dismiss(rpc::Call& call,
                                                 const v1::DismissKeyRequest& request);
  // NOT_FOUND when there is neither such a dismissal nor such a KEY.
  absl::StatusOr<v1::TakeBackDismissalResponse> TakeBack(
      rpc::Call& call, const v1::TakeBackDismissalRequest& request);

 private:
  pg::Pool& pool_;
  Sources& sources_;
  const Clock& clock_;
};

}  // namespace keys::discovery

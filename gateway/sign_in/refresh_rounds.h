// Makes one refresh at a time for each refresh token and gives its outcome to all requests with the
// same token. A token that rotates is valid for one use, and two tabs must not sign each other out.
//
//   if (rounds.Join(token, done)) …refresh, then rounds.Finish(token, outcome)
//
// A success is kept for kRefreshReuse, as long as the issuer itself would answer again.
// Thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/time/clock.h"
#include "gateway/sign_in/granted.h"

namespace keys::gateway {

// Supabase's default reuse interval.
inline constexpr absl::Duration kRefreshReuse = absl::Seconds(10);
inline constexpr size_t kMaxRefreshRounds = 10'000;

class RefreshRounds {
 public:
  using Outcome = absl::StatusOr<Granted>;
  using Done = std::function<void(const Outcome&)>;

  explicit RefreshRounds(const Clock& clock, size_t max_rounds = kMaxRefreshRounds)
      : clock_(clock), max_rounds_(max_rounds) {}

  // Returns true when the caller is the first and must call Finish, which calls `done`. Returns
  // false when `done` has been called already, or will be when the first caller has finished.
  // `done` gets RESOURCE_EXHAUSTED when too many refreshes are under way.
  bool Join(const std::string& token, Done done);
  void Finish(const std::string& token, const Outcome& outcome);
  // Drops the kept outcome, because the session behind this token has ended.
  void Forget(const std::string& token);

 private:
  struct Round {
    std::string key;
    std::vector<Done> waiting;
    // Set once the refresh has succeeded.
    std::optional<Granted> granted;
    absl::Time until = absl::InfiniteFuture();
  };
  using Place = std::list<Round>::iterator;
  // The caller holds the lock.
  void DropOld(absl::Time now);
  void Drop(Place place);

  const Clock& clock_;
  const size_t max_rounds_;
  std::mutex mutex_;
  // In the order in which they began.
  std::list<Round> rounds_;
  std::unordered_map<std::string, Place> by_key_;
};

}  // namespace keys::gateway

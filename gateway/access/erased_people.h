// Refuses people who were erased for as long as a token of theirs may still be good.
//
//   ErasedPeople erased({.upstream = upstream, .clock = clock, .longest_life = absl::Hours(168)});
//   erased.StaysOut(user_id, issued_at)   // asked for each good token
//
// It knows hashes of their ids. Billing keeps them, because an erasure begins there; a thread asks
// billing every two seconds, and an erasure through this gateway is added at once. For an hour from
// the erasure no token of theirs is taken, so that sessions that renew themselves end; for
// `longest_life` none that was issued before it. After that they come back as somebody new, if they
// sign in again. While billing does not answer, no erasure can begin either, so the list stays as
// it is. A gateway that has not reached billing since its start has no list and is not ready.
//
// Thread-safe.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "common/time/clock.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// For this long after an erasure no token of the person is taken, however new it is.
inline constexpr absl::Duration kQuietTime = absl::Hours(1);
// The most people that are remembered; beyond it the oldest are forgotten. It is far more than are
// erased within the life of a token.
inline constexpr size_t kMostErased = 100'000;

class ErasedPeople {
 public:
  struct Parts {
    Upstream& upstream;
    const Clock& clock;
    // The longest life of a token, as the issuer is set up. Supabase allows a week at most.
    absl::Duration longest_life;
  };
  explicit ErasedPeople(const Parts& parts) : parts_(parts) {}
  ~ErasedPeople() { Stop(); }

  // Starts to ask billing.
  void Start();
  // Must be called before the upstream stops.
  void Stop();

  // A token without `issued_at` counts as the oldest that may still be good.
  bool StaysOut(const std::string& user_id, std::optional<absl::Time> issued_at) const;
  // Adds somebody who was erased through this gateway just now.
  void Add(const std::string& user_id);
  // Asks billing once. Returns false when it did not answer.
  bool Look();

 private:
  void Run();
  void Put(const std::string& id_hash, absl::Time erased_at);
  void Forget(absl::Time now);

  const Parts parts_;
  mutable std::mutex mutex_;
  std::map<std::string, absl::Time> erased_at_;  // by hash
  absl::Time seen_until_ = absl::InfinitePast();
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::gateway

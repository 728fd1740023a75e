// People who were erased, as long as a token of theirs may still be good: who is erased stays out.
//
//   ErasedPeople erased({.upstream = upstream, .clock = clock, .longest_life = absl::Hours(168)});
//   erased.StaysOut(user_id, issued_at)   // asked for each good token
//
// Known are hashes of their ids, from billing, which keeps them and is the first to hear of an
// erasure; they are asked for every two seconds by a thread of its own, and whoever erases somebody
// here tells at once. For an hour from the erasure no token of theirs is taken, so that sessions
// that renew themselves end; for `longest_life` none that was issued before it. After that they
// come back as somebody new, if they sign in again. While billing cannot be asked nobody is being
// erased either, because it is asked first: what is known stays. A gateway that has not reached
// billing since its start knows nobody; it is not ready.
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

// From the erasure: no token, however new.
inline constexpr absl::Duration kQuietTime = absl::Hours(1);
// More were never erased within the life of a token; beyond it the oldest are forgotten.
inline constexpr size_t kMostErased = 100'000;

class ErasedPeople {
 public:
  struct Parts {
    Upstream& upstream;
    const Clock& clock;
    // Of tokens; the issuer's setting, a week at Supabase at the most.
    absl::Duration longest_life;
  };
  explicit ErasedPeople(const Parts& parts) : parts_(parts) {}
  ~ErasedPeople() { Stop(); }

  // Asks billing from now on.
  void Start();
  // Before the upstream stops.
  void Stop();

  // Without `issued_at` a token is as old as it may be.
  bool StaysOut(const std::string& user_id, std::optional<absl::Time> issued_at) const;
  // Erased here, just now.
  void Add(const std::string& user_id);
  // Asks billing once; false when it did not answer.
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

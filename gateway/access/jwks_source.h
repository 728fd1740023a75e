// The issuer's key set, kept current by a thread of its own.
//
//   JwksSource source(FetchFrom(url), {});
//   source.Find(Algorithm::kRs256, "kid", [](JwksSource::Answer answer) { … });
//
// The set is fetched at start, again when it is kMaxAge old, and when a token names a key that is
// not in it, but then at most once in kMinInterval: nobody can make us ask by inventing key ids.
// When fetching fails, the last set stays. Thread-safe.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/time/deadline.h"
#include "gateway/access/key_set.h"

namespace keys::gateway {

class JwksSource {
 public:
  // Blocking; gives the text of the key set.
  using Fetch = std::function<absl::StatusOr<std::string>()>;

  struct Options {
    absl::Duration max_age = absl::Minutes(10);
    absl::Duration min_interval = absl::Seconds(30);
    // Tokens waiting for one fetch; more are answered without waiting.
    size_t max_waiting = 1000;
  };

  struct Answer {
    // False until a key set was fetched for the first time: then nobody can say whether a token is
    // good.
    bool known = false;
    // May be null when not known.
    std::shared_ptr<const KeySet> keys;
  };
  using Done = std::function<void(Answer)>;

  JwksSource(Fetch fetch, Options options);
  ~JwksSource();
  JwksSource(const JwksSource&) = delete;
  JwksSource& operator=(const JwksSource&) = delete;

  // Calls `done` at once when the set has a key for the header, or may not be fetched now; else on
  // this object's thread after the fetch.
  void Find(Algorithm algorithm, const std::string& key_id, Done done);

 private:
  void Run();
  void FetchOnce(std::unique_lock<std::mutex>& lock);
  Answer Current() const { return {keys_ != nullptr, keys_}; }

  const Fetch fetch_;
  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::shared_ptr<const KeySet> keys_;
  std::vector<Done> waiting_;
  // When the next fetch on demand is allowed, and when the set is too old.
  Deadline quiet_until_ = Deadline::After(absl::ZeroDuration());
  Deadline stale_at_ = Deadline::After(absl::ZeroDuration());
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::gateway

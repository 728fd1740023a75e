// The issuer's key set, kept current by a thread of its own.
//
//   JwksSource source(FetchFrom(url), {});
//   source.Get([](const JwksSource::Answer& answer) { … });
//
// The set is fetched at start and again each `refresh`, by the clock alone: a token cannot make the
// gateway ask the issuer, whatever key it names. So a new key is known `refresh` after it was
// published at the latest, and issuers publish one before they sign with it. When fetching fails,
// the last set stays. Thread-safe.
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
#include "gateway/access/key_set.h"

namespace keys::gateway {

class JwksSource {
 public:
  // Blocks and returns the text of the key set.
  using Fetch = std::function<absl::StatusOr<std::string>()>;

  struct Options {
    absl::Duration refresh = absl::Seconds(15);
    // The pause between tries until a set was fetched for the first time.
    absl::Duration retry = absl::Seconds(1);
    // The number of tokens that wait for the first fetch. Further ones are answered without
    // waiting.
    size_t max_waiting = 1000;
  };

  struct Answer {
    // False until a key set was fetched for the first time. Until then it cannot be decided whether
    // a token is good.
    bool known = false;
    // Null while `known` is false.
    std::shared_ptr<const KeySet> keys;
  };
  using Done = std::function<void(Answer)>;

  JwksSource(Fetch fetch, Options options);
  ~JwksSource();
  JwksSource(const JwksSource&) = delete;
  JwksSource& operator=(const JwksSource&) = delete;

  // Calls `done` at once with the current set. Only until the first fetch has ended, it is called
  // later, on this object's thread.
  void Get(Done done);

 private:
  void Run();
  void FetchOnce(std::unique_lock<std::mutex>& lock);
  // Returns null when the set is unchanged or could not be fetched.
  std::shared_ptr<const KeySet> FetchChanged();
  Answer Current() const { return {keys_ != nullptr, keys_}; }

  const Fetch fetch_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  // The text that `keys_` was read from, so that an unchanged text is not read again. Used by the
  // thread only.
  std::string text_;
  std::shared_ptr<const KeySet> keys_;
  // Callers that wait for the end of the first fetch.
  std::vector<Done> waiting_;
  bool tried_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::gateway

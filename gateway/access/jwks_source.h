// The issuer's key set, kept current by a thread of its own.
//
//   JwksSource source(FetchFrom(url), {});
//   source.Get([](const JwksSource::Answer& answer) { … });
//
// The set is fetched at start and again each `refresh`, by the clock alone: no token makes us ask
// anybody anything, whatever key it names. So a new key is known `refresh` after it was published
// at the latest, and issuers publish one before they sign with it. When fetching fails, the last
// set stays. Thread-safe.
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
  // Blocking; gives the text of the key set.
  using Fetch = std::function<absl::StatusOr<std::string>()>;

  struct Options {
    absl::Duration refresh = absl::Seconds(15);
    // Instead of it until a set was fetched for the first time.
    absl::Duration retry = absl::Seconds(1);
    // Tokens waiting for the first fetch; more are answered without waiting.
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

  // Calls `done` at once with the set there is; only until the first fetch has ended, on this
  // object's thread then.
  void Get(Done done);

 private:
  void Run();
  void FetchOnce(std::unique_lock<std::mutex>& lock);
  // Null when the set is the last one, or there is none to be had.
  std::shared_ptr<const KeySet> FetchChanged();
  Answer Current() const { return {keys_ != nullptr, keys_}; }

  const Fetch fetch_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  // What `keys_` was read from: an unchanged text is not read again. Only for the thread.
  std::string text_;
  std::shared_ptr<const KeySet> keys_;
  // Until the first fetch has ended.
  std::vector<Done> waiting_;
  bool tried_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::gateway

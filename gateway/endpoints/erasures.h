// The erasures that this gateway works on, one chain through the services for each person.
//
//   Erasures erasures(upstream, erased);
//   erasures.Begin(exchange, {.user_id = id, .reason = "a letter"},
//                  [](absl::StatusOr<Erasures::Outcome> outcome) { … });
//
// A caller waits for a short time and gets kErased, or kGoesOn. An erasure that goes on needs no
// further request: it is tried once more here with more time for each service, and after that the
// finisher takes it up, because billing keeps every erasure that was begun (erasure_finisher.h).
//
// Thread-safe. Calls of `upstream` end before this is destroyed.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/erased_people.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// A caller waits this long for an erasure to end before the answer is that it goes on.
inline constexpr absl::Duration kAnswerErasureWithin = absl::Seconds(3);
// The most erasures under way in one gateway. Each holds a thread of one service at a time.
inline constexpr size_t kMostErasures = 16;
// Clients are told to ask again after this time, for an erasure that goes on and for one that found
// no room.
inline constexpr int kErasureRetryAfterSeconds = 2;

class Erasures {
 public:
  struct Limits {
    absl::Duration answer_within = kAnswerErasureWithin;
    size_t most = kMostErasures;
  };
  struct Person {
    std::string user_id, reason;
  };
  enum class Outcome { kErased, kGoesOn };
  using Done = std::function<void(absl::StatusOr<Outcome>)>;

  Erasures(Upstream& upstream, ErasedPeople& erased) : Erasures(upstream, erased, Limits{}) {}
  Erasures(Upstream& upstream, ErasedPeople& erased, const Limits& limits)
      : upstream_(upstream), erased_(erased), limits_(limits) {}

  // `done` is called once, on any thread, with kGoesOn also when the person is being erased here
  // already. Otherwise it gets the error that kept the erasure from beginning; UNAVAILABLE when
  // kMostErasures are under way. Of `exchange`, only the caller, the request id and the trace are
  // kept.
  void Begin(const Exchange& exchange, const Person& person, Done done);

  // Claims a person for one erasure. Returns false when another one here has claimed them, or there
  // is no room.
  bool Enter(const std::string& user_id);
  void Leave(const std::string& user_id);

 private:
  class Job;

  Upstream& upstream_;
  ErasedPeople& erased_;
  const Limits limits_;
  std::mutex mutex_;
  std::set<std::string> under_way_;
};

}  // namespace keys::gateway

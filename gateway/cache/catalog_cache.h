// Answers of the catalog that need not be asked for again: kept with the revision of their own
// snapshot, used while the catalog's stream says that this is still its revision.
//
//   CatalogCache cache({}, metrics);
//   const auto watcher = cache.Follow(address, minter);
//   if (KeptAnswerPtr kept = cache.Find(key)) return Write(*kept);
//   … ask the catalog …  cache.Keep(key, answer);
//   cache.AwaitRevision(*answer.revision, deadline, [] { … });   // after a change
//
// Nothing is found while the watch is down, or while it is behind a change that this gateway passed
// on. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/rpc/service_token.h"
#include "gateway/cache/answer_cache.h"
#include "gateway/cache/revision_gate.h"

namespace keys::gateway {

// The answer to a change waits this long for the watch to report it, which usually takes
// milliseconds. After that the answer is sent, and the cache stays unused until the report has
// come.
inline constexpr absl::Duration kLongestRevisionWait = absl::Seconds(1);

class CatalogCache {
 public:
  CatalogCache(AnswerCache::Limits limits, metrics::Registry& metrics);
  ~CatalogCache();
  CatalogCache(const CatalogCache&) = delete;
  CatalogCache& operator=(const CatalogCache&) = delete;

  // Follows the catalog's revision until Stop. May be called once.
  void Follow(const std::string& catalog_address, rpc::TokenMinter& minter);
  // Called by Follow, and by tests, with what the watch reports.
  void OnRevision(int64_t revision);
  void OnDown();

  // Returns a kept answer or null, and counts a hit, a miss or a bypass.
  KeptAnswerPtr Find(const std::string& key);
  // By a request's address as it was spelled; counts a hit and nothing else.
  KeptAnswerPtr FindSpelled(const std::string& spelling);
  void Spell(const std::string& key, const std::string& spelling);
  void Keep(const std::string& key, KeptAnswerPtr answer);
  // Counts an answer that depends on the caller.
  void CountPrivate();

  // Returns the highest revision whose effects this gateway's clients may have seen, if it knows
  // one.
  std::optional<int64_t> SeenRevision() const { return gate_.Seen(); }

  // Calls `then` when the watch has reported `revision`, when kLongestRevisionWait or `deadline`
  // has passed, or at once while the watch is down and after Stop.
  void AwaitRevision(int64_t revision, Deadline deadline, std::function<void()> then);

  // Ends the watch and releases everybody who waits.
  void Stop();

 private:
  class Stream;
  void Measure();

  AnswerCache answers_;
  RevisionGate gate_;
  prometheus::Counter& hits_;
  prometheus::Counter& misses_;
  prometheus::Counter& bypasses_;
  prometheus::Counter& private_;
  prometheus::Gauge& bytes_;
  prometheus::Gauge& entries_;
  prometheus::Gauge& up_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace keys::gateway

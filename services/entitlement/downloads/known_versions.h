// Knows which file a KEY's version is. It asks the catalog and remembers the answer, which is used
// again as long as the catalog's stream says that the catalog is still at the same revision. While
// the catalog does not answer, its last answer is used, so that people can download what they own.
// Whether they may is not decided here.
//
//   KnownVersions versions({pool, catalog, clock, metrics});
//   … versions.OnRevision(41) and versions.OnDown(), as the catalog's stream says …
//   ASSIGN_OR_RETURN(const auto version, versions.Resolve({.key = "signed-webhook-intake",
//                                                          .version = "latest",
//                                                          .seen_revision = 41}, call));
//
// A thread asks for the latest version of KEYS that somebody holds and nobody has downloaded yet.
// Counter keys_downloads_from_memory_total, gauge keys_downloads_catalog_watch_up. Thread-safe,
// blocking.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/metrics/metrics.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "services/catalog/client.h"

namespace keys::entitlement {

// The catalog is waited for this long.
inline constexpr absl::Duration kCatalogPatience = absl::Seconds(3);

class KnownVersions {
 public:
  using Version = catalog::v1::ResolveVersionResponse;
  struct Parts {
    pg::Pool& pool;
    catalog::CatalogClient& catalog;
    const Clock& clock;
    metrics::Registry& metrics;
  };
  explicit KnownVersions(Parts parts);
  ~KnownVersions() { Stop(); }
  KnownVersions(const KnownVersions&) = delete;
  KnownVersions& operator=(const KnownVersions&) = delete;

  void Start();
  void Stop();

  // Take what the catalog's stream says, from any thread: its revision, or that nothing is heard of
  // it.
  void OnRevision(int64_t revision);
  void OnDown();

  struct Wanted {
    // A slug or id.
    const std::string& key;
    // Exact, "latest" or empty.
    const std::string& version;
    // The revision whose effects the caller's client may have seen. The answer is of no earlier
    // one. If it is absent, the catalog is asked.
    std::optional<int64_t> seen_revision;
  };
  // The catalog's refusals are passed on. Its UNAVAILABLE and DEADLINE_EXCEEDED are returned only
  // when nothing is remembered.
  absl::StatusOr<Version> Resolve(const Wanted& wanted, const rpc::Call& call);
  // Asks for KEYS that somebody holds and of which nothing is remembered. Returns how many it has
  // learnt of.
  absl::StatusOr<int> LearnMissing(Deadline deadline);

 private:
  void Run();
  // The revision that answers must be of to be used again for `wanted`, if there is such a one.
  std::optional<int64_t> UsableRevision(const Wanted& wanted) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  std::optional<Version> Fresh(const Wanted& wanted) const;
  absl::StatusOr<Version> Ask(const Wanted& wanted, const rpc::Call& call);
  // Keeps an answer that is of this revision or a later one.
  void KeepFresh(const Wanted& wanted, int64_t revision, const Version& version);
  absl::Status Remember(const std::string& asked, const Version& version);
  absl::StatusOr<Version> Recall(const std::string& key, const std::string& asked,
                                 Deadline deadline);

  const Parts parts_;
  prometheus::Counter& from_memory_;
  prometheus::Gauge& watch_up_;
  mutable absl::Mutex mutex_;
  // The catalog's revision as its stream told it last. Absent while there is none.
  std::optional<int64_t> told_ ABSL_GUARDED_BY(mutex_);
  struct FreshAnswer {
    // What the stream had told when the catalog was asked.
    int64_t revision = 0;
    Version version;
  };
  // By KEY, spelled as the catalog spells it, and version asked for.
  std::map<std::string, FreshAnswer> fresh_ ABSL_GUARDED_BY(mutex_);
  // The answers that were stored last, by KEY and version asked for, because most answers are the
  // same again.
  std::map<std::string, std::string> stored_ ABSL_GUARDED_BY(mutex_);
  // KEYS that have nothing to download. They are asked for again after this time.
  std::map<std::string, Deadline> nothing_until_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::entitlement

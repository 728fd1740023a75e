// Knows which file a KEY's version is. It asks the catalog and remembers the answer; while the
// catalog does not answer, its last answer is used, so that people can download what they own.
// Whether they may is not decided here.
//
//   KnownVersions versions({pool, catalog, clock, metrics});
//   ASSIGN_OR_RETURN(const auto version,
//                    versions.Resolve("signed-webhook-intake", "latest", call));
//
// A thread asks for the latest version of KEYS that somebody holds and nobody has downloaded yet.
// Counter keys_downloads_from_memory_total. Thread-safe, blocking.
#pragma once

#include <map>
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

  // `key` is a slug or id; `version` is exact, "latest" or empty. The catalog's refusals are passed
  // on. Its UNAVAILABLE and DEADLINE_EXCEEDED are returned only when nothing is remembered.
  absl::StatusOr<Version> Resolve(const std::string& key, const std::string& version,
                                  const rpc::Call& call);
  // Asks for KEYS that somebody holds and of which nothing is remembered. Returns how many it has
  // learnt of.
  absl::StatusOr<int> LearnMissing(Deadline deadline);

 private:
  void Run();
  absl::Status Remember(const std::string& asked, const Version& version);
  absl::StatusOr<Version> Recall(const std::string& key, const std::string& asked,
                                 Deadline deadline);

  const Parts parts_;
  prometheus::Counter& from_memory_;
  absl::Mutex mutex_;
  // The answers that were stored last, by KEY and version asked for, because most answers are the
  // same again.
  std::map<std::string, std::string> stored_ ABSL_GUARDED_BY(mutex_);
  // KEYS that have nothing to download. They are asked for again after this time.
  std::map<std::string, Deadline> nothing_until_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::entitlement

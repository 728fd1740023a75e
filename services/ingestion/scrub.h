// Checks in the background that stored archives still have the bytes that were published.
//
// A pass goes through every object of the store, hashes it at a bounded rate, and compares with the
// digest the catalog has of that version. An object that differs is moved below quarantine/, so
// that it is never sent: a download then answers ASSET_MISSING, and the next ingestion puts the
// author's bytes back. A screenshot is compared with the digest in its own path. Objects the
// catalog does not know are left alone. Two processes may scrub at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/blob/object_store.h"
#include "common/metrics/metrics.h"
#include "services/catalog/client.h"

namespace keys::ingestion {

inline constexpr std::string_view kQuarantine = "quarantine/";

class Scrub {
 public:
  struct Parts {
    catalog::CatalogIngestClient& catalog;
    blob::ObjectStore& store;
    metrics::Registry& metrics;
    // The pause between the end of a pass and the start of the next. Zero switches passes off.
    absl::Duration interval;
    std::int64_t bytes_per_second = 8 << 20;
    // Keeps the rate. An empty function waits, but not longer than until Stop.
    std::function<void(absl::Duration)> pause = nullptr;
  };
  struct Pass {
    int checked = 0;
    int quarantined = 0;
    int unknown = 0;
    std::int64_t bytes = 0;
  };

  explicit Scrub(Parts parts);
  // Stops.
  ~Scrub();
  Scrub(const Scrub&) = delete;
  Scrub& operator=(const Scrub&) = delete;

  // Makes one pass over everything. UNAVAILABLE when the store or the catalog fails or the pass was
  // stopped; objects that were moved until then stay moved.
  absl::StatusOr<Pass> Run();

  void Start();
  void Stop();

 private:
  absl::Status CheckPictures(const std::vector<std::string>& paths, Pass& pass);
  absl::Status CheckPage(const std::vector<std::string>& paths, Pass& pass);
  absl::Status CheckObject(const std::string& path, const std::string& sha256_hex, Pass& pass);
  absl::StatusOr<std::string> Hash(const std::string& path, Pass& pass);
  void Wait(absl::Duration time);
  void Work();

  const Parts parts_;
  prometheus::Counter& checked_;
  prometheus::Counter& quarantined_;
  absl::Mutex mutex_;
  bool is_stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::ingestion

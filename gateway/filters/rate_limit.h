// Limits the requests of one address or one user with token buckets.
//
//   RateLimiter limiter({.per_minute = 600, .burst = 100}, clock);
//   const auto verdict = limiter.Take("address:192.0.2.1");
//   if (!verdict.allowed) … 429, Retry-After: verdict.retry_after_seconds
//
// A bucket holds `burst` requests and fills at `per_minute`. At most kMaxBuckets are kept; the one
// unused for longest is forgotten first. Thread-safe.
#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "absl/time/time.h"
#include "common/time/clock.h"

namespace keys::gateway {

class RateLimiter {
 public:
  // This many buckets take about 20 MiB.
  static constexpr size_t kMaxBuckets = 100'000;

  struct Options {
    // 0 stands for no limit.
    int64_t per_minute = 0;
    // The requests that may come at once; at least 1.
    int64_t burst = 1;
    size_t max_buckets = kMaxBuckets;
  };

  RateLimiter(Options options, const Clock& clock) : options_(options), clock_(clock) {}

  struct Verdict {
    bool allowed = true;
    // The requests that are left at this moment.
    int64_t remaining = 0;
    // The time until the bucket is full again.
    int64_t reset_seconds = 0;
    // The time until the next request is allowed; 0 when it is now.
    int64_t retry_after_seconds = 0;
  };
  // Takes one request out of `who`'s bucket.
  Verdict Take(const std::string& who);

  bool enabled() const { return options_.per_minute > 0; }
  const Options& options() const { return options_; }
  size_t buckets() const;

 private:
  struct Bucket {
    std::string who;
    double tokens;
    absl::Time at;
  };
  using Order = std::list<Bucket>;

  Bucket& BucketOf(const std::string& who, absl::Time now);

  const Options options_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  // The bucket that was used last comes first.
  Order order_;
  std::unordered_map<std::string, Order::iterator> buckets_;
};

}  // namespace keys::gateway

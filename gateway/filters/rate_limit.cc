#include "gateway/filters/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace keys::gateway {

RateLimiter::Bucket& RateLimiter::BucketOf(const std::string& who, absl::Time now) {
  const auto found = buckets_.find(who);
  if (found != buckets_.end()) {
    order_.splice(order_.begin(), order_, found->second);
    return *found->second;
  }
  // The bucket that was unused for longest is also the fullest, so forgetting it changes least.
  if (buckets_.size() >= options_.max_buckets) {
    buckets_.erase(order_.back().who);
    order_.pop_back();
  }
  order_.push_front({who, static_cast<double>(options_.burst), now});
  buckets_[who] = order_.begin();
  return order_.front();
}

RateLimiter::Verdict RateLimiter::Take(const std::string& who) {
  Verdict verdict;
  if (!enabled()) return verdict;
  const double per_second = static_cast<double>(options_.per_minute) / 60;
  const auto burst = static_cast<double>(options_.burst);
  const absl::Time now = clock_.Now();
  std::lock_guard lock(mutex_);
  Bucket& bucket = BucketOf(who, now);
  // A clock that is turned back fills no bucket.
  const double passed = std::max(0.0, absl::ToDoubleSeconds(now - bucket.at));
  bucket.tokens = std::min(burst, bucket.tokens + passed * per_second);
  bucket.at = now;
  verdict.allowed = bucket.tokens >= 1;
  if (verdict.allowed) bucket.tokens -= 1;
  verdict.remaining = static_cast<int64_t>(bucket.tokens);
  verdict.reset_seconds = static_cast<int64_t>(std::ceil((burst - bucket.tokens) / per_second));
  if (!verdict.allowed) {
    verdict.retry_after_seconds =
        std::max<int64_t>(1, static_cast<int64_t>(std::ceil((1 - bucket.tokens) / per_second)));
  }
  return verdict;
}

size_t RateLimiter::buckets() const {
  std::lock_guard lock(mutex_);
  return buckets_.size();
}

}  // namespace keys::gateway

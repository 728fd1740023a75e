#include "tests/fakes/stripe_sandbox/request_log.h"

#include <utility>

namespace stripe_sandbox {

void RequestLog::Add(Json entry, const std::string& operation) {
  std::lock_guard<std::mutex> lock(mutex_);
  entries_.push_back(std::move(entry));
  if (entries_.size() > kKept) entries_.pop_front();
  ++counts_[operation];
  ++total_;
}

Json RequestLog::Last() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return Json(Json::Array(entries_.begin(), entries_.end()));
}

Json RequestLog::Counts() const {
  std::lock_guard<std::mutex> lock(mutex_);
  Json counts = Json::MakeObject();
  for (const auto& [operation, count] : counts_) counts.Set(operation, count);
  return counts;
}

int64_t RequestLog::total() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return total_;
}

}  // namespace stripe_sandbox

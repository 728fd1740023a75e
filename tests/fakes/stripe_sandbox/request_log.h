// The last API requests, so that tests can look at what a client really sent. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "tests/fakes/stripe_sandbox/json.h"

namespace stripe_sandbox {

class RequestLog {
 public:
  static constexpr size_t kKept = 1000;

  void Add(Json entry, const std::string& operation);
  Json Last() const;    // oldest first
  Json Counts() const;  // "POST /v1/refunds" → how many since the start
  int64_t total() const;

 private:
  mutable std::mutex mutex_;
  std::deque<Json> entries_;
  std::map<std::string, int64_t> counts_;
  int64_t total_ = 0;
};

}  // namespace stripe_sandbox

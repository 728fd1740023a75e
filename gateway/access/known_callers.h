// Tells entitlement the e-mail addresses of people whose tokens were believed, once each, so that
// the owners of an organisation can name people by them.
//
//   KnownCallers known(upstream);
//   known.See(exchange);   // after its token was verified
//
// It remembers in bounded memory whom it has told, and tells again after it has forgotten or a call
// has failed. No request waits for these calls or depends on their result. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_set>

#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// The number of people that are remembered. When it is reached the list begins anew, which costs
// each of them one more call.
inline constexpr size_t kMostKnownCallers = 100'000;
// The number of calls under way. A person who comes when they are used up is told of with their
// next request.
inline constexpr int kMostNotesUnderWay = 32;

class KnownCallers {
 public:
  explicit KnownCallers(Upstream& upstream) : upstream_(upstream) {}

  void See(const ExchangePtr& exchange);

 private:
  // Returns true when the person must be told of now.
  bool Begin(uint64_t who);
  void End(uint64_t who, bool told);

  Upstream& upstream_;
  std::mutex mutex_;
  // Hashes of a user and an address.
  std::unordered_set<uint64_t> known_;
  int under_way_ = 0;
};

}  // namespace keys::gateway

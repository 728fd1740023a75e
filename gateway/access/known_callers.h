// Tells entitlement the e-mail addresses of people whose tokens were believed, once each, so that
// the owners of an organisation can name people by them.
//
//   KnownCallers known(upstream);
//   known.See(exchange);   // after its token was verified
//
// What was told is remembered in bounded memory and told again after it was forgotten or could not
// be told; nobody waits for it, and a request goes on whatever becomes of it. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_set>

#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// People remembered; after so many it begins anew, which costs each of them one more call.
inline constexpr size_t kMostKnownCallers = 100'000;
// Calls under way; who comes meanwhile is told of with their next request.
inline constexpr int kMostNotesUnderWay = 32;

class KnownCallers {
 public:
  explicit KnownCallers(Upstream& upstream) : upstream_(upstream) {}

  void See(const ExchangePtr& exchange);

 private:
  // True when it is to be told now.
  bool Begin(uint64_t who);
  void End(uint64_t who, bool told);

  Upstream& upstream_;
  std::mutex mutex_;
  // Hashes of user and address.
  std::unordered_set<uint64_t> known_;
  int under_way_ = 0;
};

}  // namespace keys::gateway

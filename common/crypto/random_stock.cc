#include "common/crypto/random_stock.h"

#include <openssl/rand.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>

#include "common/base/check.h"

namespace keys::crypto {
namespace {

// Rises in a child of fork(): were its stock its parent's, both would hand out the same ids.
std::atomic<uint32_t> forks = 0;

bool CountForks() {
  return pthread_atfork(nullptr, nullptr, [] { ++forks; }) == 0;
}

struct Stock {
  std::array<char, kRandomStockBytes> bytes;
  std::size_t used = kRandomStockBytes;
  uint32_t forks_seen = 0;
};

void Refill(Stock& stock) {
  static const bool counting = CountForks();
  CHECK_THAT(counting, "forks can be counted");
  CHECK_THAT(RAND_bytes(reinterpret_cast<unsigned char*>(stock.bytes.data()),
                        static_cast<int>(stock.bytes.size())) == 1,
             "the system has a random generator");
  stock.used = 0;
}

}  // namespace

void FillFromStock(absl::Span<char> bytes) {
  CHECK_THAT(bytes.size() <= kRandomStockBytes, "the stock is asked for a few bytes at a time");
  thread_local Stock stock;
  const uint32_t now = forks.load(std::memory_order_relaxed);
  if (stock.forks_seen != now) {
    stock.forks_seen = now;
    stock.used = kRandomStockBytes;
  }
  if (stock.used + bytes.size() > kRandomStockBytes) Refill(stock);
  char* const next = stock.bytes.data() + stock.used;
  std::memcpy(bytes.data(), next, bytes.size());
  // Bytes that were handed out are cleared, so that nobody can read them from the stock later.
  std::memset(next, 0, bytes.size());
  stock.used += bytes.size();
}

}  // namespace keys::crypto

// Random bytes for ids, which a busy process needs by the thousands: as unpredictable as
// RandomBytes, without its system calls. Each thread fills a stock of its own from the system's
// generator and hands it out once; a process made by fork() begins with an empty one.
//
//   std::array<char, 16> id;
//   crypto::FillFromStock(id);
//
// Thread-safe. Keys and secrets come from RandomBytes, because the stock lies in memory a while.
#pragma once

#include <cstddef>

#include "absl/types/span.h"

namespace keys::crypto {

// Bytes that one filling of the stock brings.
inline constexpr std::size_t kRandomStockBytes = 4096;

// At most kRandomStockBytes may be taken at once.
void FillFromStock(absl::Span<char> bytes);

}  // namespace keys::crypto

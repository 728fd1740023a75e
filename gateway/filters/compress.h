// Bodies compressed for transport (RFC 9110 §8.4). Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/filters/negotiate.h"

namespace keys::gateway {

// A shorter body fits into one packet with its header.
inline constexpr size_t kLeastCompressedBytes = 1024;
// Compressing a longer one would hold up an I/O thread for more than some 10 ms.
inline constexpr size_t kMostCompressedBytes = size_t{256} << 10;

// Returns the body in that coding, or nothing when that does not save half of it, and for identity.
std::optional<std::string> Compress(Coding coding, std::string_view body);

// Returns "gzip", "br", or nothing for identity.
std::string_view NameOf(Coding coding);

}  // namespace keys::gateway

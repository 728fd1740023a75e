// Reads the Range field of a request for bytes (RFC 9110 §14). Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

namespace keys::gateway {

struct ByteRange {
  enum class Kind {
    kWhole,          // no range, one that is malformed or of another unit, or several: send all
    kPart,           // `first`..`last`, both included; of several the only one there are bytes for
    kUnsatisfiable,  // 416: there are bytes for none
  };
  Kind kind = Kind::kWhole;
  int64_t first = 0;
  int64_t last = 0;
};

// `field` is the Range header, `size` the length of the object in bytes.
ByteRange ReadByteRange(std::string_view field, int64_t size);

}  // namespace keys::gateway

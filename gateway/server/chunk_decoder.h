// A chunked body (RFC 9112 §7.1) decoded strictly: CRLF only, sizes in plain hexadecimal digits,
// extensions and trailers checked for their form, limited and thrown away (a trailer never becomes
// a header field).
//
//   ChunkDecoder decoder(limit);
//   RETURN_IF_ERROR(decoder.Feed(bytes, body));        // takes from the front of `bytes`
//   if (decoder.finished()) …                          // the rest of `bytes` is the next request
//
// Belongs to one body; not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace keys::gateway {

class ChunkDecoder {
 public:
  // The most bytes of a chunk's size line with its extensions. Clients of the shop send none.
  static constexpr size_t kMaxSizeLine = 256;
  // The digits of the largest size that can be held.
  static constexpr size_t kSizeDigits = 16;
  // The most bytes of all size lines without the sizes themselves.
  static constexpr size_t kMaxExtensions = 16 * 1024;
  // The most bytes of all trailer lines together.
  static constexpr size_t kMaxTrailers = 4 * 1024;

  explicit ChunkDecoder(size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}

  // Appends decoded bytes to `body` and removes from `bytes` those that were read. Stops after the
  // last chunk. INVALID_ARGUMENT for a malformed body, BODY_TOO_LARGE.
  absl::Status Feed(std::string_view& bytes, std::string& body);

  bool finished() const { return state_ == State::kFinished; }

 private:
  enum class State { kSizeLine, kBytes, kBytesEnd, kTrailers, kFinished };

  absl::Status TakeSizeLine(const std::string& body);
  bool TakeLine(std::string_view& bytes, size_t limit, absl::Status& status);

  const size_t max_body_bytes_;
  State state_ = State::kSizeLine;
  // The line being collected, without its CRLF once complete.
  std::string line_;
  uint64_t chunk_left_ = 0;
  size_t extension_bytes_ = 0;
  size_t trailer_bytes_ = 0;
};

}  // namespace keys::gateway

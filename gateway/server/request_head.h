// Reads the head of an HTTP/1.1 request strictly by RFC 9112. A head that two readers might
// understand differently is refused, because that difference between two servers is how requests
// are smuggled.
//
//   const HeadSearch search = FindHeadEnd(buffer, limits);
//   if (search.end) {
//     ASSIGN_OR_RETURN(RequestHead head, ReadHead(buffer.substr(0, *search.end), limits));
//   }
//
// Refused: line ends other than CRLF, folded lines, blanks before a colon, control characters,
// Host missing, empty or twice, any doubt about the body's length. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/server/http.h"

namespace keys::gateway {

struct HeadLimits {
  // The most bytes of a request target. A longer one is answered 414.
  size_t max_target_bytes = 8 * 1024;
  // The most bytes of request line and header fields together. More is answered 431.
  size_t max_head_bytes = 24 * 1024;
  // The most header fields. More is answered 431.
  size_t max_fields = 100;
};

struct HeadSearch {
  // The length of the head with its empty line in bytes. Absent until all of it has arrived.
  std::optional<size_t> end;
  // An error as soon as further bytes cannot make it a head within the limits.
  absl::Status status;
};

// Looks for the end of the head in the bytes that have arrived so far.
HeadSearch FindHeadEnd(std::string_view received, const HeadLimits& limits);

struct RequestHead {
  std::string method;
  // The target in origin form, or "*".
  std::string target;
  // The fields with names in lower case.
  HeaderFields fields;
  bool http_1_0 = false;
  bool keep_alive = true;
  bool chunked = false;
  // 0 when chunked.
  uint64_t content_length = 0;
  // The client waits for "100 Continue" before it sends the body.
  bool expects_continue = false;

  bool has_body() const { return chunked || content_length > 0; }
};

// `head` ends with its empty line. Errors carry a Reason: INVALID_ARGUMENT (400), URI_TOO_LONG,
// HEADERS_TOO_LARGE, NOT_IMPLEMENTED (a transfer coding we do not know),
// HTTP_VERSION_NOT_SUPPORTED.
absl::StatusOr<RequestHead> ReadHead(std::string_view head, const HeadLimits& limits);

}  // namespace keys::gateway

// Reads a JSON body into a protobuf message.
//
//   Violations violations;
//   RETURN_IF_ERROR(
//       ReadJson(body, {.shape = shape, .hidden = path_variables}, message, violations));
//   RETURN_IF_ERROR(violations.ToStatus());
//
// All violations are collected, each with its JSON pointer. A body that is not JSON (syntax, UTF-8,
// a byte order mark, members named twice, depth over kMaxJsonDepth) gives one INVALID_JSON error.
// Required fields are not checked here (CheckRequired). Thread-safe on different messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "gateway/transcode/shape.h"
#include "gateway/transcode/violations.h"
#include "google/protobuf/message.h"

namespace keys::gateway {

// Deeper documents are refused, because the parser is recursive and its stack is limited. Real
// bodies need 5 levels.
inline constexpr int kMaxJsonDepth = 64;

struct BodyTarget {
  const MessageShape& shape;
  // Fields that the path names. In the body they count as unknown.
  const std::vector<std::string>& hidden;
};

// Fills the shape's update_mask, if it has one, with the members that are present. A null clears:
// the member is in the mask and its field is absent.
absl::Status ReadJson(std::string_view body, const BodyTarget& target,
                      google::protobuf::Message& message, Violations& violations);

// Writes "a/b" as "a~1b", as one part of a JSON pointer (RFC 6901).
std::string EscapePointer(std::string_view part);

}  // namespace keys::gateway

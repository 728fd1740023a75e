// A JSON body read into a protobuf message.
//
//   Violations violations;
//   RETURN_IF_ERROR(ReadJson(body, {.shape = shape, .hidden = path_variables}, message,
//   violations)); RETURN_IF_ERROR(violations.ToStatus());
//
// All violations are collected, each with its JSON pointer. What is not JSON at all (syntax, UTF-8,
// a byte order mark, members named twice, depth over kMaxJsonDepth) is one INVALID_JSON error.
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

// Deeper documents are refused: real bodies need 5, a recursive parser's stack ends at some point.
inline constexpr int kMaxJsonDepth = 64;

struct BodyTarget {
  const MessageShape& shape;
  // Fields that the path names; as members they are unknown.
  const std::vector<std::string>& hidden;
};

// Fills the shape's update_mask, if it has one, with the members present. A null clears: the member
// is in the mask and its field is absent.
absl::Status ReadJson(std::string_view body, const BodyTarget& target,
                      google::protobuf::Message& message, Violations& violations);

// "a/b" → "a~1b", as one part of a JSON pointer.
std::string EscapePointer(std::string_view part);

}  // namespace keys::gateway

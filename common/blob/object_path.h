// Names of objects: 1–16 parts with slashes between them. A part has 1–200 of [A-Za-z0-9._+-] and
// does not begin with a dot, so `..`, hidden files, empty parts and absolute paths cannot be
// written.
//
//   ASSIGN_OR_RETURN(const auto parts, blob::SplitObjectPath("keys/node/x/1.0.0/key.zip"));
//
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace keys::blob {

// kInvalidArgument when `path` is no object path. At least one part.
absl::StatusOr<std::vector<std::string>> SplitObjectPath(std::string_view path);

}  // namespace keys::blob

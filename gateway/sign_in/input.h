// The JSON bodies of signing in: a few texts, each with its limits. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace keys::gateway {

struct InputText {
  const char* name;
  size_t max_bytes;
  // Absent: the text is required.
  const char* fallback = nullptr;
};

// The texts by name. INVALID_JSON, UNKNOWN_FIELD for another member, INVALID_ARGUMENT for what is
// missing, no text, empty or too long, or has control characters; messages never repeat a value.
absl::StatusOr<std::map<std::string, std::string>> ReadTexts(const std::string& body,
                                                             const std::vector<InputText>& texts);

}  // namespace keys::gateway

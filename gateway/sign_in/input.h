// Reads the JSON bodies of signing in: a few texts, each with its limits. Pure; thread-safe.
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
  // A text without a fallback is required.
  const char* fallback = nullptr;
};

// Returns the texts by name. INVALID_JSON; UNKNOWN_FIELD for another member; INVALID_ARGUMENT for a
// member that is missing, no text, empty, too long or has control characters. Messages never repeat
// a value.
absl::StatusOr<std::map<std::string, std::string>> ReadTexts(const std::string& body,
                                                             const std::vector<InputText>& texts);

}  // namespace keys::gateway

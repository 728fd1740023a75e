// Compares If-Match with a row's version. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace keys::catalog {

// Returns the beginning of the row's ETag: "k7" for version 7.
std::string EntityTag(int64_t row_version);

// Returns PRECONDITION_FAILED. It also answers If-Match: "*" when there is nothing that could
// match.
absl::Status ChangedMeanwhile();

// Returns Ok when `if_match` is empty, "*", or lists an ETag of this version, alone or with the
// gateway's hash behind it ("k7.4f…"). Weak ETags never match (RFC 9110 §13.1.1). Otherwise
// PRECONDITION_FAILED.
absl::Status CheckIfMatch(std::string_view if_match, int64_t row_version);

}  // namespace keys::catalog

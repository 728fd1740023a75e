// If-Match against a row's version. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace keys::catalog {

// What the row's ETag begins with: "k7" for version 7.
std::string EntityTag(int64_t row_version);

// PRECONDITION_FAILED: what If-Match answers when there is nothing that could match, "*" included.
absl::Status ChangedMeanwhile();

// Ok when `if_match` is empty, "*", or lists an ETag of this version, alone or with the gateway's
// hash behind it ("k7.4f…"). Weak ETags never match (RFC 9110 §13.1.1). Else PRECONDITION_FAILED.
absl::Status CheckIfMatch(std::string_view if_match, int64_t row_version);

}  // namespace keys::catalog

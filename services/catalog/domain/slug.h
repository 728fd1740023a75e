// The syntax of a slug (docs/contract.md §2) and the slugs that are kept for the shop's own
// addresses (§1). Pure.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace keys::catalog {

inline constexpr size_t kLongestSlug = 100;

// Accepts ^[a-z0-9]+(-[a-z0-9]+)*$ with at most kLongestSlug characters.
bool IsSlug(std::string_view text);

// Returns SLUG_RESERVED for words that are paths of the API and for texts that look like a UUID,
// which would be taken for an id. Returns INVALID_ARGUMENT at /slug for anything that is no slug.
absl::Status CheckSlug(std::string_view slug);

}  // namespace keys::catalog

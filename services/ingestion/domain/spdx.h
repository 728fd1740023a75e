// Reads SPDX licence expressions: `MIT`, `Apache-2.0 OR MIT`, `GPL-2.0-only WITH
// Classpath-exception-2.0`, `(LicenseRef-our-terms AND MIT)`. Identifiers are matched without
// regard to case, as SPDX asks; operators are upper case. Pure and thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace keys::ingestion {

inline constexpr std::size_t kMaxLicenseLength =
    200;                                     // bytes; the longest real expressions are ~90
inline constexpr int kMaxLicenseDepth = 16;  // nested parentheses

// Returns the expression with identifiers in their official spelling and single spaces, so that
// equal licences are equal strings. InvalidArgument with a sentence otherwise.
absl::StatusOr<std::string> NormalizeLicense(std::string_view expression);

}  // namespace keys::ingestion

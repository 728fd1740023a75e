// The formats that strings of manifests can have. Pure data and pure functions.
#pragma once

#include <string_view>

#include "services/ingestion/domain/field_rule.h"

namespace keys::ingestion::format {

extern const Format kLine;   // no control characters
extern const Format kTitle;  // a line with something to see in it
extern const Format kProse;  // no control characters but tab and line breaks
extern const Format kSlug;
extern const Format kOwnSlug;  // a slug that may name something here: not reserved
extern const Format kVersion;  // SemVer 2.0
extern const Format kLicense;  // SPDX expression
extern const Format kRange;    // npm version range
extern const Format kPath;     // relative path with '/' that stays inside its folder
extern const Format kEmail;
extern const Format kSha256;
extern const Format kRoute;   // path of an HTTP route
extern const Format kMethod;  // HTTP method
extern const Format kCurrency;

// Whether a slug is a word of the API's own paths, or looks like a UUID. No KEY may have such a
// slug.
bool IsReservedSlug(std::string_view slug);

// Removes "./" from the front of "./docs/README.md".
std::string_view WithoutDotSlash(std::string_view path);

}  // namespace keys::ingestion::format

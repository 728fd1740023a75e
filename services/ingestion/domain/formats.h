// The formats strings of manifests can have. Pure data and pure functions.
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

// Words the API's own paths use, and anything shaped like a UUID: no slug may be one.
bool IsReservedSlug(std::string_view slug);

// "./docs/README.md" → "docs/README.md".
std::string_view WithoutDotSlash(std::string_view path);

}  // namespace keys::ingestion::format

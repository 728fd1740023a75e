// Strong entity tags and the conditions built on them (RFC 9110 §8.8.3, §13). Pure; thread-safe.
//
//   CheckConditions(request.headers, tag) == Condition::kNotModified  // the client has these bytes
#pragma once

#include <string>
#include <string_view>

#include "gateway/server/http.h"

namespace keys::gateway {

// Returns "\"<hash of the bytes>\"", with a service's own tag in front if it gave one:
// "\"k7.<hash>\"".
std::string EntityTagOf(std::string_view bytes, std::string_view service_tag);

enum class TagComparison { kStrong, kWeak };

// Whether an If-Match or If-None-Match field lists the tag or is "*". A malformed list is read up
// to its fault.
bool MatchesAny(std::string_view field, std::string_view tag, TagComparison comparison);

enum class Condition { kNone, kNotModified, kFailed };

// Decides the conditions of a GET or HEAD for a representation with this strong tag, in the order
// of §13.2.2: If-Match, then If-None-Match. The gateway sends no dates of change, so conditions by
// date do not count. A representation without a tag ("") matches no listed tag.
Condition CheckConditions(const HeaderFields& headers, std::string_view tag);

}  // namespace keys::gateway

// Strong entity tags and the conditions built on them (RFC 9110 §8.8.3, §13). Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace keys::gateway {

// "\"<hash of the bytes>\"", with a service's own tag in front when it gave one: "\"k7.<hash>\"".
std::string EntityTagOf(std::string_view bytes, std::string_view service_tag);

// Whether an If-None-Match field lists the tag, compared weakly; "*" does.
bool MatchesAny(std::string_view field, std::string_view tag);

}  // namespace keys::gateway

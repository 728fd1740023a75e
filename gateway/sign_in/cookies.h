// The cookies of signing in (RFC 6265). Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "gateway/server/http.h"

namespace keys::gateway {

// Holds the refresh token, where no script can read it and no other site's request sends it.
inline constexpr char kSessionCookie[] = "keys_session";
// Holds the PKCE verifier while somebody is at an OAuth provider.
inline constexpr char kVerifierCookie[] = "keys_pkce";
// Longer ones are refused.
inline constexpr size_t kMaxCookieBytes = 3'500;

// The first cookie of that name; empty when there is none.
std::string CookieOf(const HttpRequest& request, std::string_view name);

// Letters, digits and -._~: what needs no quotes or escapes.
bool IsCookieValue(std::string_view value);

// The Set-Cookie field: HttpOnly, SameSite=Strict, Path=/auth. An empty value takes the cookie
// away.
std::string SetCookie(std::string_view name, std::string_view value, int max_age_seconds,
                      bool secure);

}  // namespace keys::gateway

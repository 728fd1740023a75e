// The cookies of signing in (RFC 6265). Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "gateway/server/http.h"

namespace keys::gateway {

// Holds the refresh token. No script can read it, and no request from another site sends it.
inline constexpr char kSessionCookie[] = "keys_session";
// Holds the PKCE verifier while a user is at an OAuth provider.
inline constexpr char kVerifierCookie[] = "keys_pkce";
// Longer ones are refused.
inline constexpr size_t kMaxCookieBytes = 3'500;

// Returns the first cookie of that name, or an empty text when there is none.
std::string CookieOf(const HttpRequest& request, std::string_view name);

// Whether a value needs no quotes and no escapes: it has letters, digits and -._~ only.
bool IsCookieValue(std::string_view value);

// Returns the Set-Cookie field: HttpOnly, SameSite=Strict, Path=/auth. An empty value deletes the
// cookie.
std::string SetCookie(std::string_view name, std::string_view value, int max_age_seconds,
                      bool secure);

}  // namespace keys::gateway

// Decides whether a request comes from a page of this shop. This keeps other sites' pages from
// signing a user in or out, and from using the session's cookie. Pure; thread-safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "gateway/server/http.h"

namespace keys::gateway {

// Returns FORBIDDEN unless the request says that it comes from this shop. Sec-Fetch-Site, if sent,
// must say same-origin. Origin, if sent, must be that of `public_url`, or this machine's
// (127.0.0.1, localhost, [::1]) as in the Host field. One of the two must be sent. A foreign name
// that resolves to this machine (DNS rebinding) matches neither.
absl::Status CheckSameOrigin(const HttpRequest& request, const std::string& public_url);

// Returns true for "http://127.0.0.1:8080/x", and also for localhost and [::1].
bool IsLoopbackUrl(const std::string& url);

}  // namespace keys::gateway

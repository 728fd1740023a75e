// Whether a request comes from a page of this shop: what keeps other sites' pages from signing
// somebody in or out, or from using the session's cookie. Pure; thread-safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "gateway/server/http.h"

namespace keys::gateway {

// FORBIDDEN unless the request says where it comes from and that is here: Sec-Fetch-Site, where it
// is sent, says same-origin; Origin, where it is sent, is that of `public_url`, or this machine's
// (127.0.0.1, localhost, [::1]) as the Host field has it; and one of the two is there. A name that
// was made to mean this machine (DNS rebinding) is neither.
absl::Status CheckSameOrigin(const HttpRequest& request, const std::string& public_url);

// "http://127.0.0.1:8080/x" → true; also localhost and [::1].
bool IsLoopbackUrl(const std::string& url);

}  // namespace keys::gateway

// What a client would rather have: a page or JSON (RFC 9110 §12.5.1). Pure; thread-safe.
#pragma once

#include <string_view>

namespace keys::gateway {

// True when text/html has a higher quality than application/json. No Accept, and "*/*", mean JSON.
bool PrefersHtml(std::string_view accept);

}  // namespace keys::gateway

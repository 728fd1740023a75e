// The name of one request in logs and answers, from the gateway to the last service. Thread-safe.
#pragma once

#include <string>

#include "common/id/id.h"
#include "gateway/server/http.h"

namespace keys::gateway {

// Returns the X-Request-ID that was sent if it is 1–128 of [A-Za-z0-9._-], else a new UUID.
std::string RequestIdOf(const HeaderFields& headers, IdSource& ids);

}  // namespace keys::gateway

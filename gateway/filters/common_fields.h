// The fields that every answer has, whoever asked. Pure; thread-safe.
#pragma once

#include "gateway/server/http.h"

namespace keys::gateway {

// `beside_page` says that browsers get a page at this address and others get JSON.
void AddCommonFields(HeaderFields& headers, bool beside_page);

}  // namespace keys::gateway

// Authentication of an API request. Pure function.
#pragma once

#include <optional>
#include <string>

#include "tests/fakes/stripe_sandbox/http.h"
#include "tests/fakes/stripe_sandbox/outcome.h"

namespace stripe_sandbox {

// `expected` "": any key that begins with sk_test_ or rk_test_ will do. Bearer, or Basic with the
// key as user name.
std::optional<ApiError> CheckApiKey(const HttpRequest& request, const std::string& expected);

}  // namespace stripe_sandbox

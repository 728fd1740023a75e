// The few pages people see. Pure functions over objects of the store.
#pragma once

#include <string>
#include <string_view>

#include "tests/fakes/stripe_sandbox/json.h"

namespace stripe_sandbox {

std::string EscapeHtml(std::string_view text);
// A whole document around `body`, with the test-mode banner.
std::string HtmlPage(const std::string& title, const std::string& body);
// The payment page of an open session; `notice` (plain text) stands above the forms if not empty.
std::string PaymentHtml(const Json& session, const std::string& notice);

}  // namespace stripe_sandbox

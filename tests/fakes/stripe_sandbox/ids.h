// Ids as Stripe makes them: a prefix and letters and digits at random. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stripe_sandbox {

std::string RandomLetters(size_t count);
std::string NewId(std::string_view prefix);  // "ch_" → "ch_3Qx…", 24 characters at random

}  // namespace stripe_sandbox

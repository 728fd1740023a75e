// What secrets need: comparison that leaks nothing but the length, and bytes nobody can guess.
// Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keys::crypto {

// Takes the same time wherever equally long texts differ.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

// From the kernel's generator by way of OpenSSL. Ends the process if that fails.
std::string RandomBytes(size_t count);

}  // namespace keys::crypto

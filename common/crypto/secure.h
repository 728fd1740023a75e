// Comparison that leaks nothing of a secret but its length, and bytes that nobody can guess.
// Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keys::crypto {

// Takes the same time for texts of equal length, wherever they differ.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

// Asks the kernel's generator by way of OpenSSL, and ends the process if that fails.
std::string RandomBytes(size_t count);

}  // namespace keys::crypto

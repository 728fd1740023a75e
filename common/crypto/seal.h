// Authenticated encryption: AES-256-GCM with a random nonce. Without the key, only the length can
// be learnt, and no bit can be changed.
//
//   const std::string sealed = crypto::Seal(key, "keys.entitlement.link/k1", payload);
//   std::optional<std::string> payload = crypto::Unseal(key, "keys.entitlement.link/k1", sealed);
//
// `label` is bound to the sealed bytes without being in them: what was sealed for one purpose does
// not open for another. One key seals at most 2^32 times. Thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keys::crypto {

inline constexpr size_t kSealKeyBytes = 32;

// nonce (12) · ciphertext (as long as `plain`) · tag (16). `key` has kSealKeyBytes.
std::string Seal(std::string_view key, std::string_view label, std::string_view plain);

// Returns nothing unless Seal made these bytes with the same key and label.
std::optional<std::string> Unseal(std::string_view key, std::string_view label,
                                  std::string_view sealed);

}  // namespace keys::crypto

#include "tests/fakes/stripe_sandbox/ids.h"

#include <openssl/rand.h>

#include <vector>

namespace stripe_sandbox {

std::string RandomLetters(size_t count) {
  static constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::vector<unsigned char> bytes(count);
  RAND_bytes(bytes.data(), static_cast<int>(count));
  std::string text;
  for (unsigned char byte : bytes) text += kLetters[byte % kLetters.size()];
  return text;
}

std::string NewId(std::string_view prefix) { return std::string(prefix) + RandomLetters(24); }

}  // namespace stripe_sandbox

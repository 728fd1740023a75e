#include "common/crypto/secure.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <climits>

#include "common/base/check.h"

namespace keys::crypto {

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string RandomBytes(size_t count) {
  CHECK_THAT(count <= INT_MAX, "random bytes are asked for in small numbers");
  std::string bytes(count, '\0');
  CHECK_THAT(
      RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1,
      "the system has a random generator");
  return bytes;
}

}  // namespace keys::crypto

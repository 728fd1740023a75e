#include "tests/fakes/stripe_sandbox/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "tests/fakes/stripe_sandbox/ids.h"

namespace stripe_sandbox {
namespace {

std::string HmacHex(const std::string& key, const std::string& message) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest, &length);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) {
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 15];
  }
  return hex;
}

}  // namespace

std::string SignatureHeader(const std::vector<std::string>& secrets, int64_t timestamp,
                            const std::string& body) {
  const std::string time = std::to_string(timestamp);
  std::string header = "t=" + time;
  for (const std::string& secret : secrets) {
    header += ",v1=" + HmacHex(secret, time + "." + body);
  }
  return header + ",v0=" + HmacHex(RandomLetters(16), body);
}

}  // namespace stripe_sandbox

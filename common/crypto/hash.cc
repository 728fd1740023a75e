#include "common/crypto/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <climits>

#include "common/base/check.h"
#include "common/crypto/bytes.h"
#include "common/crypto/encode.h"

namespace keys::crypto {
namespace {

constexpr size_t kDigestBytes = 32;

}  // namespace

std::string Sha256(std::string_view bytes) {
  Sha256Stream stream;
  stream.Update(bytes);
  return stream.Finish();
}

std::string Sha256Hex(std::string_view bytes) { return HexEncode(Sha256(bytes)); }

std::string HmacSha256(std::string_view key, std::string_view message) {
  CHECK_THAT(key.size() <= INT_MAX, "an HMAC key fits an int");
  std::string mac(kDigestBytes, '\0');
  unsigned int size = 0;
  // OpenSSL takes a null key for "the same key as before", so an empty key must not be passed as
  // null.
  const unsigned char* result =
      HMAC(EVP_sha256(), key.empty() ? "" : key.data(), static_cast<int>(key.size()),
           Bytes(message), message.size(), reinterpret_cast<unsigned char*>(mac.data()), &size);
  CHECK_THAT(result != nullptr && size == kDigestBytes, "HMAC-SHA-256 always succeeds");
  return mac;
}

void Sha256Stream::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  CHECK_THAT(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1,
             "SHA-256 is part of OpenSSL");
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::Update(std::string_view bytes) {
  CHECK_THAT(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1,
             "a digest takes any bytes before it is finished");
}

std::string Sha256Stream::Finish() {
  std::string digest(kDigestBytes, '\0');
  unsigned int size = 0;
  CHECK_THAT(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()),
                                &size) == 1 &&
                 size == kDigestBytes,
             "a digest is finished once");
  return digest;
}

std::string Sha256Stream::FinishHex() { return HexEncode(Finish()); }

}  // namespace keys::crypto

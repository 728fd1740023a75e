#include "common/crypto/seal.h"

#include <openssl/evp.h>

#include <memory>

#include "common/base/check.h"
#include "common/crypto/bytes.h"
#include "common/crypto/secure.h"

namespace keys::crypto {
namespace {

constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

CipherContext NewContext() {
  CipherContext context(EVP_CIPHER_CTX_new());
  CHECK_THAT(context != nullptr, "OpenSSL gives no cipher context");
  return context;
}

}  // namespace

std::string Seal(std::string_view key, std::string_view label, std::string_view plain) {
  CHECK_THAT(key.size() == kSealKeyBytes, "a seal's key has 32 bytes");
  const std::string nonce = RandomBytes(kNonceBytes);
  const CipherContext context = NewContext();
  std::string text(plain.size(), '\0');
  std::string tag(kTagBytes, '\0');
  int size = 0;
  const bool sealed =
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce)) ==
          1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &size, Bytes(label),
                        static_cast<int>(label.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), Bytes(text), &size, Bytes(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), Bytes(tag), &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) == 1;
  CHECK_THAT(sealed, "OpenSSL does not encrypt");
  return nonce + text + tag;
}

std::optional<std::string> Unseal(std::string_view key, std::string_view label,
                                  std::string_view sealed) {
  CHECK_THAT(key.size() == kSealKeyBytes, "a seal's key has 32 bytes");
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, kNonceBytes);
  const std::string_view text = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  const CipherContext context = NewContext();
  std::string plain(text.size(), '\0');
  std::string rest(kTagBytes, '\0');
  int size = 0;
  const bool opened =
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce)) ==
          1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, Bytes(label),
                        static_cast<int>(label.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), Bytes(plain), &size, Bytes(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), Bytes(rest), &size) == 1;
  if (!opened) return std::nullopt;
  return plain;
}

}  // namespace keys::crypto

#include "common/crypto/ed25519.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sodium.h>

#include <climits>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/byte_order_mark.h"
#include "common/base/check.h"
#include "common/crypto/bytes.h"
#include "common/crypto/secure.h"

namespace keys::crypto {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kSignatureBytes = 64;
constexpr size_t kPemBytes = 16 * 1024;  // such a file has about 120

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::shared_ptr<EVP_PKEY> Share(EVP_PKEY* key) {
  return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

// OpenSSL would ask for a key file's passphrase on the terminal, where a service has nobody to
// answer, so this refuses instead.
int NoPassphrase(char*, int, int, void*) { return -1; }

}  // namespace

bool IsEd25519PublicKey(std::string_view raw) {
  static const bool ready = sodium_init() >= 0;
  return ready && raw.size() == kKeyBytes && crypto_core_ed25519_is_valid_point(Bytes(raw)) == 1;
}

Ed25519PublicKey::Ed25519PublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

absl::StatusOr<Ed25519PublicKey> Ed25519PublicKey::FromRaw(std::string_view raw) {
  EVP_PKEY* key = IsEd25519PublicKey(raw) ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                                                        Bytes(raw), raw.size())
                                          : nullptr;
  if (key == nullptr) {
    ERR_clear_error();
    return absl::InvalidArgumentError("an Ed25519 public key is 32 bytes, a point of its curve");
  }
  return Ed25519PublicKey(Share(key));
}

bool Ed25519PublicKey::Verify(std::string_view message, std::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const DigestContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const bool valid =
      context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                       message.size()) == 1;
  if (!valid) ERR_clear_error();
  return valid;
}

std::string Ed25519PublicKey::Raw() const {
  std::string raw(kKeyBytes, '\0');
  size_t size = raw.size();
  CHECK_THAT(EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(raw.data()),
                                         &size) == 1 &&
                 size == kKeyBytes,
             "an Ed25519 key has a raw form");
  return raw;
}

Ed25519PrivateKey::Ed25519PrivateKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromPemFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read the key file ", path));
  std::string pem(kPemBytes, '\0');
  file.read(pem.data(), static_cast<std::streamsize>(pem.size()));
  pem.resize(static_cast<size_t>(file.gcount()));
  auto key = FromPem(WithoutByteOrderMark(pem));
  if (!key.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", key.status().message()));
  }
  return key;
}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromPem(std::string_view pem) {
  CHECK_THAT(pem.size() <= INT_MAX, "a PEM text is small");
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  std::shared_ptr<EVP_PKEY> key =
      Share(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    ERR_clear_error();
    return absl::InvalidArgumentError("this is no Ed25519 private key in PKCS#8 PEM");
  }
  return Ed25519PrivateKey(std::move(key));
}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromRaw(std::string_view seed) {
  EVP_PKEY* key = seed.size() == kKeyBytes ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                                                          Bytes(seed), seed.size())
                                           : nullptr;
  if (key == nullptr) {
    ERR_clear_error();
    return absl::InvalidArgumentError("an Ed25519 private key has 32 bytes");
  }
  return Ed25519PrivateKey(Share(key));
}

Ed25519PrivateKey Ed25519PrivateKey::Generate() {
  auto key = FromRaw(RandomBytes(kKeyBytes));
  CHECK_THAT(key.ok(), "any 32 bytes are an Ed25519 private key");
  return *std::move(key);
}

std::string Ed25519PrivateKey::Sign(std::string_view message) const {
  const DigestContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  CHECK_THAT(context != nullptr &&
                 EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
                 EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                                &size, Bytes(message), message.size()) == 1 &&
                 size == kSignatureBytes,
             "an Ed25519 key signs any message");
  return signature;
}

Ed25519PublicKey Ed25519PrivateKey::PublicKey() const { return Ed25519PublicKey(key_); }

}  // namespace keys::crypto

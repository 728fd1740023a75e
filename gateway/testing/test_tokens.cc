#include "gateway/testing/test_tokens.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"

namespace keys::gateway {
namespace {

using crypto::Base64UrlEncode;

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) {
  CHECK_THAT(key != nullptr, "a test key could not be made");
  return {key, EVP_PKEY_free};
}

std::string NumberOf(EVP_PKEY* key, const char* name, int bytes) {
  BIGNUM* number = nullptr;
  CHECK_THAT(EVP_PKEY_get_bn_param(key, name, &number) == 1, "a key without that number");
  const int size = bytes == 0 ? BN_num_bytes(number) : bytes;
  std::string text(static_cast<size_t>(size), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(text.data()), size);
  BN_free(number);
  return Base64UrlEncode(text);
}

std::string SigningInput(std::string_view header, std::string_view claims) {
  return StrCat(Base64UrlEncode(header), ".", Base64UrlEncode(claims));
}

// Writes (r, s) of a DER signature as 64 bytes.
std::string FromDer(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string raw(64, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), out, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), out + 32, 32);
  ECDSA_SIG_free(pair);
  return raw;
}

}  // namespace

TestKey TestKey::Rsa(const std::string& key_id, int bits) {
  TestKey key;
  key.key_ = Own(EVP_RSA_gen(static_cast<unsigned>(bits)));
  key.jwk_ = StrCat(R"({"kty":"RSA","use":"sig","alg":"RS256","kid":")", key_id, R"(","n":")",
                    NumberOf(key.key_.get(), OSSL_PKEY_PARAM_RSA_N, 0), R"(","e":")",
                    NumberOf(key.key_.get(), OSSL_PKEY_PARAM_RSA_E, 0), R"("})");
  return key;
}

TestKey TestKey::P256(const std::string& key_id) {
  TestKey key;
  key.key_ = Own(EVP_EC_gen("P-256"));
  key.jwk_ = StrCat(R"({"kty":"EC","crv":"P-256","kid":")", key_id, R"(","x":")",
                    NumberOf(key.key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32), R"(","y":")",
                    NumberOf(key.key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32), R"("})");
  return key;
}

TestKey TestKey::Ed25519(const std::string& key_id) {
  TestKey key;
  key.key_ = Own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  std::string raw(32, '\0');
  size_t size = raw.size();
  EVP_PKEY_get_raw_public_key(key.key_.get(), reinterpret_cast<unsigned char*>(raw.data()), &size);
  key.jwk_ = StrCat(R"({"kty":"OKP","crv":"Ed25519","kid":")", key_id, R"(","x":")",
                    Base64UrlEncode(raw), R"("})");
  return key;
}

std::string TestKey::Sign(std::string_view header, std::string_view claims) const {
  const std::string input = SigningInput(header, claims);
  const bool ed25519 = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_ED25519;
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, ed25519 ? nullptr : EVP_sha256(), nullptr, key_.get());
  const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
  size_t size = 0;
  EVP_DigestSign(context, nullptr, &size, bytes, input.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                 input.size());
  signature.resize(size);
  EVP_MD_CTX_free(context);
  if (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_EC) signature = FromDer(signature);
  return StrCat(input, ".", Base64UrlEncode(signature));
}

std::string Jwks(const std::vector<std::string>& keys) {
  std::string json = R"({"keys":[)";
  for (size_t i = 0; i < keys.size(); ++i) StrAppend(&json, i == 0 ? "" : ",", keys[i]);
  return json + "]}";
}

std::string SignShared(std::string_view secret, std::string_view header, std::string_view claims) {
  const std::string input = SigningInput(header, claims);
  return StrCat(input, ".", Base64UrlEncode(crypto::HmacSha256(secret, input)));
}

}  // namespace keys::gateway

#include "gateway/access/key_set.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <map>
#include <optional>

#include "common/crypto/ed25519.h"
#include "common/crypto/encode.h"
#include "common/log/log.h"
#include "common/text/fold.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

using rapidjson::Value;

constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;
constexpr size_t kCoordinateBytes = 32;

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* object) const { Free(object); }
};
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM, OSSL_PARAM_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BIGNUM, BN_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG, ECDSA_SIG_free>>;
using Key = std::shared_ptr<EVP_PKEY>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Key Own(EVP_PKEY* key) { return key == nullptr ? nullptr : Key(key, EVP_PKEY_free); }

std::string Text(const Value& jwk, const char* name) {
  const auto found = jwk.FindMember(name);
  if (found == jwk.MemberEnd() || !found->value.IsString()) return "";
  return {found->value.GetString(), found->value.GetStringLength()};
}

std::optional<std::string> Octets(const Value& jwk, const char* name) {
  auto bytes = crypto::Base64UrlDecode(Text(jwk, name));
  if (!bytes.has_value() || bytes->empty()) return std::nullopt;
  return bytes;
}

// Whether a key may verify signatures: RFC 7517 §4.2 to §4.4, where the key has those members. A
// member of the wrong type refuses the key.
bool MayVerify(const Value& jwk, Algorithm algorithm) {
  for (const char* name : {"use", "alg"}) {
    const auto found = jwk.FindMember(name);
    if (found != jwk.MemberEnd() && !found->value.IsString()) return false;
  }
  const std::string use = Text(jwk, "use");
  if (!use.empty() && use != "sig") return false;
  const auto operations = jwk.FindMember("key_ops");
  if (operations != jwk.MemberEnd()) {
    if (!operations->value.IsArray()) return false;
    const auto list = operations->value.GetArray();
    const auto is_verify = [](const Value& name) {
      return name.IsString() &&
             std::string_view(name.GetString(), name.GetStringLength()) == "verify";
    };
    if (std::none_of(list.begin(), list.end(), is_verify)) return false;
  }
  const std::string named = Text(jwk, "alg");
  // RFC 9864 calls EdDSA over this curve Ed25519.
  const bool alias = named == "Ed25519" && algorithm == Algorithm::kEdDsa;
  return named.empty() || alias || AlgorithmNamed(named) == algorithm;
}

Key FromParams(const char* type, OSSL_PARAM_BLD* builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder));
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (params == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return Own(key);
}

Key RsaKey(const Value& jwk) {
  const auto n = Octets(jwk, "n");
  const auto e = Octets(jwk, "e");
  if (!n.has_value() || !e.has_value() || n->size() > kMaxRsaBits / 8 || e->size() > 4) {
    return nullptr;
  }
  const Number modulus(BN_bin2bn(Bytes(*n), static_cast<int>(n->size()), nullptr));
  const Number exponent(BN_bin2bn(Bytes(*e), static_cast<int>(e->size()), nullptr));
  // OpenSSL takes a modulus of any size and any exponent, so both are checked here.
  if (BN_num_bits(modulus.get()) < kMinRsaBits || !BN_is_odd(exponent.get()) ||
      BN_is_one(exponent.get())) {
    return nullptr;
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return nullptr;
  }
  return FromParams("RSA", builder.get());
}

Key P256Key(const Value& jwk) {
  const auto x = Octets(jwk, "x");
  const auto y = Octets(jwk, "y");
  if (Text(jwk, "crv") != "P-256" || !x.has_value() || !y.has_value() ||
      x->size() != kCoordinateBytes || y->size() != kCoordinateBytes) {
    return nullptr;
  }
  // 0x04 marks an uncompressed point. fromdata refuses a point that is not on the curve.
  const std::string point = "\x04" + *x + *y;
  const Builder builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  return FromParams("EC", builder.get());
}

Key Ed25519Key(const Value& jwk) {
  const auto x = Octets(jwk, "x");
  if (Text(jwk, "crv") != "Ed25519" || !x.has_value() || !crypto::IsEd25519PublicKey(*x)) {
    return nullptr;
  }
  return Own(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(*x), x->size()));
}

// Returns nothing for a key that does not verify one of the accepted algorithms.
std::optional<VerificationKey> ReadKey(const Value& jwk) {
  if (!jwk.IsObject()) return std::nullopt;
  const std::string type = Text(jwk, "kty");
  std::optional<Algorithm> algorithm;
  Key key;
  if (type == "RSA") {
    algorithm = Algorithm::kRs256;
    key = RsaKey(jwk);
  } else if (type == "EC") {
    algorithm = Algorithm::kEs256;
    key = P256Key(jwk);
  } else if (type == "OKP") {
    algorithm = Algorithm::kEdDsa;
    key = Ed25519Key(jwk);
  }
  if (key == nullptr || !MayVerify(jwk, *algorithm)) return std::nullopt;
  return VerificationKey(*algorithm, Text(jwk, "kid"), std::move(key));
}

// If two keys have the same name and algorithm, it is unclear which one is meant, so neither is
// taken. Keys without a name are not affected.
void DropAmbiguous(std::vector<VerificationKey>& keys) {
  std::map<std::pair<Algorithm, std::string>, int> times;
  for (const VerificationKey& key : keys) ++times[{key.algorithm(), key.key_id()}];
  for (const auto& [name, count] : times) {
    if (count < 2 || name.second.empty()) continue;
    log::Warning("jwks.key_refused", {{"kid", name.second}, {"why", "two keys have it"}});
  }
  std::erase_if(keys, [&times](const VerificationKey& key) {
    return !key.key_id().empty() && times[{key.algorithm(), key.key_id()}] > 1;
  });
}

// Writes r‖s as the DER sequence that OpenSSL wants.
std::optional<std::string> ToDer(std::string_view signature) {
  if (signature.size() != 2 * kCoordinateBytes) return std::nullopt;
  const EcdsaSignature pair(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(Bytes(signature), kCoordinateBytes, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(signature) + kCoordinateBytes, kCoordinateBytes, nullptr);
  if (pair == nullptr || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return std::nullopt;
  }
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(pair.get(), &der);
  if (length <= 0) return std::nullopt;
  std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(length));
  OPENSSL_free(der);
  return text;
}

}  // namespace

bool VerificationKey::Verify(std::string_view message, std::string_view signature) const {
  std::string der;
  if (algorithm_ == Algorithm::kEs256) {
    auto converted = ToDer(signature);
    if (!converted.has_value()) return false;
    der = *std::move(converted);
    signature = der;
  }
  const Digest digest(EVP_MD_CTX_new());
  const EVP_MD* hash = algorithm_ == Algorithm::kEdDsa ? nullptr : EVP_sha256();
  return digest != nullptr &&
         EVP_DigestVerifyInit(digest.get(), nullptr, hash, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(digest.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

std::vector<const VerificationKey*> KeySet::For(Algorithm algorithm,
                                                std::string_view key_id) const {
  std::vector<const VerificationKey*> found;
  for (const VerificationKey& key : keys_) {
    if (key.algorithm() == algorithm && (key_id.empty() || key.key_id() == key_id)) {
      found.push_back(&key);
    }
  }
  return found;
}

absl::StatusOr<KeySet> ParseJwks(std::string_view written) {
  const std::string_view json = text::WithoutByteOrderMark(written);
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(
      json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) {
    return absl::InvalidArgumentError("the key set is not a JSON object");
  }
  const Value& root = document;
  const auto list = root.FindMember("keys");
  if (list == root.MemberEnd() || !list->value.IsArray()) {
    return absl::InvalidArgumentError("the key set has no array \"keys\"");
  }
  std::vector<VerificationKey> keys;
  for (const Value& jwk : list->value.GetArray()) {
    if (keys.size() == kMaxKeys) break;
    if (auto key = ReadKey(jwk)) keys.push_back(*std::move(key));
  }
  DropAmbiguous(keys);
  return KeySet(std::move(keys));
}

}  // namespace keys::gateway

#include "common/crypto/jws.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"

namespace keys::crypto {
namespace {

constexpr size_t kLargestToken = 8 * 1024;
constexpr char kHeader[] = R"({"alg":"EdDSA","typ":"JWT"})";

}  // namespace

std::optional<Jws> SplitJws(std::string_view token) {
  if (token.size() > kLargestToken) return std::nullopt;
  const std::vector<std::string_view> parts = Split(token, '.');
  if (parts.size() != 3) return std::nullopt;
  auto header = Base64UrlDecode(parts[0]);
  auto payload = Base64UrlDecode(parts[1]);
  auto signature = Base64UrlDecode(parts[2]);
  if (!header || !payload || !signature) return std::nullopt;
  return Jws{.header_json = *std::move(header),
             .payload_json = *std::move(payload),
             .signature = *std::move(signature),
             .signing_input = std::string(token.substr(0, parts[0].size() + 1 + parts[1].size()))};
}

std::string SignEdDsa(const Ed25519PrivateKey& key, std::string_view claims_json) {
  std::string token = absl::StrCat(Base64UrlEncode(kHeader), ".", Base64UrlEncode(claims_json));
  const std::string signature = key.Sign(token);
  absl::StrAppend(&token, ".", Base64UrlEncode(signature));
  return token;
}

std::optional<std::string> VerifyEdDsa(const Ed25519PublicKey& key, std::string_view token) {
  std::optional<Jws> jws = SplitJws(token);
  if (!jws || jws->header_json != kHeader) return std::nullopt;
  if (!key.Verify(jws->signing_input, jws->signature)) return std::nullopt;
  return std::move(jws->payload_json);
}

}  // namespace keys::crypto

#include "services/entitlement/downloads/link_signer.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/crypto/seal.h"
#include "common/error/error.h"

namespace keys::entitlement {
namespace {

constexpr size_t kLongestToken = 4096;
constexpr size_t kLongestKeyId = 32;
constexpr size_t kShortestSecret = 16;

absl::Status LinkInvalid() {
  return error::WithAction(
      error::Make(error::Reason::LINK_INVALID, "This download link is not one of ours."),
      "Ask for a new link: POST /marketplace/keys/{slug}/download.");
}

bool IsKeyId(std::string_view id) {
  return !id.empty() && id.size() <= kLongestKeyId && std::all_of(id.begin(), id.end(), [](char c) {
    return IsDigit(c) || IsAsciiLetter(c) || c == '_' || c == '-';
  });
}

// The label makes this use of the secret independent of any other, and a secret of any length
// becomes a key of the length that the cipher wants.
std::string SealingKey(const SigningKey& key) {
  return crypto::HmacSha256(key.secret, "keys.entitlement.link.seal");
}

// Binds the key's id, which is written before the sealed bytes, to them.
std::string Label(std::string_view key_id) { return Concat({"keys.entitlement.link/", key_id}); }

std::optional<SigningKey> ParseSigningKey(std::string_view item) {
  const size_t colon = item.find(':');
  if (colon == std::string_view::npos || !IsKeyId(item.substr(0, colon))) return std::nullopt;
  auto secret = crypto::Base64UrlDecode(item.substr(colon + 1));
  if (!secret.has_value() || secret->size() < kShortestSecret) return std::nullopt;
  return SigningKey{.id = std::string(item.substr(0, colon)), .secret = *std::move(secret)};
}

}  // namespace

absl::StatusOr<std::vector<SigningKey>> ParseSigningKeys(std::string_view list) {
  std::vector<SigningKey> keys;
  std::set<std::string> ids;
  for (const std::string_view item : Split(list, ',')) {
    std::optional<SigningKey> key = ParseSigningKey(StripBlanks(item));
    if (!key.has_value() || !ids.insert(key->id).second) {
      return absl::InvalidArgumentError(
          StrCat("item ", keys.size() + 1,
                 " is not id:base64url with an id of its own and at least 16 bytes"));
    }
    keys.push_back(*std::move(key));
  }
  return keys;
}

LinkSigner::LinkSigner(std::vector<SigningKey> keys) {
  CHECK_THAT(!keys.empty(), "links are sealed with a key");
  for (SigningKey& key : keys) {
    std::string sealing_key = SealingKey(key);
    keys_.push_back({.id = std::move(key.id), .sealing_key = std::move(sealing_key)});
  }
}

std::string LinkSigner::Sign(v1::LinkPayload payload) const {
  const Key& key = keys_.front();
  payload.set_signing_key_id(key.id);
  const std::string sealed =
      crypto::Seal(key.sealing_key, Label(key.id), payload.SerializeAsString());
  return Concat({key.id, ".", crypto::Base64UrlEncode(sealed)});
}

absl::StatusOr<v1::LinkPayload> LinkSigner::Verify(std::string_view token, absl::Time now) const {
  const size_t dot = token.find('.');
  if (token.size() > kLongestToken || dot == std::string_view::npos) return LinkInvalid();
  const std::string_view key_id = token.substr(0, dot);
  const auto key = std::find_if(keys_.begin(), keys_.end(),
                                [key_id](const Key& known) { return known.id == key_id; });
  const auto sealed = crypto::Base64UrlDecode(token.substr(dot + 1));
  if (key == keys_.end() || !sealed.has_value()) return LinkInvalid();
  const auto bytes = crypto::Unseal(key->sealing_key, Label(key_id), *sealed);
  v1::LinkPayload payload;
  if (!bytes.has_value() || !payload.ParseFromString(*bytes)) return LinkInvalid();
  if (now >= absl::FromUnixSeconds(payload.expires_at())) {
    return error::WithAction(
        error::Make(error::Reason::LINK_EXPIRED, "This download link was good for an hour."),
        StrCat("Ask for a new one: POST /marketplace/keys/", payload.slug(), "/download."));
  }
  return payload;
}

}  // namespace keys::entitlement

#include "services/entitlement/link_signer.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/crypto/secure.h"
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

// The label keeps this use of the key apart from any other.
std::string Mac(const SigningKey& key, std::string_view payload) {
  return crypto::HmacSha256(key.secret, Concat({"keys.entitlement.link\n", payload}));
}

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

LinkSigner::LinkSigner(std::vector<SigningKey> keys) : keys_(std::move(keys)) {
  CHECK_THAT(!keys_.empty(), "links are signed with a key");
}

std::string LinkSigner::Sign(v1::LinkPayload payload) const {
  payload.set_signing_key_id(keys_.front().id);
  const std::string bytes = payload.SerializeAsString();
  return Concat(
      {crypto::Base64UrlEncode(bytes), ".", crypto::Base64UrlEncode(Mac(keys_.front(), bytes))});
}

absl::StatusOr<v1::LinkPayload> LinkSigner::Verify(std::string_view token, absl::Time now) const {
  const size_t dot = token.find('.');
  if (token.size() > kLongestToken || dot == std::string_view::npos) return LinkInvalid();
  const auto bytes = crypto::Base64UrlDecode(token.substr(0, dot));
  const auto mac = crypto::Base64UrlDecode(token.substr(dot + 1));
  v1::LinkPayload payload;
  if (!bytes || !mac || !payload.ParseFromString(*bytes)) return LinkInvalid();
  const auto key = std::find_if(keys_.begin(), keys_.end(), [&payload](const SigningKey& known) {
    return known.id == payload.signing_key_id();
  });
  if (key == keys_.end() || !crypto::ConstantTimeEqual(*mac, Mac(*key, *bytes))) {
    return LinkInvalid();
  }
  if (now >= absl::FromUnixSeconds(payload.expires_at())) {
    return error::WithAction(
        error::Make(error::Reason::LINK_EXPIRED, "This download link was good for an hour."),
        StrCat("Ask for a new one: POST /marketplace/keys/", payload.slug(), "/download."));
  }
  return payload;
}

}  // namespace keys::entitlement

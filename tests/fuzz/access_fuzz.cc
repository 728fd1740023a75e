#include <string>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/id/id.h"
#include "common/page/cursor.h"
#include "gateway/access/key_set.h"
#include "gateway/access/token.h"
#include "gateway/endpoints/byte_range.h"
#include "services/entitlement/downloads/link_signer.h"
#include "tests/fuzz/targets.h"

namespace keys::fuzz {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'795'435'200);

void CheckToken(std::string_view text, std::string_view claims) {
  static const gateway::TokenRules kRules = {
      .audience = "authenticated", .issuer = "", .admin_user_ids = {}, .trust_org_claims = true};
  const auto token = gateway::ReadToken(text, kRules, kNow);
  if (!token.has_value()) return;
  CHECK_THAT(text.size() <= gateway::kMaxTokenBytes, "a token is limited");
  CHECK_THAT(IsUuid(token->caller.user_id), "a user is a UUID");
  CHECK_THAT(token->caller.orgs.size() <= gateway::kMaxOrgClaims, "organisations are limited");
  CHECK_THAT(!token->signature.empty(), "a token is signed");
  for (const char c : token->caller.email) CHECK_THAT(c > 0x20 && c < 0x7f, "an address is plain");
  if (!claims.empty()) {
    CHECK_THAT(claims.find("exp") != std::string_view::npos ||
                   claims.find("\\u") != std::string_view::npos,
               "a token ends some day");
    CHECK_THAT(!token->caller.admin || claims.find("app_metadata") != std::string_view::npos ||
                   claims.find("\\u") != std::string_view::npos,
               "administrators are named by app_metadata");
  }
}

}  // namespace

void Token(std::string_view input) {
  CheckToken(input, "");
  const Lines header = SplitLine(input);
  const Lines claims = SplitLine(header.rest);
  CheckToken(
      StrCat(crypto::Base64UrlEncode(header.first), ".", crypto::Base64UrlEncode(claims.first), ".",
             crypto::Base64UrlEncode(claims.rest)),
      claims.first);
}

void KeySet(std::string_view input) {
  const auto keys = gateway::ParseJwks(input);
  if (!keys.ok()) return;
  CHECK_THAT(keys->size() <= gateway::kMaxKeys, "a key set is limited");
  using gateway::Algorithm;
  for (const Algorithm algorithm :
       {Algorithm::kHs256, Algorithm::kRs256, Algorithm::kEs256, Algorithm::kEdDsa}) {
    for (const gateway::VerificationKey* key : keys->For(algorithm, "")) {
      CHECK_THAT(algorithm != Algorithm::kHs256, "a published key is no secret");
      for (const size_t size : {size_t{0}, size_t{64}, size_t{256}}) {
        CHECK_THAT(!key->Verify("message", std::string(size, '\0')), "zeros sign nothing");
      }
    }
  }
}

void Cursor(std::string_view input) {
  const page::CursorCodec codec("a key of the service that makes cursors");
  // Nobody can make a link without the key, so an accepted one must equal, to the last bit, one
  // that was made.
  if (const auto state = codec.Decode(input, "filters"); state.ok()) {
    CHECK_THAT(codec.Encode(*state) == input, "a cursor has one spelling");
  }
  page::CursorState state{.fingerprint = "filters", .values = {}, .id = ""};
  Lines lines = SplitLine(input.substr(0, 2000));
  state.id = lines.first;
  while (!lines.rest.empty() && state.values.size() < 8) {
    lines = SplitLine(lines.rest);
    state.values.emplace_back(lines.first);
  }
  const std::string token = codec.Encode(state);
  const auto again = codec.Decode(token, "filters");
  CHECK_THAT(again.ok() && again->id == state.id && again->values == state.values,
             "a cursor gives back what it was made of");
  CHECK_THAT(!codec.Decode(token, "others").ok(), "a cursor fits its own filters only");
}

void Link(std::string_view input) {
  static const entitlement::LinkSigner kSigner(
      {{"k1", "0123456789abcdef"}, {"k0", "fedcba9876543210"}});
  static const std::string kGood = [] {
    entitlement::v1::LinkPayload payload;
    payload.set_expires_at(absl::ToUnixSeconds(kNow) + 60);
    return kSigner.Sign(payload);
  }();
  const auto payload = kSigner.Verify(input, kNow);
  // The fuzzer sees what its input is compared with, and so may come by the good one.
  CHECK_THAT(!payload.ok() || input == kGood, "nobody makes a link without the key");
  CHECK_THAT(kSigner.Verify(kGood, kNow).ok(), "a link of ours is good");
  // Our own link with a piece of it replaced by the input.
  if (input.empty() || input.size() >= kGood.size()) return;
  const size_t at = static_cast<unsigned char>(input.front()) % (kGood.size() - input.size());
  std::string changed = kGood;
  changed.replace(at, input.size(), input);
  CHECK_THAT(changed == kGood || !kSigner.Verify(changed, kNow).ok(), "no change goes unseen");
}

void Range(std::string_view input) {
  const Lines lines = SplitLine(input);
  const auto size = static_cast<int64_t>(lines.rest.size());
  const gateway::ByteRange range = gateway::ReadByteRange(lines.first, size);
  if (range.kind != gateway::ByteRange::Kind::kPart) return;
  CHECK_THAT(range.first >= 0 && range.first <= range.last && range.last < size,
             "a part lies within the whole");
}

}  // namespace keys::fuzz

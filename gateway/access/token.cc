#include "gateway/access/token.h"

#include <algorithm>
#include <map>
#include <vector>

#include "common/base/text.h"
#include "common/crypto/jws.h"
#include "common/id/id.h"
#include "common/json/number.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

using rapidjson::Value;

// Claims nest two or three deep. The limit keeps an attacker from exhausting the stack.
constexpr int kMaxDepth = 16;
constexpr size_t kMaxKeyIdBytes = 256;
constexpr size_t kMaxEmailBytes = 320;  // RFC 3696's 64 + 1 + 255

std::string_view TextOf(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

// Whether a text has half of a surrogate pair. The parser takes one from an escape (\udc00)
// although it cannot be written as UTF-8, and each reader makes something else of it. In UTF-8 it
// shows as 0xED before a byte of 0xA0 or above.
bool HasHalfPair(const Value& value) {
  const std::string_view text = TextOf(value);
  for (size_t at = text.find('\xed'); at != std::string_view::npos;
       at = text.find('\xed', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xa0) return true;
  }
  return false;
}

// Refuses a member that occurs twice, at any depth, because two readers might each take another
// one, and texts that readers understand differently.
bool IsUnambiguous(const Value& value, int depth) {
  if (depth > kMaxDepth) return false;
  if (value.IsArray()) {
    return std::all_of(value.Begin(), value.End(),
                       [&](const Value& item) { return IsUnambiguous(item, depth + 1); });
  }
  if (value.IsString()) return !HasHalfPair(value);
  if (!value.IsObject()) return true;
  std::set<std::string> names;
  for (const auto& member : value.GetObject()) {
    if (HasHalfPair(member.name)) return false;
    if (!names.emplace(member.name.GetString(), member.name.GetStringLength()).second) return false;
    if (!IsUnambiguous(member.value, depth + 1)) return false;
  }
  return true;
}

bool ReadObject(const std::string& json, rapidjson::Document& document) {
  constexpr unsigned kFlags =
      rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  // The parser would take a NUL byte for the end and skip a byte order mark.
  if (json.find('\0') != std::string::npos || json.starts_with("\xef\xbb\xbf")) return false;
  document.Parse<kFlags>(json.data(), json.size());
  return !document.HasParseError() && document.IsObject() && IsUnambiguous(document, 0);
}

const Value* Find(const Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

bool IsText(const Value* value, std::string_view text) {
  return value != nullptr && value->IsString() && TextOf(*value) == text;
}

// Members of a header by which a token says that it is of another kind, or where its key can be
// had. The gateway understands none of those kinds, and takes keys from its configuration only.
constexpr const char* kForeignMembers[] = {"crit", "b64", "enc", "zip", "jku", "jwk", "x5u", "x5c"};

// Returns the name of a media type in full, because headers may shorten it (RFC 7515 §4.1.9). Empty
// when it is no text.
std::string MediaTypeOf(const Value& name) {
  if (!name.IsString()) return "";
  std::string type = ToAsciiLower(TextOf(name));
  if (type.starts_with("application/")) type.erase(0, std::string_view("application/").size());
  return type;
}

// Accepts an absent `typ`, or one of the names that access tokens have (RFC 7519 §5.1, RFC 9068
// §2.1). A logout token or a proof of possession, signed by the same key, must not sign anybody in.
bool IsAccessToken(const Value* typ) {
  if (typ == nullptr) return true;
  const std::string name = MediaTypeOf(*typ);
  return name == "jwt" || name == "at+jwt";
}

// Whether the payload holds claims. A token that says it carries another token must be read as such
// (RFC 7519 §7.2, step 8), and nested tokens are not accepted here.
bool HoldsClaims(const Value* cty) {
  if (cty == nullptr) return true;
  const std::string name = MediaTypeOf(*cty);
  return !name.empty() && name != "jwt" && !name.ends_with("+jwt");
}

bool ReadHeader(const std::string& json, Token& token) {
  rapidjson::Document header;
  if (!ReadObject(json, header)) return false;
  const Value* alg = Find(header, "alg");
  if (alg == nullptr || !alg->IsString()) return false;
  const auto algorithm = AlgorithmNamed(TextOf(*alg));
  if (!algorithm.has_value() || !IsAccessToken(Find(header, "typ")) ||
      !HoldsClaims(Find(header, "cty"))) {
    return false;
  }
  for (const char* name : kForeignMembers) {
    if (Find(header, name) != nullptr) return false;
  }
  token.algorithm = *algorithm;
  const Value* kid = Find(header, "kid");
  if (kid == nullptr) return true;
  if (!kid->IsString() || kid->GetStringLength() == 0 || kid->GetStringLength() > kMaxKeyIdBytes) {
    return false;
  }
  token.key_id = TextOf(*kid);
  return true;
}

// An absent time is wrong only if it is `required`.
bool ReadTime(const Value& claims, const char* name, bool required,
              std::optional<absl::Time>& out) {
  const Value* value = Find(claims, name);
  if (value == nullptr) return !required;
  out = json::NumericDate(*value);
  return out.has_value();
}

bool IsTimely(const Value& claims, absl::Time now, std::optional<absl::Time>& issued) {
  std::optional<absl::Time> expires, not_before;
  if (!ReadTime(claims, "exp", true, expires) || !ReadTime(claims, "nbf", false, not_before) ||
      !ReadTime(claims, "iat", false, issued)) {
    return false;
  }
  if (now >= *expires + kTokenSkew) return false;
  if (not_before.has_value() && *not_before > now + kTokenSkew) return false;
  return !issued.has_value() || *issued <= now + kTokenSkew;
}

bool IsForUs(const Value& claims, const TokenRules& rules) {
  if (!rules.issuer.empty() && !IsText(Find(claims, "iss"), rules.issuer)) return false;
  if (rules.audience.empty()) return true;
  const Value* audience = Find(claims, "aud");
  if (audience == nullptr || !audience->IsArray()) return IsText(audience, rules.audience);
  // A list with anything but texts is no audience (RFC 7519 §4.1.3).
  const auto is_text = [](const Value& item) { return item.IsString(); };
  return std::all_of(audience->Begin(), audience->End(), is_text) &&
         std::any_of(audience->Begin(), audience->End(),
                     [&](const Value& item) { return IsText(&item, rules.audience); });
}

// An organisation that is claimed twice is dropped, because it is unclear which of the roles is
// meant.
void DropRepeated(std::vector<rpc::OrgClaim>& orgs) {
  std::map<std::string, int> times;
  for (const rpc::OrgClaim& org : orgs) ++times[org.org_id];
  std::erase_if(orgs, [&times](const rpc::OrgClaim& org) { return times[org.org_id] > 1; });
}

std::vector<rpc::OrgClaim> ReadOrgs(const Value& app_metadata) {
  std::vector<rpc::OrgClaim> orgs;
  const Value* list = Find(app_metadata, "orgs");
  if (list == nullptr || !list->IsArray()) return orgs;
  for (const Value& item : list->GetArray()) {
    if (!item.IsObject()) continue;
    const Value* id = Find(item, "id");
    const Value* role = Find(item, "role");
    if (id == nullptr || !id->IsString()) continue;
    if (!IsText(role, "owner") && !IsText(role, "admin") && !IsText(role, "member")) continue;
    if (auto uuid = NormalizeUuid(TextOf(*id))) {
      orgs.push_back({*std::move(uuid), std::string(TextOf(*role))});
    }
  }
  DropRepeated(orgs);
  if (orgs.size() > kMaxOrgClaims) orgs.resize(kMaxOrgClaims);
  return orgs;
}

// Addresses are passed on as metadata, which takes visible ASCII only.
bool IsPlainEmail(std::string_view text) {
  return text.size() <= kMaxEmailBytes && text.find('@') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// A project's public API key, which clients send while nobody is signed in. It names no user.
bool IsPublicKey(const Value& claims) {
  return Find(claims, "sub") == nullptr && IsText(Find(claims, "role"), "anon");
}

bool ReadCaller(const Value& claims, const TokenRules& rules, rpc::Caller& caller) {
  if (IsPublicKey(claims)) return true;
  const Value* sub = Find(claims, "sub");
  if (sub == nullptr || !sub->IsString()) return false;
  auto user_id = NormalizeUuid(TextOf(*sub));
  if (!user_id.has_value()) return false;
  caller.user_id = *std::move(user_id);
  caller.admin = rules.admin_user_ids.contains(caller.user_id);
  const Value* email = Find(claims, "email");
  if (email != nullptr && email->IsString() && IsPlainEmail(TextOf(*email))) {
    caller.email = TextOf(*email);
  }
  // Only the issuer writes app_metadata. Users can write user_metadata themselves, so no role is
  // read from it.
  const Value* app_metadata = Find(claims, "app_metadata");
  if (app_metadata == nullptr || !app_metadata->IsObject()) return true;
  const Value* role = Find(*app_metadata, "role");
  caller.admin = caller.admin || IsText(role, "admin") || IsText(role, "superadmin");
  if (rules.trust_org_claims) caller.orgs = ReadOrgs(*app_metadata);
  return true;
}

// A signature whose length does not fit the algorithm is refused before a key is looked for.
bool HasPlausibleSignature(const Token& token) {
  switch (token.algorithm) {
    case Algorithm::kHs256:
      return token.signature.size() == 32;
    case Algorithm::kEs256:
    case Algorithm::kEdDsa:
      return token.signature.size() == 64;
    case Algorithm::kRs256:
      return token.signature.size() >= 256;
  }
  return false;
}

}  // namespace

std::optional<Algorithm> AlgorithmNamed(std::string_view name) {
  if (name == "HS256") return Algorithm::kHs256;
  if (name == "RS256") return Algorithm::kRs256;
  if (name == "ES256") return Algorithm::kEs256;
  if (name == "EdDSA") return Algorithm::kEdDsa;
  return std::nullopt;
}

std::optional<Token> ReadToken(std::string_view text, const TokenRules& rules, absl::Time now) {
  if (text.size() > kMaxTokenBytes) return std::nullopt;
  auto jws = crypto::SplitJws(text);
  if (!jws.has_value()) return std::nullopt;
  Token token{};
  if (!ReadHeader(jws->header_json, token)) return std::nullopt;
  rapidjson::Document claims;
  if (!ReadObject(jws->payload_json, claims)) return std::nullopt;
  // Issuers put neither the audience nor their usual name into public API keys, so these are not
  // checked there.
  const bool for_us = IsPublicKey(claims) || IsForUs(claims, rules);
  if (!IsTimely(claims, now, token.issued_at) || !for_us) return std::nullopt;
  if (!ReadCaller(claims, rules, token.caller)) return std::nullopt;
  token.signature = std::move(jws->signature);
  token.signing_input = std::move(jws->signing_input);
  if (!HasPlausibleSignature(token)) return std::nullopt;
  return token;
}

}  // namespace keys::gateway

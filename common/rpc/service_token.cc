#include "common/rpc/service_token.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "common/base/byte_order_mark.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/jws.h"
#include "common/json/number.h"
#include "rapidjson/document.h"

namespace keys::rpc {
namespace {

constexpr char kAudience[] = "keys-internal";
// A peer mints one token every four minutes, so more than this are never valid at the same time.
constexpr size_t kMaxKnownTokens = 256;
constexpr size_t kMaxTokenBytes = 1024;

absl::Status Refused() {
  return absl::UnauthenticatedError(
      "x-keys-service-token is missing, has expired or was not signed by a known peer");
}

// Makes the error for a token that is signed rightly but comes too early or too late.
absl::Status Untimely(std::string_view what) {
  return absl::UnauthenticatedError(StrCat(
      "x-keys-service-token ", what,
      " by the clock of the process that was called: the clocks of "
      "the two machines may differ by ",
      absl::ToInt64Seconds(kTokenSkew),
      " s at most. Set them by NTP (or give both processes the same CLOCK_OFFSET_FILE); nothing "
      "has to be restarted."));
}

absl::Status Expired(const Peer& peer, absl::Time expires_at, absl::Time now) {
  return Untimely(
      StrCat("of ", peer.name, " expired ", absl::ToInt64Seconds(now - expires_at), " s ago"));
}

// Returns a member of a JSON object as text, or an empty text when it is absent or of another type.
std::string TextOf(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) return "";
  return {member->value.GetString(), member->value.GetStringLength()};
}

// Returns nothing also when the claim is no NumericDate.
std::optional<absl::Time> TimeOf(const rapidjson::Value& claims, const char* name) {
  const auto member = claims.FindMember(name);
  return member == claims.MemberEnd() ? std::nullopt : json::NumericDate(member->value);
}

absl::StatusOr<rapidjson::Document> ParseObject(const std::string& json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return Refused();
  return document;
}

bool NamesRpcs(std::string_view call) {
  const size_t slash = call.find('/');
  return call == "*" || (slash != std::string_view::npos && slash > 0 && slash + 1 < call.size());
}

bool Names(std::string_view call, std::string_view service, std::string_view rpc) {
  return call == "*" ||
         (call.size() == service.size() + 1 + rpc.size() && call.starts_with(service) &&
          call[service.size()] == '/' && call.ends_with(rpc));
}

}  // namespace

TokenMinter::TokenMinter(std::string name, crypto::Ed25519PrivateKey key, const Clock& clock)
    : name_(std::move(name)), key_(std::move(key)), clock_(clock) {}

std::string TokenMinter::Token() {
  std::lock_guard lock(mutex_);
  const absl::Time now = clock_.Now();
  const absl::Duration age = now - minted_at_;
  if (age >= absl::ZeroDuration() && age < kTokenLifetime - kTokenRenewal) return token_;
  const int64_t issued = absl::ToUnixSeconds(now);
  const std::string payload =
      StrCat(R"({"iss":")", name_, R"(","aud":")", kAudience, R"(","iat":)", issued, R"(,"exp":)",
             issued + absl::ToInt64Seconds(kTokenLifetime), "}");
  token_ = crypto::SignEdDsa(key_, payload);
  minted_at_ = now;
  return token_;
}

absl::StatusOr<PeerList> PeerList::FromFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) return absl::InvalidArgumentError(StrCat("cannot read ", path));
  auto peers = FromJson(WithoutByteOrderMark(content.str()));
  if (!peers.ok()) {
    return absl::InvalidArgumentError(StrCat(path, ": ", MessageOf(peers.status())));
  }
  return peers;
}

absl::StatusOr<PeerList> PeerList::FromJson(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject() || !document.HasMember("peers") ||
      !document["peers"].IsObject()) {
    return absl::InvalidArgumentError("expected {\"peers\":{name:{public_key,calls}}}");
  }
  PeerList list;
  for (const auto& member : document["peers"].GetObject()) {
    const std::string name(member.name.GetString(), member.name.GetStringLength());
    if (!member.value.IsObject() || !member.value.HasMember("calls") ||
        !member.value["calls"].IsArray()) {
      return absl::InvalidArgumentError(StrCat("peer ", name, " needs public_key and calls"));
    }
    const auto raw = crypto::Base64Decode(TextOf(member.value, "public_key"));
    if (!raw.has_value()) {
      return absl::InvalidArgumentError(StrCat("peer ", name, ": public_key is not base64"));
    }
    ASSIGN_OR_RETURN(crypto::Ed25519PublicKey key, crypto::Ed25519PublicKey::FromRaw(*raw));
    std::vector<std::string> calls;
    for (const auto& call : member.value["calls"].GetArray()) {
      if (call.IsString()) calls.emplace_back(call.GetString(), call.GetStringLength());
      if (!call.IsString() || !NamesRpcs(calls.back())) {
        return absl::InvalidArgumentError(
            StrCat("peer ", name, R"(: an entry of calls is "package.Service/Rpc", or "*")"));
      }
    }
    list.peers_.emplace(name, Peer{name, std::move(key), std::move(calls)});
  }
  return list;
}

const Peer* PeerList::Find(std::string_view name) const {
  const auto found = peers_.find(name);
  return found == peers_.end() ? nullptr : &found->second;
}

PeerVerifier::PeerVerifier(PeerList peers, const Clock& clock)
    : peers_(std::move(peers)), clock_(clock) {}

absl::StatusOr<std::string> PeerVerifier::Verify(std::string_view token, std::string_view service,
                                                 std::string_view rpc) {
  const absl::Time now = clock_.Now();
  Known known;
  {
    std::lock_guard lock(mutex_);
    const auto found = known_.find(token);
    if (found != known_.end()) known = found->second;
  }
  if (known.peer.empty()) {
    ASSIGN_OR_RETURN(known, Check(token));
    std::lock_guard lock(mutex_);
    if (known_.size() >= kMaxKnownTokens) known_.clear();
    known_.emplace(token, known);
  }
  const Peer* peer = peers_.Find(known.peer);
  if (now >= known.expires_at + kTokenSkew) return Expired(*peer, known.expires_at, now);
  const bool allowed = std::any_of(peer->calls.begin(), peer->calls.end(),
                                   [&](const auto& call) { return Names(call, service, rpc); });
  if (!allowed) {
    return absl::PermissionDeniedError(StrCat(known.peer, " may not call ", service, "/", rpc));
  }
  return known.peer;
}

absl::StatusOr<PeerVerifier::Known> PeerVerifier::Check(std::string_view token) const {
  if (token.size() > kMaxTokenBytes) return Refused();
  const std::optional<crypto::Jws> unverified = crypto::SplitJws(token);
  if (!unverified.has_value()) return Refused();
  ASSIGN_OR_RETURN(const rapidjson::Document claims, ParseObject(unverified->payload_json));
  const Peer* peer = peers_.Find(TextOf(claims, "iss"));
  if (peer == nullptr || TextOf(claims, "aud") != kAudience) return Refused();
  // This checks the algorithm too: a header that names anything but EdDSA is refused.
  if (!crypto::VerifyEdDsa(peer->key, token).has_value()) return Refused();
  const std::optional<absl::Time> expires_at = TimeOf(claims, "exp");
  const std::optional<absl::Time> issued_at = TimeOf(claims, "iat");
  if (!expires_at.has_value() || !issued_at.has_value()) return Refused();
  const absl::Time now = clock_.Now();
  if (*issued_at > now + kTokenSkew) {
    return Untimely(StrCat("of ", peer->name, " was made ", absl::ToInt64Seconds(*issued_at - now),
                           " s from now"));
  }
  if (now >= *expires_at + kTokenSkew) return Expired(*peer, *expires_at, now);
  return Known{peer->name, *expires_at};
}

}  // namespace keys::rpc

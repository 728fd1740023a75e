#include "common/rpc/service_token.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/jws.h"
#include "rapidjson/document.h"

namespace keys::rpc {
namespace {

constexpr char kAudience[] = "keys-internal";
// More tokens than this are never alive at once: one a peer every four minutes.
constexpr size_t kMaxKnownTokens = 256;
constexpr size_t kMaxTokenBytes = 1024;

absl::Status Refused() {
  return absl::UnauthenticatedError(
      "x-keys-service-token is missing, has expired or was not signed by a known peer");
}

// A member of a JSON object as text; empty when absent or of another type.
std::string TextOf(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) return "";
  return {member->value.GetString(), member->value.GetStringLength()};
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
  auto peers = FromJson(content.str());
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
  if (now >= known.expires_at + kTokenSkew) return Refused();
  const Peer* peer = peers_.Find(known.peer);
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
  // Checks the algorithm too: what the header says can only be EdDSA or refused.
  if (!crypto::VerifyEdDsa(peer->key, token).has_value()) return Refused();
  const auto expires = claims.FindMember("exp");
  const auto issued = claims.FindMember("iat");
  if (expires == claims.MemberEnd() || !expires->value.IsInt64()) return Refused();
  if (issued == claims.MemberEnd() || !issued->value.IsInt64()) return Refused();
  const absl::Time now = clock_.Now();
  if (absl::FromUnixSeconds(issued->value.GetInt64()) > now + kTokenSkew) return Refused();
  const absl::Time expires_at = absl::FromUnixSeconds(expires->value.GetInt64());
  if (now >= expires_at + kTokenSkew) return Refused();
  return Known{peer->name, expires_at};
}

}  // namespace keys::rpc

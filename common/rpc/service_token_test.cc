#include "common/rpc/service_token.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/crypto/encode.h"
#include "common/crypto/jws.h"

namespace keys::rpc {
namespace {

std::string PeersJson(const crypto::Ed25519PrivateKey& billing) {
  return absl::StrCat(
      R"({"peers":{"billing":{"public_key":")", crypto::Base64Encode(billing.PublicKey().Raw()),
      R"(","calls":["keys.catalog.v1.CatalogInternal/ListCandidates"]},"operator":{"public_key":")",
      crypto::Base64Encode(billing.PublicKey().Raw()), R"(","calls":["*"]}}})");
}

struct World {
  FakeClock clock;
  crypto::Ed25519PrivateKey key = crypto::Ed25519PrivateKey::Generate();
  TokenMinter minter{"billing", key, clock};
  PeerVerifier verifier{*PeerList::FromJson(PeersJson(key)), clock};
};

constexpr char kInternal[] = "keys.catalog.v1.CatalogInternal";
constexpr char kRpc[] = "ListCandidates";

TEST_CASE("a peer may call the RPCs that its entry names and no other") {
  World world;
  const std::string token = world.minter.Token();
  const auto peer = world.verifier.Verify(token, kInternal, kRpc);
  REQUIRE(peer.ok());
  CHECK(*peer == "billing");
  for (const auto& [service, rpc] : std::vector<std::pair<const char*, const char*>>{
           {kInternal, "BatchGetKeys"},  // of the same service
           {kInternal, "listCandidates"},
           {kInternal, ""},
           {kInternal, "ListCandidatesX"},
           {"keys.catalog.v1.CatalogIngest", kRpc},
           {"keys.catalog.v1.Catalog", kRpc}}) {
    INFO(service << " " << rpc);
    CHECK(world.verifier.Verify(token, service, rpc).status().code() ==
          absl::StatusCode::kPermissionDenied);
  }
  TokenMinter all("operator", world.key, world.clock);
  CHECK(world.verifier.Verify(all.Token(), "keys.catalog.v1.CatalogIngest", "Publish").ok());
}

TEST_CASE("an entry that names a whole service is refused") {
  World world;
  for (const char* call : {"keys.catalog.v1.CatalogInternal", "keys.catalog.v1.CatalogInternal/",
                           "/ListCandidates", ""}) {
    INFO(call);
    std::string json = PeersJson(world.key);
    json.replace(json.find(kInternal),
                 std::strlen("keys.catalog.v1.CatalogInternal/ListCandidates"), call);
    CHECK(PeerList::FromJson(json).status().code() == absl::StatusCode::kInvalidArgument);
  }
}

TEST_CASE("a token is renewed before it ends and refused after") {
  World world;
  const std::string first = world.minter.Token();
  CHECK(world.minter.Token() == first);
  world.clock.Advance(kTokenLifetime - kTokenRenewal);
  CHECK(world.minter.Token() != first);
  CHECK(world.verifier.Verify(first, kInternal, kRpc).ok());
  world.clock.Advance(kTokenRenewal + kTokenSkew);
  // The token is refused by a verifier that has seen it before and by one to which it is new.
  CHECK_FALSE(world.verifier.Verify(first, kInternal, kRpc).ok());
  PeerVerifier other(*PeerList::FromJson(PeersJson(world.key)), world.clock);
  CHECK_FALSE(other.Verify(first, kInternal, kRpc).ok());
}

TEST_CASE("clocks that differ too much are named, with what to do about it") {
  World world;
  const auto refusal_at = [&world](absl::Duration late) {
    FakeClock other(world.clock.Now() + late);
    PeerVerifier verifier(*PeerList::FromJson(PeersJson(world.key)), other);
    const auto peer = verifier.Verify(world.minter.Token(), kInternal, kRpc);
    if (peer.ok()) return std::string();
    CHECK(peer.status().code() == absl::StatusCode::kUnauthenticated);
    return std::string(peer.status().message());
  };
  CHECK(refusal_at(-kTokenSkew).empty());
  CHECK(refusal_at(kTokenLifetime + kTokenSkew - absl::Seconds(1)).empty());
  CHECK(absl::StrContains(refusal_at(-absl::Seconds(95)), "of billing was made 95 s from now"));
  CHECK(absl::StrContains(refusal_at(absl::Minutes(7)), "of billing expired 120 s ago"));
  for (const absl::Duration late : {-absl::Seconds(61), absl::Minutes(6)}) {
    CHECK(absl::StrContains(refusal_at(late), "may differ by 60 s at most. Set them by NTP"));
  }
}

TEST_CASE("the times of a token may have a fraction or an exponent") {
  World world;
  const auto peer_of = [&world](const std::string& issued, const std::string& expires) {
    const std::string claims = absl::StrCat(R"({"iss":"billing","aud":"keys-internal","iat":)",
                                            issued, R"(,"exp":)", expires, "}");
    return world.verifier.Verify(crypto::SignEdDsa(world.key, claims), kInternal, kRpc);
  };
  const int64_t now = absl::ToUnixSeconds(world.clock.Now());
  CHECK(peer_of(absl::StrCat(now, ".0"), absl::StrCat(now, ".75")).ok());
  CHECK(peer_of(absl::StrCat(now, "0e-1"), absl::StrCat(now + 60, "e0")).ok());
  for (const char* none : {"1e400", "-1", "9007199254740993", "\"1\"", "null"}) {
    INFO(none);
    CHECK_FALSE(peer_of(absl::StrCat(now), none).ok());
    CHECK_FALSE(peer_of(none, absl::StrCat(now + 60)).ok());
  }
}

TEST_CASE("forged, foreign and broken tokens are refused alike") {
  World world;
  const std::string good = world.minter.Token();
  TokenMinter stranger("billing", crypto::Ed25519PrivateKey::Generate(), world.clock);
  TokenMinter unknown("nobody", world.key, world.clock);
  const std::string claims = crypto::Base64UrlEncode(
      R"({"iss":"billing","aud":"keys-internal","iat":1795000000,"exp":1995000000})");
  const std::vector<std::string> bad = {
      "",
      "x",
      "a.b.c",
      stranger.Token(),
      unknown.Token(),
      good + "A",
      good.substr(0, good.size() - 4),
      absl::StrCat(crypto::Base64UrlEncode(R"({"alg":"none"})"), ".", claims, "."),
      std::string(5000, 'a')};
  for (const std::string& token : bad) {
    const auto peer = world.verifier.Verify(token, kInternal, kRpc);
    REQUIRE_FALSE(peer.ok());
    CHECK(peer.status().code() == absl::StatusCode::kUnauthenticated);
    CHECK(absl::StartsWith(peer.status().message(), "x-keys-service-token is missing"));
  }
}

TEST_CASE("a malformed peer list says what is wrong") {
  for (const char* json : {"", "[]", "{}", R"({"peers":{"a":{}}})",
                           R"({"peers":{"a":{"public_key":"AAAA","calls":[]}}})"}) {
    CHECK_FALSE(PeerList::FromJson(json).ok());
  }
}

}  // namespace
}  // namespace keys::rpc

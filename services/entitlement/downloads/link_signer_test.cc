#include "services/entitlement/downloads/link_signer.h"

#include <catch2/catch.hpp>
#include <cstdio>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/error/error.h"

namespace keys::entitlement {
namespace {

using error::Reason;
using error::ReasonOf;

const absl::Time kNow = absl::FromUnixSeconds(1'795'435'200);
const SigningKey kOld{"k1", "0123456789abcdef"};
const SigningKey kNew{"k2", "another secret of 26 bytes"};

v1::LinkPayload Payload() {
  v1::LinkPayload payload;
  payload.mutable_tenant()->set_id("a1111111-1111-7111-8111-111111111111");
  payload.set_user_id("b2222222-2222-7222-8222-222222222222");
  payload.set_slug("leased-job-queue");
  payload.set_storage_path("keys/node/leased-job-queue/1.0.0/key.zip");
  payload.set_expires_at(absl::ToUnixSeconds(kNow + kLinkLifetime));
  return payload;
}

TEST_CASE("a link gives back what it was made of until its hour is over") {
  const LinkSigner signer({kOld});
  const std::string token = signer.Sign(Payload());
  const auto payload = signer.Verify(token, kNow + kLinkLifetime - absl::Microseconds(1));
  REQUIRE(payload.ok());
  CHECK(payload->storage_path() == "keys/node/leased-job-queue/1.0.0/key.zip");
  CHECK(payload->signing_key_id() == "k1");
  CHECK(ReasonOf(signer.Verify(token, kNow + kLinkLifetime).status()) == Reason::LINK_EXPIRED);
}

TEST_CASE("a link shows neither path nor slug nor anybody's id, and no two are alike") {
  const LinkSigner signer({kNew, kOld});
  const std::string token = signer.Sign(Payload());
  CHECK_THAT(token, Catch::StartsWith("k2."));
  CHECK(token != signer.Sign(Payload()));
  // The token is decoded at any alignment.
  for (size_t skip = 3; skip < 7; ++skip) {
    std::string text = token.substr(skip);
    text.resize(text.size() / 4 * 4);
    const std::string bytes = crypto::Base64UrlDecode(text).value();
    for (const char* part : {"keys/", "leased", "key.zip", "a1111111", "b2222222"}) {
      CHECK(bytes.find(part) == std::string::npos);
      CHECK(token.find(part) == std::string::npos);
    }
  }
}

TEST_CASE("the first key signs, all verify, and a dropped key's links are invalid") {
  const std::string old_token = LinkSigner({kOld}).Sign(Payload());
  const LinkSigner rotated({kNew, kOld});
  CHECK(rotated.Verify(old_token, kNow).ok());
  CHECK(rotated.Verify(rotated.Sign(Payload()), kNow)->signing_key_id() == "k2");
  CHECK(ReasonOf(LinkSigner({kNew}).Verify(old_token, kNow).status()) == Reason::LINK_INVALID);
  CHECK(ReasonOf(LinkSigner({{"k1", kNew.secret}}).Verify(old_token, kNow).status()) ==
        Reason::LINK_INVALID);
  // The same secret under another id is another key.
  CHECK(ReasonOf(LinkSigner({{"k9", kOld.secret}})
                     .Verify("k9" + old_token.substr(old_token.find('.')), kNow)
                     .status()) == Reason::LINK_INVALID);
}

TEST_CASE("a link that was bent anywhere is invalid, also when it is expired") {
  const LinkSigner signer({kOld});
  const std::string token = signer.Sign(Payload());
  const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %";
  int changes = 0;
  for (size_t i = 0; i < token.size(); ++i) {
    for (const char other : alphabet) {
      std::string bent = token;
      if (bent[i] == other) continue;
      bent[i] = other;
      ++changes;
      if (ReasonOf(signer.Verify(bent, kNow + absl::Hours(9)).status()) == Reason::LINK_INVALID)
        continue;
      FAIL("character " << i << " may be " << other);
    }
    REQUIRE_FALSE(signer.Verify(token.substr(0, i), kNow).ok());
  }
  std::printf("counted: %d changes of one character, each refused\n", changes);
  for (const std::string& foreign : {std::string(), std::string("."), std::string("a.b"),
                                     token + ".", token + "A", std::string(5000, 'A')}) {
    CHECK(ReasonOf(signer.Verify(foreign, kNow).status()) == Reason::LINK_INVALID);
  }
}

TEST_CASE("signing keys are read from a list, in order") {
  const std::string secret = crypto::Base64UrlEncode("0123456789abcdef");
  const auto keys = ParseSigningKeys(StrCat("k2:", secret, " , k1:", secret));
  REQUIRE(keys.ok());
  CHECK(keys->at(0).id == "k2");
  CHECK(keys->at(1).secret == "0123456789abcdef");
}

TEST_CASE("a malformed signing key is named by its place, never by its content") {
  const std::string good = StrCat("k1:", crypto::Base64UrlEncode("0123456789abcdef"));
  for (const std::string& bad :
       {std::string("k2"), std::string("k2:"), std::string(":MDEyMzQ1Njc4OWFiY2RlZg"),
        std::string("k 2:MDEyMzQ1Njc4OWFiY2RlZg"), std::string("k2:MDEy"),
        std::string("k2:not/base64url/not/base64url"), good}) {
    const auto keys = ParseSigningKeys(StrCat(good, ",", bad));
    REQUIRE_FALSE(keys.ok());
    CHECK_THAT(std::string(MessageOf(keys.status())), Catch::Contains("item 2"));
    CHECK(MessageOf(keys.status()).find("MDEy") == std::string_view::npos);
  }
  CHECK_FALSE(ParseSigningKeys("").ok());
}

}  // namespace
}  // namespace keys::entitlement

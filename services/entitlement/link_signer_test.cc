#include "services/entitlement/link_signer.h"

#include <catch2/catch.hpp>

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
  payload.mutable_tenant()->set_id("t");
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

TEST_CASE("the first key signs, all verify, and a dropped key's links are invalid") {
  const std::string old_token = LinkSigner({kOld}).Sign(Payload());
  const LinkSigner rotated({kNew, kOld});
  CHECK(rotated.Verify(old_token, kNow).ok());
  CHECK(rotated.Verify(rotated.Sign(Payload()), kNow)->signing_key_id() == "k2");
  CHECK(ReasonOf(LinkSigner({kNew}).Verify(old_token, kNow).status()) == Reason::LINK_INVALID);
  CHECK(ReasonOf(LinkSigner({{"k1", kNew.secret}}).Verify(old_token, kNow).status()) ==
        Reason::LINK_INVALID);
}

TEST_CASE("a link that was bent anywhere is invalid, also when it is expired") {
  const LinkSigner signer({kOld});
  const std::string token = signer.Sign(Payload());
  for (size_t i = 0; i < token.size(); ++i) {
    std::string bent = token;
    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    REQUIRE(ReasonOf(signer.Verify(bent, kNow + absl::Hours(9)).status()) == Reason::LINK_INVALID);
    REQUIRE_FALSE(signer.Verify(token.substr(0, i), kNow).ok());
  }
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

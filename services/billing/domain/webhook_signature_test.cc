#include "services/billing/domain/webhook_signature.h"

#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"

namespace keys::billing {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'795'000'000);
constexpr char kSecret[] = "whsec_rotating_out";
constexpr char kNewSecret[] = "whsec_rotating_in";
constexpr char kBody[] = "{\"id\":\"evt_1\"}";

std::string V1(const std::string& secret, int64_t t, const std::string& body) {
  return crypto::HexEncode(crypto::HmacSha256(secret, Concat({std::to_string(t), ".", body})));
}

std::string Header(int64_t t, const std::string& secret = kSecret,
                   const std::string& body = kBody) {
  return Concat({"t=", std::to_string(t), ",v1=", V1(secret, t, body)});
}

SignatureVerdict Verify(const std::string& header, const std::string& body = kBody) {
  return WebhookVerifier({kSecret}).Verify(body, header, kNow);
}

const int64_t kT = absl::ToUnixSeconds(kNow);

TEST_CASE("a body signed with the secret just now is Stripe's") {
  CHECK(Verify(Header(kT)) == SignatureVerdict::kValid);
}

TEST_CASE("the example of Stripe's own library verifies") {
  // stripe 23.1.0: webhooks.generateTestHeaderString({timestamp: 1795000000, payload:
  // '{"id":"evt_1"}', secret: 'whsec_rotating_out'})
  CHECK(
      Verify("t=1795000000,v1=f18b8f2f852e13485bdffd3e40456fbe644ed751f63650399bbd448f84dad6de") ==
      SignatureVerdict::kValid);
}

TEST_CASE("a signature over another body, secret or time is forged") {
  CHECK(Verify(Header(kT), "{\"id\":\"evt_2\"}") == SignatureVerdict::kForged);
  CHECK(Verify(Header(kT, "whsec_other")) == SignatureVerdict::kForged);
  CHECK(Verify(Header(kT), std::string("\xEF\xBB\xBF") + kBody) == SignatureVerdict::kForged);
  const std::string v1 = V1(kSecret, kT, kBody);
  CHECK(Verify(Concat({"t=", std::to_string(kT - 1), ",v1=", v1})) == SignatureVerdict::kForged);
  CHECK(Verify(Concat({"t=", std::to_string(kT), ",v1=", v1.substr(1)})) ==
        SignatureVerdict::kForged);
  CHECK(Verify(Concat({"t=", std::to_string(kT), ",v1=", v1, "0"})) == SignatureVerdict::kForged);
  CHECK(Verify(Concat({"t=", std::to_string(kT), ",v1="})) == SignatureVerdict::kForged);
}

TEST_CASE("bytes that are no UTF-8 and zero bytes are verified like any other") {
  const std::string body("\xff\xfe\0{}", 5);
  CHECK(Verify(Header(kT, kSecret, body), body) == SignatureVerdict::kValid);
}

TEST_CASE("300 seconds either side are accepted, 301 are not") {
  CHECK(Verify(Header(kT - 300)) == SignatureVerdict::kValid);
  CHECK(Verify(Header(kT - 301)) == SignatureVerdict::kTooOld);
  CHECK(Verify(Header(kT + 300)) == SignatureVerdict::kValid);
  CHECK(Verify(Header(kT + 301)) == SignatureVerdict::kTooNew);
  CHECK(WebhookVerifier({kSecret}).Verify(
            kBody, Header(kT - 300), kNow + absl::Milliseconds(900)) == SignatureVerdict::kValid);
}

TEST_CASE("while a secret is rolled either secret's v1 is enough") {
  const std::string both = Concat({Header(kT, kNewSecret), ",v1=", V1(kSecret, kT, kBody)});
  CHECK(Verify(both) == SignatureVerdict::kValid);
  const WebhookVerifier two({kNewSecret, kSecret});
  CHECK(two.Verify(kBody, Header(kT, kSecret), kNow) == SignatureVerdict::kValid);
  CHECK(two.Verify(kBody, Header(kT, kNewSecret), kNow) == SignatureVerdict::kValid);
  CHECK(two.Verify(kBody, Header(kT, "whsec_third"), kNow) == SignatureVerdict::kForged);
}

TEST_CASE("only v1 counts: a right v0 is no signature") {
  const std::string t = std::to_string(kT);
  const std::string v1 = V1(kSecret, kT, kBody);
  CHECK(Verify(Concat({"t=", t, ",v0=", v1})) == SignatureVerdict::kMalformed);
  CHECK(Verify(Concat({"t=", t, ",v0=", v1, ",v1=00"})) == SignatureVerdict::kForged);
  CHECK(Verify(Concat({"t=", t, ",v1=", v1, ",v0=00,v2=11"})) == SignatureVerdict::kValid);
}

TEST_CASE("a header that cannot be read is malformed") {
  const std::string v1 = V1(kSecret, kT, kBody);
  const std::string t = std::to_string(kT);
  const std::string many = [&] {
    std::string text = "t=" + t;
    for (int i = 0; i < 21; ++i) text += ",v1=" + v1;
    return text;
  }();
  for (const std::string& header :
       {std::string(), std::string(","), "v1=" + v1, "t=" + t, "t=,v1=" + v1, "t=x,v1=" + v1,
        "t=-5,v1=" + v1, "t=1e9,v1=" + v1, "t= " + t + ",v1=" + v1, "t=999999999999,v1=" + v1,
        "t=" + t + ",t=" + t + ",v1=" + v1, "t=" + t + ",v1", many,
        "t=" + t + ",v1=" + v1 + ",x=" + std::string(5000, 'y')}) {
    CAPTURE(header);
    CHECK(Verify(header) == SignatureVerdict::kMalformed);
  }
}

TEST_CASE("without a secret the webhook is disabled, not open") {
  const WebhookVerifier none({});
  CHECK_FALSE(none.enabled());
  CHECK(none.Verify(kBody, Header(kT, ""), kNow) == SignatureVerdict::kDisabled);
  CHECK(WebhookVerifier({"", "  "}).Verify(kBody, Header(kT, "  "), kNow) ==
        SignatureVerdict::kDisabled);
  CHECK(WebhookVerifier({"", kSecret}).Verify(kBody, Header(kT), kNow) == SignatureVerdict::kValid);
}

}  // namespace
}  // namespace keys::billing

#include "common/crypto/jws.h"

#include <catch2/catch.hpp>

#include "common/crypto/encode.h"

namespace keys::crypto {
namespace {

TEST_CASE("an EdDSA signature agrees with RFC 8037, appendix A") {
  const auto key = Ed25519PrivateKey::FromRaw(
      Base64UrlDecode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").value());
  const std::string input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
  const std::string signature =
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
  CHECK(Base64UrlEncode(key->Sign(input)) == signature);
  const auto jws = SplitJws(input + "." + signature);
  REQUIRE(jws.has_value());
  CHECK(jws->header_json == R"({"alg":"EdDSA"})");
  CHECK(jws->payload_json == "Example of Ed25519 signing");
  CHECK(jws->signing_input == input);
  CHECK(key->PublicKey().Verify(jws->signing_input, jws->signature));
}

TEST_CASE("a signed token is verified, any other is not") {
  const Ed25519PrivateKey key = Ed25519PrivateKey::Generate();
  const std::string token = SignEdDsa(key, R"({"iss":"catalog"})");
  CHECK(VerifyEdDsa(key.PublicKey(), token).value() == R"({"iss":"catalog"})");
  CHECK_FALSE(VerifyEdDsa(Ed25519PrivateKey::Generate().PublicKey(), token).has_value());
  CHECK_FALSE(VerifyEdDsa(key.PublicKey(), token + "A").has_value());
  const std::string none =
      Base64UrlEncode(R"({"alg":"none"})") + "." + Base64UrlEncode(R"({"iss":"catalog"})") + ".";
  CHECK(SplitJws(none).has_value());
  CHECK_FALSE(VerifyEdDsa(key.PublicKey(), none).has_value());
}

TEST_CASE("what is no compact JWS is not split") {
  for (const char* token : {"", ".", "a.b", "e30.e30.e30.e30", "e30.e30.e3=", "e30 .e30.e30"}) {
    INFO(token);
    CHECK_FALSE(SplitJws(token).has_value());
  }
  CHECK_FALSE(SplitJws(std::string(9000, 'A') + "..").has_value());
}

}  // namespace
}  // namespace keys::crypto

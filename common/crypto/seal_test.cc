#include "common/crypto/seal.h"

#include <catch2/catch.hpp>

namespace keys::crypto {
namespace {

const std::string kKey(kSealKeyBytes, 'k');

TEST_CASE("what was sealed opens with the same key and label, and with no other") {
  for (const std::string& plain : {std::string(), std::string("x"), std::string(5000, '\0')}) {
    const std::string sealed = Seal(kKey, "link", plain);
    CHECK(sealed.size() == plain.size() + 28);
    CHECK(Unseal(kKey, "link", sealed) == plain);
    CHECK_FALSE(Unseal(kKey, "cursor", sealed).has_value());
    CHECK_FALSE(Unseal(std::string(kSealKeyBytes, 'j'), "link", sealed).has_value());
  }
}

TEST_CASE("sealed bytes show nothing of what is in them, not even that it is the same") {
  const std::string plain = "keys/node/leased-job-queue/1.0.0/key.zip";
  const std::string sealed = Seal(kKey, "link", plain);
  CHECK(sealed.find("leased") == std::string::npos);
  CHECK(sealed != Seal(kKey, "link", plain));
}

TEST_CASE("no bit of sealed bytes can be changed, and none left out") {
  const std::string sealed = Seal(kKey, "link", "forty-two");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string bent = sealed;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << (bit % 8)));
    REQUIRE_FALSE(Unseal(kKey, "link", bent).has_value());
  }
  for (size_t size = 0; size < sealed.size(); ++size) {
    REQUIRE_FALSE(Unseal(kKey, "link", sealed.substr(0, size)).has_value());
  }
  CHECK_FALSE(Unseal(kKey, "link", sealed + "x").has_value());
}

// GCM's test case 14 (McGrew and Viega): key, nonce and one block of zeros.
TEST_CASE("it is AES-256-GCM") {
  const std::string sealed =
      std::string(12, '\0') +
      std::string(
          "\xce\xa7\x40\x3d\x4d\x60\x6b\x6e\x07\x4e\xc5\xd3\xba\xf3\x9d\x18"
          "\xd0\xd1\xc8\xa7\x99\x99\x6b\xf0\x26\x5b\x98\xb5\xd4\x8a\xb9\x19");
  CHECK(Unseal(std::string(32, '\0'), "", sealed) == std::string(16, '\0'));
}

}  // namespace
}  // namespace keys::crypto

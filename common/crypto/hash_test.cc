#include "common/crypto/hash.h"

#include <catch2/catch.hpp>

#include "common/crypto/encode.h"
#include "common/crypto/secure.h"

namespace keys::crypto {
namespace {

TEST_CASE("SHA-256 agrees with FIPS 180-2's examples") {
  CHECK(Sha256Hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(Sha256Hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a stream gives the digest of its pieces joined") {
  Sha256Stream stream;
  stream.Update("a");
  stream.Update("");
  stream.Update("bc");
  CHECK(stream.FinishHex() == Sha256Hex("abc"));
}

struct HmacVector {
  std::string key;
  std::string message;
  std::string mac_hex;
};

TEST_CASE("HMAC-SHA-256 agrees with RFC 4231") {
  const HmacVector vectors[] = {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {HexDecode("0102030405060708090a0b0c0d0e0f10111213141516171819").value(),
       std::string(50, '\xcd'), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The "
       "key needs to be hashed before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
  };
  for (const HmacVector& vector : vectors) {
    CHECK(HexEncode(HmacSha256(vector.key, vector.message)) == vector.mac_hex);
  }
}

TEST_CASE("an empty key is a key") {
  CHECK(HexEncode(HmacSha256(std::string_view(), "")) ==
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("secrets are compared whole") {
  CHECK(ConstantTimeEqual("", ""));
  CHECK(ConstantTimeEqual("secret", "secret"));
  CHECK_FALSE(ConstantTimeEqual("secret", "secreT"));
  CHECK_FALSE(ConstantTimeEqual("secret", "secret "));
}

TEST_CASE("random bytes differ") {
  CHECK(RandomBytes(0).empty());
  CHECK(RandomBytes(16).size() == 16);
  CHECK(RandomBytes(16) != RandomBytes(16));
}

}  // namespace
}  // namespace keys::crypto

#include "common/crypto/ed25519.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "common/crypto/encode.h"

namespace keys::crypto {
namespace {

std::string Hex(const char* text) { return HexDecode(text).value(); }

struct Vector {
  std::string seed, public_key, message, signature;
};

// RFC 8032 §7.1, tests 1 to 3.
const Vector kVectors[] = {
    {Hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
     Hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"), "",
     Hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
         "c"
         "f9b46bd25bf5f0595bbe24655141438e7a100b")},
    {Hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
     Hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"), Hex("72"),
     Hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
         "0"
         "f11d8c387b2eaeb4302aeeb00d291612bb0c00")},
    {Hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
     Hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"), Hex("af82"),
     Hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
         "8"
         "4dc6594a7c15e9716ed28dc027beceea1ec40a")},
};

TEST_CASE("signatures agree with RFC 8032") {
  for (const Vector& vector : kVectors) {
    const auto key = Ed25519PrivateKey::FromRaw(vector.seed);
    REQUIRE(key.ok());
    CHECK(key->PublicKey().Raw() == vector.public_key);
    CHECK(key->Sign(vector.message) == vector.signature);
    CHECK(Ed25519PublicKey::FromRaw(vector.public_key)->Verify(vector.message, vector.signature));
  }
}

TEST_CASE("a signature is for one message, one key and exactly 64 bytes") {
  const Ed25519PrivateKey key = Ed25519PrivateKey::Generate();
  const std::string signature = key.Sign("message");
  CHECK(key.PublicKey().Verify("message", signature));
  CHECK_FALSE(key.PublicKey().Verify("massage", signature));
  CHECK_FALSE(Ed25519PrivateKey::Generate().PublicKey().Verify("message", signature));
  CHECK_FALSE(key.PublicKey().Verify("message", signature.substr(1)));
  CHECK_FALSE(key.PublicKey().Verify("message", ""));
  std::string bent = signature;
  bent[10] ^= 1;
  CHECK_FALSE(key.PublicKey().Verify("message", bent));
}

TEST_CASE("a key under which everybody could sign is none") {
  // RFC 8032 §5.1.2 little-endian y: the points of order 1, 2, 4, 8 and 8, then spellings of the
  // first ones that are not reduced (p and p + 1), and one that is not on the curve (y = 2).
  const std::string p_minus_1 = "ec" + std::string(60, 'f') + "7f";
  const std::string p = "ed" + std::string(60, 'f') + "7f";
  const std::string p_plus_1 = "ee" + std::string(60, 'f') + "7f";
  const std::string zeros(62, '0');
  for (const std::string& text :
       {"01" + zeros, p_minus_1, "00" + zeros, std::string(62, '0') + "80",
        std::string("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        std::string("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), p,
        p_plus_1, "02" + zeros}) {
    INFO(text);
    const std::string raw = Hex(text.c_str());
    CHECK_FALSE(IsEd25519PublicKey(raw));
    CHECK_FALSE(Ed25519PublicKey::FromRaw(raw).ok());
  }
  for (int i = 0; i < 100; ++i) {
    CHECK(IsEd25519PublicKey(Ed25519PrivateKey::Generate().PublicKey().Raw()));
  }
}

TEST_CASE("a PKCS#8 PEM text is read, other keys are refused") {
  // RFC 8410 §10.3; its public half is in §10.1.
  const auto key = Ed25519PrivateKey::FromPem(
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
      "-----END PRIVATE KEY-----\n");
  REQUIRE(key.ok());
  CHECK(Base64Encode(key->PublicKey().Raw()) == "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
  CHECK_FALSE(Ed25519PrivateKey::FromPem("").ok());
  CHECK_FALSE(Ed25519PrivateKey::FromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n").ok());
  CHECK_FALSE(Ed25519PrivateKey::FromRaw("short").ok());
  CHECK_FALSE(Ed25519PublicKey::FromRaw("short").ok());
}

TEST_CASE("a key file that is not there is named") {
  const auto key = Ed25519PrivateKey::FromPemFile("/nowhere/service.pem");
  REQUIRE_FALSE(key.ok());
  CHECK_THAT(std::string(key.status().message()), Catch::Contains("/nowhere/service.pem"));
}

TEST_CASE("a key file may begin with a byte order mark") {
  const auto path = std::filesystem::temp_directory_path() / ("key_" + std::to_string(::getpid()));
  std::ofstream(path, std::ios::binary) << "\xEF\xBB\xBF"
                                        << "-----BEGIN PRIVATE KEY-----\n"
                                           "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++"
                                           "CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
  CHECK(Ed25519PrivateKey::FromPemFile(path.string()).ok());
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace keys::crypto

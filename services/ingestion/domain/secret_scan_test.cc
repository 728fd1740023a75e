#include "services/ingestion/domain/secret_scan.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace keys::ingestion {
namespace {

// The secret is put together here, so that no file of the repository holds one.
const std::string kBody = "MC4CAQAwBQYDK2VwBCIEIJ5vAb0Zk3Qx7Rr8u2LwTgYpHsNcVdXe1f6KiOjMqSaB";
const std::string kKey = std::string("-----BEGIN ") + "PRIVATE KEY-----\n" + kBody + "\n-----END " +
                         "PRIVATE KEY-----\n";
const std::string kStripe = std::string("sk_") + "live_51Hq2ZbK9wXcVbN3mQrTyUiOp";
const std::string kGithub = std::string("ghp") + "_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX";
const std::string kAwsId = std::string("AK") + "IAQ7ZP3XW5NV2KD8RT";
const std::string kAwsSecret = "wJ4lrXUt" + std::string("nF3MIK7MDGbPx") + "RfiCYz8Kq2Vb5nHs1Lu";

std::vector<Secret> Scan(const std::string& text, std::size_t chunk = 1 << 20) {
  SecretScan scan;
  for (std::size_t i = 0; i < text.size(); i += chunk) scan.Take(text.substr(i, chunk));
  return scan.Finish();
}

std::vector<SecretKind> Kinds(const std::string& text) {
  std::vector<SecretKind> kinds;
  for (const Secret& secret : Scan(text)) kinds.push_back(secret.kind);
  return kinds;
}

using K = std::vector<SecretKind>;

TEST_CASE("private keys and live tokens are found with their lines") {
  REQUIRE(kAwsSecret.size() == 40);
  REQUIRE(kGithub.size() == 40);
  CHECK(Kinds(kKey) == K{SecretKind::kPrivateKey});
  CHECK(Kinds("x = \"" + kStripe + "\"") == K{SecretKind::kStripeLive});
  CHECK(Kinds(std::string("r") + kStripe.substr(1)) == K{SecretKind::kStripeLive});
  CHECK(Kinds("token: " + kGithub) == K{SecretKind::kGithubToken});
  CHECK(Kinds("github" + std::string("_pat_") +
              "11ABCDEFG0aB1cD2eF3gH4_iJ5kL6mN7oP8qR9sT0uV1wX2yZ") == K{SecretKind::kGithubToken});
  CHECK(Kinds("id=" + kAwsId + "\nsecret=" + kAwsSecret) == K{SecretKind::kAwsCredentials});
  CHECK(Kinds("secret: " + kAwsSecret + "\nid: " + kAwsId) == K{SecretKind::kAwsCredentials});
  CHECK(Kinds("only " + kAwsId) == K{SecretKind::kAwsKeyId});
  const auto found = Scan("a\nb\n" + kStripe + "\n\n" + kKey + kGithub);
  REQUIRE(found.size() == 3);
  CHECK(found[0].line == 3);
  CHECK(found[0].offset == 4);
  CHECK(found[1].line == 5);
  CHECK(found[2].line == 8);
}

TEST_CASE("a key is found in source code, with headers, and of every kind") {
  const std::string begin = "-----BEGIN ";
  CHECK(Kinds("k = \"" + begin + "RSA PRIVATE KEY-----\\n" + kBody + "\\n\"").size() == 1);
  CHECK(Kinds(begin + "EC PRIVATE KEY-----\r\n" + kBody).size() == 1);
  CHECK(Kinds(begin + "OPENSSH PRIVATE KEY-----\n" + kBody).size() == 1);
  CHECK(Kinds(begin + "PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n" + kBody).size() == 1);
  CHECK(Kinds(begin + "RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n" +
              kBody)
            .size() == 1);
}

TEST_CASE("examples, test keys and public things are let through") {
  const std::string begin = "-----BEGIN ";
  for (const std::string& text :
       {begin + "PRIVATE KEY-----\n...\n-----END " + "PRIVATE KEY-----\n" + kBody,
        begin + "PUBLIC KEY-----\n" + kBody, begin + "CERTIFICATE-----\n" + kBody,
        std::string("sk_") + "test_51Hq2ZbK9wXcVbN3mQrTyUiOp",
        std::string("sk_live_xxxxxxxxxxxxxxxxxxxx"), std::string("sk_live_..."),
        std::string("pk_live_51Hq2ZbK9wXcVbN3mQrTyUiOp"), "disk_" + kStripe,
        std::string("ghp_short"), std::string("ghp_") + std::string(36, 'x'),
        std::string("AKIAIOSFODNN7EXAMPLE"), "X" + kAwsId, kAwsId + "9", std::string(),
        begin + "PRIVATE KEY-----"}) {
    INFO(text);
    CHECK(Scan(text).empty());
  }
}

TEST_CASE("what is found does not depend on how the file is cut") {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += std::string(static_cast<std::size_t>(i) * 37, '-') + "\n" + kStripe + "\n" + kKey;
    text += "id " + kAwsId + " secret " + kAwsSecret + "\n" + std::string(2000, ' ') + "\n";
  }
  const auto whole = Scan(text);
  REQUIRE(whole.size() == 100);
  for (std::size_t chunk : {1, 7, 63, 1000, 1025, 4096}) {
    const auto cut = Scan(text, chunk);
    REQUIRE(cut.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      CHECK(cut[i].offset == whole[i].offset);
      CHECK(cut[i].line == whole[i].line);
      CHECK(cut[i].kind == whole[i].kind);
    }
  }
}

TEST_CASE("a binary file is looked through too") {
  SecretScan scan;
  scan.Take(std::string(5000, '\0') + kStripe);
  CHECK(scan.is_binary());
  const auto found = scan.Finish();
  REQUIRE(found.size() == 1);
  CHECK(found[0].offset == 5000);
}

}  // namespace
}  // namespace keys::ingestion

// Vectors of AWS's signature version 4 test suite and of the S3 manual.
#include "common/blob/sigv4.h"

#include <catch2/catch.hpp>
#include <string>

#include "common/crypto/hash.h"

namespace keys::blob::sigv4 {
namespace {

const Credentials kSuite = {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
const Credentials kManual = {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                             ""};

std::string Last64(const Pairs& headers) {
  const std::string& authorization = headers.back().second;
  return authorization.substr(authorization.size() - 64);
}

// Signs a request of AWS's test suite; all of these were made at 20150830T123600Z.
std::string Suite(const std::string& method, const std::string& path, const Pairs& query = {},
                  const Pairs& headers = {}, const std::string& body = "") {
  const Request request = {method,  "example.amazonaws.com", path, query,
                           headers, crypto::Sha256Hex(body)};
  return Last64(Sign(request, kSuite, {"us-east-1", "service"}, absl::FromUnixSeconds(1440938160)));
}

// Signs a request of the S3 manual; all of these were made at 20130524T000000Z.
std::string Manual(const std::string& method, const std::string& path, const Pairs& query,
                   Pairs headers, const std::string& body = "") {
  headers.emplace_back("x-amz-content-sha256", crypto::Sha256Hex(body));
  const Request request = {method,  "examplebucket.s3.amazonaws.com", path, query,
                           headers, crypto::Sha256Hex(body)};
  return Last64(Sign(request, kManual, {"us-east-1", "s3"}, absl::FromUnixSeconds(1369353600)));
}

TEST_CASE("signatures are those of AWS's test suite") {
  CHECK(Suite("GET", "/") == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  CHECK(Suite("POST", "/") == "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  CHECK(Suite("GET", "/", {{"Param2", "value2"}, {"Param1", "value1"}}) ==
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  CHECK(Suite("GET", "/\xE1\x88\xB4") ==
        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
  CHECK(Suite("GET", "/", {}, {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}}) ==
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
  CHECK(Suite("POST", "/", {}, {{"Content-Type", "application/x-www-form-urlencoded"}},
              "Param1=value1") ==
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

TEST_CASE("signatures are those of the S3 manual") {
  CHECK(Manual("GET", "/test.txt", {}, {{"Range", "bytes=0-9"}}) ==
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  CHECK(Manual("PUT", "/test$file.text", {},
               {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
               "Welcome to Amazon S3.") ==
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  CHECK(Manual("GET", "/", {{"lifecycle", ""}}, {}) ==
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  CHECK(Manual("GET", "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}) ==
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("a session token is sent and signed, its absence is not") {
  const Request request = {"GET", "h", "/", {}, {}, crypto::Sha256Hex("")};
  const auto without = Sign(request, kSuite, {"r"}, absl::UnixEpoch());
  CHECK(without.size() == 2);
  Credentials with_token = kSuite;
  with_token.session_token = "token";
  const auto with = Sign(request, with_token, {"r"}, absl::UnixEpoch());
  REQUIRE(with.size() == 3);
  CHECK(with[1] == std::pair<std::string, std::string>("x-amz-security-token", "token"));
  CHECK(with[2].second.find("SignedHeaders=host;x-amz-date;x-amz-security-token,") !=
        std::string::npos);
  CHECK(Last64(with) != Last64(without));
}

TEST_CASE("paths and queries are encoded as the signature wants") {
  CHECK(UriEncode("/a b/ü+~", true) == "/a%20b/%C3%BC%2B~");
  CHECK(UriEncode("/a", false) == "%2Fa");
  CHECK(CanonicalQuery({{"b", "x y"}, {"a", ""}}) == "a=&b=x%20y");
}

}  // namespace
}  // namespace keys::blob::sigv4

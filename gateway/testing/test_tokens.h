// Tokens and key sets for tests, made with OpenSSL and not with the code under test.
//
//   const TestKey key = TestKey::Rsa("k1", 2048);
//   const std::string token = key.Sign(R"({"alg":"RS256","kid":"k1"})", claims);
//   const std::string jwks = Jwks({key.jwk()});
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace keys::gateway {

class TestKey {
 public:
  static TestKey Rsa(const std::string& key_id, int bits);
  static TestKey P256(const std::string& key_id);
  static TestKey Ed25519(const std::string& key_id);

  // Returns the public half as a JWK.
  const std::string& jwk() const { return jwk_; }
  // Returns a compact JWS of these texts, signed with this key's algorithm.
  std::string Sign(std::string_view header, std::string_view claims) const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
  std::string jwk_;
};

// Returns {"keys":[…]}.
std::string Jwks(const std::vector<std::string>& keys);

// HS256.
std::string SignShared(std::string_view secret, std::string_view header, std::string_view claims);

}  // namespace keys::gateway

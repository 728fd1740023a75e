// Shared by the tests of tokens: an issuer's secret, its claims, and a client that sends a token.
#pragma once

#include <future>
#include <optional>
#include <string>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/access/authenticator.h"
#include "gateway/testing/test_tokens.h"

namespace keys::gateway {

inline constexpr char kUser[] = "0192f0c1-2222-7000-8000-00000000000a";
inline constexpr char kSecret[] = "a shared secret of the issuer and the shop";
inline constexpr char kHs256[] = R"({"alg":"HS256","typ":"JWT"})";
inline constexpr int64_t kNow = 1'795'435'200;

// Returns the claims of a good token with further members, or with some of them changed.
inline std::string Claims(const std::string& more = "", int64_t expires = kNow + 600) {
  return StrCat(R"({"sub":")", kUser, R"(","exp":)", expires, more, "}");
}

struct AuthenticatorFixture {
  FakeClock clock{absl::FromUnixSeconds(kNow)};
  Authenticator::Options options{.shared_secret = kSecret};
  JwksSource* jwks = nullptr;

  absl::StatusOr<rpc::Caller> Try(const std::optional<std::string>& header) {
    const Authenticator authenticator(options, jwks, clock);
    std::promise<absl::StatusOr<rpc::Caller>> promise;
    authenticator.Authenticate(
        header, [&](absl::StatusOr<rpc::Caller> caller) { promise.set_value(std::move(caller)); });
    return promise.get_future().get();
  }
  // Returns "200 user", or the error's code.
  std::string Word(const std::string& token) {
    const auto caller = Try("Bearer " + token);
    if (caller.ok()) return caller->admin ? "admin" : "user";
    return error::CodeOf(error::ReasonOf(caller.status()));
  }
  std::string Shared(const std::string& claims, const std::string& header = kHs256) {
    return Word(SignShared(kSecret, header, claims));
  }
};

}  // namespace keys::gateway

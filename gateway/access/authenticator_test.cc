#include "gateway/access/authenticator.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <future>
#include <thread>

#include "common/crypto/encode.h"
#include "gateway/access/jwks_fetch.h"
#include "gateway/testing/authenticator_fixture.h"
#include "gateway/testing/test_tokens.h"

namespace keys::gateway {
namespace {

using Fixture = AuthenticatorFixture;

TEST_CASE("no header is nobody, and a good token is somebody") {
  Fixture f;
  CHECK_FALSE(f.Try(std::nullopt)->signed_in());
  const std::string token =
      SignShared(kSecret, kHs256, Claims(R"(,"email":"ada@example.com","role":"authenticated")"));
  const auto caller = f.Try("bearer  " + token);
  REQUIRE(caller.ok());
  CHECK(caller->user_id == kUser);
  CHECK(caller->email == "ada@example.com");
  CHECK_FALSE(caller->admin);
  const std::string name = R"(,"name":"\ud55c\ud7a3 \ud83d\ude00")";
  CHECK(f.Try("Bearer " + SignShared(kSecret, kHs256, Claims(name)))->signed_in());
}

TEST_CASE("every broken token gets the same refusal") {
  Fixture f;
  f.options.rules.audience = "shop";
  f.options.rules.issuer = "https://issuer";
  const std::string meant = R"(,"aud":["x","shop"],"iss":"https://issuer")";
  REQUIRE(f.Shared(Claims(meant)) == "user");

  const auto refused = [&](const std::string& header) {
    const auto caller = f.Try(header);
    INFO(header.substr(0, 200));
    REQUIRE_FALSE(caller.ok());
    CHECK(caller.status() == Unauthenticated());
  };
  const std::string good = SignShared(kSecret, kHs256, Claims(meant));
  for (const std::string& header : std::vector<std::string>{
           "Bearer", "Bearer ", "", "Basic abc", good, StrCat("Bearer ", good, " x"),
           StrCat("Bearer ", good, "="), "Bearer " + good.substr(0, 60),
           "Bearer " + good.substr(0, good.size() - 1), StrCat("Bearer ", good, ".", good),
           "Bearer a.b.c", "Bearer ..", "Bearer \xff\xfe"}) {
    refused(header);
  }
  const auto with_claims = [&](const std::string& claims) {
    refused("Bearer " + SignShared(kSecret, kHs256, claims));
  };
  const std::string sub = StrCat(R"({"sub":")", kUser, "\"", meant);
  for (const std::string& exp : std::vector<std::string>{
           std::string(), std::string(R"(,"exp":"1795435800")"), std::string(R"(,"exp":1e300)"),
           std::string(R"(,"exp":9223372036854775807)"),
           std::string(R"(,"exp":99999999999999999999)"), std::string(R"(,"exp":-1)"),
           std::string(R"(,"exp":null)"), std::string(R"(,"exp":true)"),
           StrCat(R"(,"exp":)", kNow - 60), StrCat(R"(,"exp":1,"exp":)", kNow + 600),
           StrCat(R"(,"exp":)", kNow + 600, R"(,"nbf":)", kNow + 61),
           StrCat(R"(,"exp":)", kNow + 600, R"(,"iat":)", kNow + 61),
           StrCat(R"(,"exp":)", kNow + 600, R"(,"nbf":"x")")}) {
    with_claims(sub + exp + "}");
  }
  with_claims(Claims(R"(,"aud":"other","iss":"https://issuer")"));
  with_claims(Claims(R"(,"aud":[],"iss":"https://issuer")"));
  with_claims(Claims(R"(,"aud":["shop",7],"iss":"https://issuer")"));
  with_claims(Claims(R"(,"aud":[["shop"]],"iss":"https://issuer")"));
  with_claims(Claims(R"(,"iss":"https://issuer")"));
  with_claims(Claims(R"(,"aud":"shop","iss":"https://issuer/")"));
  with_claims(Claims(R"(,"aud":"shop")"));
  with_claims(StrCat(R"({"sub":"ada","exp":)", kNow + 600, meant, "}"));
  with_claims(StrCat(R"({"exp":)", kNow + 600, meant, "}"));
  with_claims(Claims(meant + R"(,"app_metadata":{"role":"user","role":"admin"})"));
  with_claims("[" + Claims(meant) + "]");
  with_claims(Claims(meant + R"(,"x":)" + std::string(100, '[') + std::string(100, ']')));
  with_claims(Claims(meant + R"(,"x":"\udc00")"));
  with_claims(Claims(meant + R"(,"x":["a\ud800"])"));
  with_claims(Claims(meant + R"(,"x":{"\udfffy":1})"));
  with_claims(Claims(meant) + " trailing");
  with_claims(Claims(meant + R"(,"x":")" + std::string(10'000, 'x') + "\""));
  refused("Bearer " + SignShared("another secret", kHs256, Claims(meant)));
  f.options.shared_secret = "";
  refused("Bearer " + SignShared("", kHs256, Claims(meant)));
}

TEST_CASE("a public API key names nobody, and is held to its signature and its time") {
  Fixture f;
  f.options.rules.audience = "authenticated";
  f.options.rules.admin_user_ids = {kUser};
  const auto key = [&](const std::string& secret, int64_t expires, const std::string& more) {
    return f.Try("Bearer " +
                 SignShared(secret, kHs256,
                            StrCat(R"({"iss":"supabase","ref":"abc","exp":)", expires, more, "}")));
  };
  const std::string anon = R"(,"role":"anon","app_metadata":{"role":"admin"})";
  REQUIRE(key(kSecret, kNow + 600, anon).ok());
  CHECK_FALSE(key(kSecret, kNow + 600, anon)->signed_in());
  CHECK_FALSE(key(kSecret, kNow + 600, anon)->admin);
  CHECK_FALSE(key("another secret", kNow + 600, anon).ok());
  CHECK_FALSE(key(kSecret, kNow - 60, anon).ok());
  for (const char* role : {R"(,"role":"service_role")", R"(,"role":["anon"])", R"(,"role":"Anon")",
                           R"(,"role":"anon","sub":"")", R"(,"role":"anon","sub":null)", ""}) {
    INFO(role);
    CHECK_FALSE(key(kSecret, kNow + 600, role).ok());
  }
}

TEST_CASE("a header of another kind, or one that brings its own key, gets the same refusal") {
  Fixture f;
  const auto refused = [&](const std::string& header) {
    INFO(header.substr(0, 200));
    CHECK(f.Shared(Claims(), header) == "UNAUTHENTICATED");
  };
  // clang-format off: one header after the other, not one a line
  for (const char* header : {R"({"alg":"none"})",
                             R"({"alg":"None"})",
                             R"({"alg":"hs256"})",
                             R"({"alg":"HS384"})",
                             R"({"alg":"RS256"})",
                             R"({"alg":["HS256"]})",
                             R"({})",
                             "[]",
                             "",
                             R"({"alg":"HS256","crit":["exp"]})",
                             R"({"alg":"HS256","crit":[]})",
                             R"({"alg":"none","alg":"HS256"})",
                             R"({"alg":"HS256","kid":7})",
                             R"({"alg":"HS256","kid":""})",
                             R"({"alg":"HS256")",
                             R"({"alg":"HS256","typ":"JWE"})",
                             R"({"alg":"HS256","typ":"dpop+jwt"})",
                             R"({"alg":"HS256","typ":7})",
                             R"({"alg":"HS256","cty":"JWT"})",
                             R"({"alg":"HS256","cty":"application/jwt"})",
                             R"({"alg":"HS256","cty":"at+jwt"})",
                             R"({"alg":"HS256","cty":""})",
                             R"({"alg":"HS256","cty":7})",
                             R"({"alg":"HS256","b64":false})",
                             R"({"alg":"HS256","enc":"A256GCM"})",
                             R"({"alg":"HS256","zip":"DEF"})",
                             R"({"alg":"HS256","jku":"http://127.0.0.1/"})",
                             R"({"alg":"HS256","jwk":{}})",
                             R"({"alg":"HS256","x5u":"http://127.0.0.1/"})",
                             R"({"alg":"HS256","x5c":[]})"}) {
    refused(header);
  }
  // clang-format on
  for (const char* typ : {"jwt", "at+jwt", "application/JWT", "application/at+jwt"}) {
    CHECK(f.Shared(Claims(), StrCat(R"({"alg":"HS256","typ":")", typ, "\"}")) == "user");
  }
  CHECK(f.Shared(Claims(), R"({"alg":"HS256","cty":"application/json"})") == "user");
  refused(R"({"alg":"HS256","kid":")" + std::string(300, 'k') + "\"}");
  refused(std::string(R"({"alg":"HS256"})") + '\0');
  refused("\xef\xbb\xbf" + std::string(R"({"alg":"HS256"})"));
}

TEST_CASE("clocks may differ by a minute") {
  Fixture f;
  CHECK(f.Shared(Claims("", kNow - 59)) == "user");
  CHECK(f.Shared(Claims("", kNow - 60)) == "UNAUTHENTICATED");
  CHECK(f.Shared(Claims(StrCat(R"(,"nbf":)", kNow + 60, R"(,"iat":)", kNow + 60))) == "user");
}

TEST_CASE(
    "administrators come from app_metadata or the configured list, never from user_metadata") {
  Fixture f;
  CHECK(f.Shared(Claims(R"(,"app_metadata":{"role":"admin"})")) == "admin");
  CHECK(f.Shared(Claims(R"(,"app_metadata":{"role":"superadmin"})")) == "admin");
  for (const char* more :
       {R"(,"app_metadata":{"role":"Admin"})", R"(,"app_metadata":{"role":["admin"]})",
        R"(,"app_metadata":"admin")", R"(,"user_metadata":{"role":"admin"})", R"(,"role":"admin")",
        R"(,"role":"service_role")"}) {
    CHECK(f.Shared(Claims(more)) == "user");
  }
  f.options.rules.admin_user_ids = {kUser};
  CHECK(f.Shared(Claims()) == "admin");
}

TEST_CASE("organisations of a token are believed only when configured") {
  Fixture f;
  const std::string more =
      R"(,"app_metadata":{"orgs":[{"id":"0192F0C1-3333-7000-8000-00000000000B","role":"owner"},)"
      R"({"id":"x","role":"owner"},{"id":"0192f0c1-3333-7000-8000-00000000000c","role":"boss"},7]})";
  const std::string token = "Bearer " + SignShared(kSecret, kHs256, Claims(more));
  CHECK(f.Try(token)->orgs.empty());
  f.options.rules.trust_org_claims = true;
  const auto caller = f.Try(token);
  REQUIRE(caller->orgs.size() == 1);
  CHECK(caller->orgs[0].org_id == "0192f0c1-3333-7000-8000-00000000000b");
  CHECK(caller->orgs[0].role == "owner");
}

TEST_CASE("each key type verifies its own algorithm and no other") {
  const TestKey rsa = TestKey::Rsa("r", 2048);
  const TestKey ec = TestKey::P256("e");
  const TestKey ed = TestKey::Ed25519("d");
  JwksSource source([&] { return Jwks({rsa.jwk(), ec.jwk(), ed.jwk()}); }, {});
  Fixture f;
  f.jwks = &source;
  CHECK(f.Word(rsa.Sign(R"({"alg":"RS256","kid":"r"})", Claims())) == "user");
  CHECK(f.Word(ec.Sign(R"({"alg":"ES256","kid":"e"})", Claims())) == "user");
  CHECK(f.Word(ed.Sign(R"({"alg":"EdDSA","kid":"d"})", Claims())) == "user");
  // Without a kid, every key of the type is tried.
  CHECK(f.Word(ec.Sign(R"({"alg":"ES256"})", Claims())) == "user");
  // These name another key of the type, a key id of another type, and another algorithm.
  CHECK(f.Word(TestKey::P256("e").Sign(R"({"alg":"ES256","kid":"e"})", Claims())) ==
        "UNAUTHENTICATED");
  CHECK(f.Word(ed.Sign(R"({"alg":"ES256","kid":"e"})", Claims())) == "UNAUTHENTICATED");
  CHECK(f.Word(ed.Sign(R"({"alg":"EdDSA","kid":"e"})", Claims())) == "UNAUTHENTICATED");
  // The token uses the issuer's public key as a shared secret.
  CHECK(f.Word(SignShared(rsa.jwk(), R"({"alg":"HS256","kid":"r"})", Claims())) ==
        "UNAUTHENTICATED");
  std::string forged = rsa.Sign(R"({"alg":"RS256","kid":"r"})", Claims());
  forged[forged.size() - 20] = forged[forged.size() - 20] == 'A' ? 'B' : 'A';
  CHECK(f.Word(forged) == "UNAUTHENTICATED");
}

TEST_CASE("weak, odd and foreign keys of a set are passed over") {
  const TestKey weak = TestKey::Rsa("weak", 1024);
  const TestKey ec = TestKey::P256("e");
  std::string off_curve = ec.jwk();
  const size_t x = off_curve.find("\"x\":\"") + 5;
  off_curve[x] = off_curve[x] == 'A' ? 'B' : 'A';
  std::string encryption = TestKey::Rsa("enc", 2048).jwk();
  encryption.replace(encryption.find("\"sig\""), 5, "\"enc\"");
  const auto keys = ParseJwks(
      Jwks({weak.jwk(), off_curve, encryption, R"({"kty":"oct","k":"c2VjcmV0","kid":"o"})",
            R"({"kty":"EC","crv":"P-384","x":"AA","y":"AA"})", R"({"kty":"OKP","crv":"X25519"})",
            // This point has small order, and everybody can sign under it.
            R"({"kty":"OKP","crv":"Ed25519","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})",
            "7", "{}", ec.jwk()}));
  REQUIRE(keys.ok());
  CHECK(keys->size() == 1);
  CHECK(ParseJwks("\xEF\xBB\xBF" + Jwks({ec.jwk()})).ok());  // a file saved on Windows
  CHECK_FALSE(ParseJwks("[]").ok());
  CHECK_FALSE(ParseJwks("{}").ok());
  CHECK_FALSE(ParseJwks("{").ok());
}

TEST_CASE("a key that says it is for something else verifies nothing") {
  // RFC 7517 §4.2 to §4.4 say for what a key may be used.
  const auto accepted = [](const std::string& members) {
    std::string jwk = TestKey::Ed25519("k").jwk();
    for (const char* own : {R"(,"use":"sig")", R"(,"alg":"EdDSA")"}) {
      if (const size_t at = jwk.find(own); at != std::string::npos) jwk.erase(at, strlen(own));
    }
    jwk.insert(jwk.size() - 1, members);
    const auto keys = ParseJwks(Jwks({jwk}));
    REQUIRE(keys.ok());
    return keys->size() == 1;
  };
  CHECK(accepted(""));
  CHECK(accepted(R"(,"use":"sig","alg":"Ed25519","key_ops":["sign","verify"])"));
  for (const char* members :
       {R"(,"use":"enc")", R"(,"use":7)", R"(,"use":["sig"])", R"(,"alg":"ES256")",
        R"(,"alg":null)", R"(,"key_ops":[])", R"(,"key_ops":["encrypt"])", R"(,"key_ops":"verify")",
        R"(,"key_ops":[7])"}) {
    INFO(members);
    CHECK_FALSE(accepted(members));
  }
}

TEST_CASE("a new key set is known after the refresh, and no token makes it come sooner") {
  const TestKey old_key = TestKey::Ed25519("old");
  const TestKey new_key = TestKey::Ed25519("new");
  std::atomic<int> fetches = 0;
  std::atomic<bool> rotated = false;
  const auto fetch = [&]() -> absl::StatusOr<std::string> {
    ++fetches;
    return Jwks({rotated ? new_key.jwk() : old_key.jwk()});
  };
  Fixture f;
  const std::string old_token = old_key.Sign(R"({"alg":"EdDSA","kid":"old"})", Claims());
  const std::string new_token = new_key.Sign(R"({"alg":"EdDSA","kid":"new"})", Claims());
  {
    JwksSource source(fetch, {.refresh = absl::Milliseconds(1)});
    f.jwks = &source;
    CHECK(f.Word(old_token) == "user");
    rotated = true;
    // The second fetch from here began after the change, and has ended once a third one began.
    for (const int now = fetches; fetches < now + 3;) std::this_thread::yield();
    CHECK(f.Word(new_token) == "user");
    CHECK(f.Word(old_token) == "UNAUTHENTICATED");
  }
  {
    rotated = false;
    JwksSource source(fetch, {.refresh = absl::Hours(1)});
    f.jwks = &source;
    CHECK(f.Word(old_token) == "user");
    rotated = true;
    fetches = 0;
    for (int i = 0; i < 50; ++i) CHECK(f.Word(new_token) == "UNAUTHENTICATED");
    CHECK(fetches == 0);
  }
}

TEST_CASE("a set that cannot be fetched or read leaves the last one") {
  const TestKey key = TestKey::Ed25519("k");
  const std::string token = key.Sign(R"({"alg":"EdDSA","kid":"k"})", Claims());
  std::atomic<int> fetches = 0;
  JwksSource source(
      [&]() -> absl::StatusOr<std::string> {
        switch (++fetches) {
          case 1:
            return absl::UnavailableError("not yet");
          case 2:
            return Jwks({key.jwk()});
          case 3:
            return "not JSON";
          default:
            return absl::UnavailableError("gone");
        }
      },
      {.refresh = absl::Milliseconds(1), .retry = absl::Milliseconds(1)});
  Fixture f;
  f.jwks = &source;
  while (fetches < 6) std::this_thread::yield();
  CHECK(f.Word(token) == "user");
}

TEST_CASE("a key set comes from a file, or from a server that is asked nicely") {
  char path[] = "/tmp/keys-jwks-XXXXXX";
  const int file = mkstemp(path);
  REQUIRE(write(file, "{\"keys\":[]}", 11) == 11);
  close(file);
  CHECK(*(*FetchJwksFrom(StrCat("file://", path)))() == "{\"keys\":[]}");
  unlink(path);
  CHECK_FALSE((*FetchJwksFrom(StrCat("file://", path)))().ok());
  // No server listens at this port.
  CHECK_FALSE((*FetchJwksFrom("http://127.0.0.1:1/jwks.json"))().ok());
  CHECK_FALSE(FetchJwksFrom("ftp://issuer/jwks.json").ok());
  CHECK_FALSE(FetchJwksFrom("/etc/jwks.json").ok());
}

TEST_CASE("while the issuer's keys were never seen, nobody can tell, and that is no 401") {
  JwksSource source([] { return absl::StatusOr<std::string>(absl::UnavailableError("down")); }, {});
  Fixture f;
  f.jwks = &source;
  const TestKey key = TestKey::Ed25519("k");
  CHECK(f.Word(key.Sign(R"({"alg":"EdDSA","kid":"k"})", Claims())) == "UNAVAILABLE");
}

}  // namespace
}  // namespace keys::gateway

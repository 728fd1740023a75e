// Tests signing in as the personas of a local stack. tests/e2e tests Supabase Auth with its fake.
#include <catch2/catch.hpp>
#include <future>

#include "common/base/text.h"
#include "common/config/config.h"
#include "gateway/filters/problem.h"
#include "gateway/sign_in/configure.h"
#include "gateway/sign_in/cookies.h"
#include "gateway/sign_in/same_origin.h"
#include "gateway/testing/words.h"

namespace keys::gateway {
namespace {

constexpr char kSecret[] = "the issuer's shared secret, for tests";

struct Fixture {
  HttpResponse Ask(void (SignInDesk::*action)(const ExchangePtr&, const Reply&),
                   const std::string& body, HeaderFields fields) {
    auto exchange = std::make_shared<Exchange>();
    exchange->caller.client_ip = "192.0.2.1";
    exchange->request = {.method = "POST", .target = "/auth/x", .headers = std::move(fields)};
    exchange->request.body = body;
    std::promise<absl::StatusOr<HttpResponse>> promise;
    (desk.*action)(exchange, [&](absl::StatusOr<HttpResponse> answer) {
      promise.set_value(std::move(answer));
    });
    auto answer = promise.get_future().get();
    return answer.ok() ? *std::move(answer) : ProblemResponse(answer.status(), "id");
  }
  HttpResponse SignIn(const std::string& persona) {
    return Ask(&SignInDesk::SignInAsPersona, StrCat(R"({"persona":")", persona, "\"}"), Ours());
  }
  HttpResponse Refresh(const std::string& cookie) {
    return Ask(&SignInDesk::Refresh, "{}", Ours(cookie));
  }
  HttpResponse SignOut(const std::string& cookie, const std::string& scope) {
    return Ask(&SignInDesk::SignOut, StrCat(R"({"scope":")", scope, "\"}"), Ours(cookie));
  }
  static HeaderFields Ours(const std::string& cookie = "") {
    HeaderFields fields{{"content-type", "application/json"},
                        {"host", "127.0.0.1:8080"},
                        {"origin", "http://127.0.0.1:8080"}};
    if (!cookie.empty()) fields.Add("cookie", "theme=dark; keys_session=" + cookie);
    return fields;
  }

  FakeClock clock;
  Authenticator authenticator{
      {.shared_secret = kSecret, .rules = {.audience = "authenticated"}}, nullptr, clock};
  SignInDesk desk{{.public_url = "http://127.0.0.1:8080",
                   .development = std::make_unique<DevelopmentSignIn>(
                       DevelopmentSignIn::Options{
                           .secret = kSecret, .audience = "authenticated", .max_sessions = 3},
                       clock)},
                  authenticator,
                  clock};
};

// Returns the value in a Set-Cookie field.
std::string CookieOf(const HttpResponse& response) {
  const std::string set = Header(response, "set-cookie");
  const size_t from = set.find('=') + 1;
  return set.substr(from, set.find(';') - from);
}

bool Has(const HttpResponse& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

constexpr char kSignedOut[] = R"({"signedOut":true})";

TEST_CASE("a persona signs in, stays signed in by its cookie and is who it says") {
  Fixture f;
  const HttpResponse ada = f.SignIn("buyer-ada");
  REQUIRE(ada.status == 200);
  CHECK(Has(ada, R"("user":{"id":"11111111-1111-4111-8111-111111111111",)"));
  CHECK(Has(ada, R"("role":"user")"));
  CHECK(Has(f.SignIn("admin"), R"("role":"admin")"));
  const std::string set = Header(ada, "set-cookie");
  CHECK(set.starts_with("keys_session=buyer-ada."));
  CHECK(set.find("; Path=/auth; HttpOnly; SameSite=Strict; Max-Age=") != std::string::npos);
  CHECK(set.find("Secure") == std::string::npos);
  CHECK(Header(ada, "cache-control") == "no-store");
  const HttpResponse again = f.Refresh(CookieOf(ada));
  CHECK(again.status == 200);
  CHECK(Has(again, R"("accessToken":")"));
  CHECK(Word(f.SignIn("mallory")) == "404 NOT_FOUND");
}

TEST_CASE("without a session a refresh says so, and takes a worthless cookie away") {
  Fixture f;
  CHECK(f.Refresh("").body == kSignedOut);
  CHECK(Header(f.Refresh(""), "set-cookie").empty());
  const std::string good = CookieOf(f.SignIn("owner"));
  for (const std::string& bad :
       {std::string("x"), std::string("owner.0123.abc"), good + "x", "admin" + good.substr(5)}) {
    const HttpResponse answer = f.Refresh(bad);
    INFO(bad);
    CHECK(answer.status == 200);
    CHECK(answer.body == kSignedOut);
    CHECK(Header(answer, "set-cookie").starts_with("keys_session=; "));
    CHECK(Header(answer, "set-cookie").find("Max-Age=0") != std::string::npos);
  }
  CHECK(f.Refresh(good).body != kSignedOut);
}

TEST_CASE("signing out ends the session, or all of the person") {
  Fixture f;
  const std::string here = CookieOf(f.SignIn("buyer-ada"));
  const std::string there = CookieOf(f.SignIn("buyer-ada"));
  const std::string ben = CookieOf(f.SignIn("buyer-ben"));
  CHECK(f.SignOut(here, "local").body == kSignedOut);
  CHECK(f.Refresh(here).body == kSignedOut);
  CHECK(f.Refresh(there).body != kSignedOut);
  const std::string third = CookieOf(f.SignIn("buyer-ada"));
  CHECK(f.SignOut(third, "global").body == kSignedOut);
  CHECK(f.Refresh(there).body == kSignedOut);
  CHECK(f.Refresh(ben).body != kSignedOut);
  CHECK(f.SignOut(here, "local").body == kSignedOut);
  CHECK(Word(f.SignOut(ben, "everywhere")) == "400 INVALID_ARGUMENT");
}

TEST_CASE("sessions are bounded: the one begun longest ago is forgotten first") {
  Fixture f;
  const std::string first = CookieOf(f.SignIn("buyer-ada"));
  const std::string second = CookieOf(f.SignIn("buyer-ada"));
  f.SignIn("buyer-ada");
  f.SignIn("buyer-ada");
  CHECK(f.Refresh(first).body == kSignedOut);
  CHECK(f.Refresh(second).body != kSignedOut);
}

TEST_CASE("only this shop's own pages sign people in and out, and only with JSON") {
  Fixture f;
  const auto with = [&](const char* name, const char* value) {
    HeaderFields fields = Fixture::Ours();
    fields.Set(name, value);
    return Word(f.Ask(&SignInDesk::SignInAsPersona, R"({"persona":"owner"})", fields));
  };
  CHECK(with("sec-fetch-site", "same-origin") == "200");
  for (const char* site : {"cross-site", "same-site", "none", "Same-Origin"}) {
    CHECK(with("sec-fetch-site", site) == "403 FORBIDDEN");
  }
  for (const char* origin : {"null", "http://evil.example", "https://127.0.0.1:8080",
                             "http://127.0.0.1:8081", "http://127.0.0.1:8080.evil.example"}) {
    INFO(origin);
    CHECK(with("origin", origin) == "403 FORBIDDEN");
  }
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
    CHECK(with("content-type", type) == "415 UNSUPPORTED_MEDIA_TYPE");
  }
  // A foreign name that resolves to this machine is refused.
  HeaderFields rebound{{"content-type", "application/json"},
                       {"host", "evil.example:8080"},
                       {"origin", "http://evil.example:8080"}};
  CHECK(Word(f.Ask(&SignInDesk::SignInAsPersona, R"({"persona":"owner"})", rebound)) ==
        "403 FORBIDDEN");
  const HeaderFields silent{{"content-type", "application/json"}, {"host", "127.0.0.1:8080"}};
  CHECK(Word(f.Ask(&SignInDesk::Refresh, "{}", silent)) == "403 FORBIDDEN");
  CHECK(Word(f.Ask(&SignInDesk::Refresh, "{}", {{"origin", "http://127.0.0.1:8080"}})) ==
        "415 UNSUPPORTED_MEDIA_TYPE");
}

TEST_CASE("bodies are checked, and never repeated") {
  Fixture f;
  const auto word = [&](const std::string& body) {
    const HttpResponse answer = f.Ask(&SignInDesk::SignInAsPersona, body, Fixture::Ours());
    CHECK_FALSE(Has(answer, "secret"));
    return Word(answer);
  };
  CHECK(word("secret") == "400 INVALID_JSON");
  CHECK(word("[]") == "400 INVALID_JSON");
  CHECK(word("{}") == "400 INVALID_ARGUMENT");
  CHECK(word(R"({"persona":7})") == "400 INVALID_ARGUMENT");
  CHECK(word(R"({"persona":"secret\u0000"})") == "400 INVALID_ARGUMENT");
  CHECK(word(R"({"persona":"owner","secret":1})") == "400 UNKNOWN_FIELD");
  CHECK(word(StrCat(R"({"persona":"secret)", std::string(100, 'x'), "\"}")) ==
        "400 INVALID_ARGUMENT");
}

TEST_CASE("cookies are Secure unless the shop is on this machine") {
  CHECK(SetCookie("a", "b", 5, true) ==
        "a=b; Path=/auth; HttpOnly; SameSite=Strict; Max-Age=5; Secure");
  CHECK(IsLoopbackUrl("http://127.0.0.1:8080"));
  CHECK(IsLoopbackUrl("http://localhost"));
  CHECK(IsLoopbackUrl("http://[::1]:80/x"));
  CHECK_FALSE(IsLoopbackUrl("https://127.0.0.1.evil.example"));
  CHECK_FALSE(IsLoopbackUrl("http://0.0.0.0:8080"));
  CHECK_FALSE(IsLoopbackUrl(""));
}

TEST_CASE("who comes with the same refresh token gets the same session, asked for once") {
  FakeClock clock;
  RefreshRounds rounds(clock, 2);
  std::vector<std::string> got;
  const auto take = [&](const RefreshRounds::Outcome& outcome) {
    got.push_back(outcome.ok() ? outcome->refresh_token : "refused");
  };
  CHECK(rounds.Join("one", take));
  CHECK_FALSE(rounds.Join("one", take));
  CHECK(got.empty());
  rounds.Finish("one", Granted{.refresh_token = "two"});
  CHECK_FALSE(rounds.Join("one", take));
  CHECK(got == std::vector<std::string>{"two", "two", "two"});
  // Later the issuer is asked again, because only the issuer can tell reuse from theft.
  clock.Advance(kRefreshReuse);
  CHECK(rounds.Join("one", take));
  rounds.Finish("one", absl::UnavailableError("down"));
  CHECK(rounds.Join("one", take));
  CHECK(rounds.Join("other", take));
  CHECK_FALSE(rounds.Join("third", take));
  CHECK(got.back() == "refused");
  rounds.Finish("other", Granted{.refresh_token = "next"});
  rounds.Forget("next");
  CHECK(rounds.Join("other", take));
}

TEST_CASE("development sign-in is refused where others could reach it or nothing signs it") {
  const auto problem = [](std::map<std::string, std::string> set) {
    auto variables = SignInVariables();
    for (const char* name :
         {"HTTP_LISTEN", "PUBLIC_URL", "SUPABASE_JWT_SECRET", "JWT_AUDIENCE", "JWT_ISSUER"}) {
      variables.push_back({.name = name, .fallback = ""});
    }
    set.try_emplace("HTTP_LISTEN", "127.0.0.1:8080");
    const auto config = config::Config::Load(variables, [&](const char* name) -> const char* {
      const auto found = set.find(name);
      return found == set.end() ? nullptr : found->second.c_str();
    });
    REQUIRE(config.ok());
    const FakeClock clock;
    const auto options = SignInOptionsOf(*config, clock);
    return options.ok() ? std::string() : std::string(options.status().message());
  };
  const std::string secret = "sixteen bytes at least";
  CHECK(problem({}).empty());
  CHECK(problem({{"DEV_SIGN_IN", "on"}, {"SUPABASE_JWT_SECRET", secret}}).empty());
  CHECK(problem({{"DEV_SIGN_IN", "on"}}).find("SUPABASE_JWT_SECRET") != std::string::npos);
  for (const char* listen : {"0.0.0.0:8080", "[::]:8080", "192.0.2.1:8080", "127.0.0.1.x:80"}) {
    CHECK(problem({{"DEV_SIGN_IN", "on"}, {"SUPABASE_JWT_SECRET", secret}, {"HTTP_LISTEN", listen}})
              .find("loopback") != std::string::npos);
  }
  const std::string url = "https://x.supabase.co/auth/v1";
  CHECK(
      problem({{"DEV_SIGN_IN", "on"}, {"SUPABASE_JWT_SECRET", secret}, {"SUPABASE_AUTH_URL", url}})
          .find("exclude") != std::string::npos);
  CHECK(problem({{"SUPABASE_AUTH_URL", url}}).find("SUPABASE_ANON_KEY") != std::string::npos);
  CHECK(problem({{"SUPABASE_AUTH_URL", url}, {"SUPABASE_ANON_KEY", "k"}}).find("PUBLIC_URL") !=
        std::string::npos);
  CHECK(problem({{"SUPABASE_AUTH_URL", "http://x.example"}}).find("https://") != std::string::npos);
  CHECK(problem({{"AUTH_PROVIDERS", "github,Bad Word"}}).find("Bad Word") != std::string::npos);
}

}  // namespace
}  // namespace keys::gateway

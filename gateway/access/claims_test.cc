// Tests what the claims of a good token are taken to mean.
#include <catch2/catch.hpp>

#include "gateway/testing/authenticator_fixture.h"

namespace keys::gateway {
namespace {

using Fixture = AuthenticatorFixture;

TEST_CASE("times may have a fraction or an exponent (RFC 7519 §2), and are compared with it") {
  Fixture f;
  const auto try_times = [&](const std::string& exp, const std::string& iat = "0") {
    return f.Shared(StrCat(R"({"sub":")", kUser, R"(","exp":)", exp, R"(,"iat":)", iat, "}"));
  };
  for (const std::string& exp :
       {StrCat(kNow + 600, ".0"), StrCat(kNow + 600, ".5"), std::string("1.7954358e9"),
        std::string("17954358E2"), std::string("1795435800000e-3"), StrCat(kNow - 60, ".25")}) {
    INFO(exp);
    CHECK(try_times(exp) == "user");
  }
  for (const std::string& exp : {StrCat(kNow - 61, ".75"), StrCat(kNow - 60, ".0"),
                                 std::string("1.7e9"), std::string("-1.5"), std::string("1e300")}) {
    INFO(exp);
    CHECK(try_times(exp) != "user");
  }
  CHECK(try_times(StrCat(kNow + 600), StrCat(kNow + 59, ".5")) == "user");
  CHECK(try_times(StrCat(kNow + 600), StrCat(kNow + 60, ".5")) != "user");
}

TEST_CASE("an organisation that a token claims twice is not claimed") {
  Fixture f;
  f.options.rules.trust_org_claims = true;
  const auto orgs_of = [&](const std::string& orgs) {
    const auto caller =
        f.Try("Bearer " +
              SignShared(kSecret, kHs256, Claims(R"(,"app_metadata":{"orgs":[)" + orgs + "]}")));
    REQUIRE(caller.ok());
    std::string seen;
    for (const rpc::OrgClaim& org : caller->orgs)
      StrAppend(&seen, std::string(1, org.org_id.back()), org.role, " ");
    return seen;
  };
  const auto claim = [](char last, const std::string& role) {
    return StrCat(R"({"id":"0192f0c1-3333-7000-8000-00000000000)", std::string(1, last),
                  R"(","role":")", role, "\"}");
  };
  CHECK(orgs_of(claim('a', "member") + "," + claim('b', "owner")) == "amember bowner ");
  CHECK(orgs_of(claim('a', "member") + "," + claim('a', "owner") + "," + claim('b', "admin")) ==
        "badmin ");
  CHECK(orgs_of(claim('a', "owner") + "," + claim('A', "member")).empty());
  // A repeated claim counts as repeated even beyond the part of a long list that is kept.
  std::string many = claim('a', "member");
  for (int i = 0; i < 40; ++i) {
    many +=
        StrCat(R"(,{"id":"0192f0c1-4444-7000-8000-0000000000)", 10 + i, R"(","role":"member"})");
  }
  CHECK(orgs_of(many + "," + claim('a', "owner")).find("aowner") == std::string::npos);
  CHECK(orgs_of(many + "," + claim('a', "owner")).find("amember") == std::string::npos);
}

}  // namespace
}  // namespace keys::gateway

#include "common/semver/version.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace keys::semver {
namespace {

Version V(std::string_view text) {
  auto version = Version::Parse(text);
  INFO(text);
  REQUIRE(version.ok());
  return *version;
}

TEST_CASE("well-formed versions are read and written back as they were") {
  for (const char* text :
       {"0.0.0", "1.2.3", "10.20.30", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-0.3.7", "1.0.0--",
        "1.0.0-x-y-z.--", "1.0.0+20130313144700", "1.0.0-beta+exp.sha.5114f85", "1.0.0+001",
        "1.0.0+21AF26D3---117B344092BD", "9007199254740991.0.0", "1.0.0-0A.is.legal",
        "1.0.0-99999999999999999999999"}) {
    CHECK(V(text).ToString() == text);
  }
}

TEST_CASE("malformed versions are refused") {
  for (const char* text : {"",
                           "1",
                           "1.2",
                           "v1.0",
                           "v1.0.0",
                           "1.0",
                           "01.2.3",
                           "1.02.3",
                           "1.2.03",
                           "1.2.3-",
                           "1.2.3+",
                           "1.2.3-01",
                           "1.2.3-a..b",
                           "1.2.3-a.",
                           "1.2.3+a..b",
                           "1.2.3-ä",
                           "../../x",
                           " 1.2.3",
                           "1.2.3 ",
                           "1.2.3.4",
                           "1.2.3-1+2+3",
                           "-1.2.3",
                           "+1.2.3",
                           "1.2.x",
                           "9007199254740992.0.0",
                           "1.2.3\n"}) {
    INFO(text);
    CHECK_FALSE(Version::Parse(text).ok());
  }
  CHECK_FALSE(Version::Parse("1.0.0-" + std::string(kMaxVersionLength, 'a')).ok());
}

// semver.org §11, with the corners that string comparison gets wrong.
const std::vector<std::string> kAscending = {"0.0.1-0",
                                             "0.0.1",
                                             "0.9.0",
                                             "0.10.0",
                                             "1.0.0-0",
                                             "1.0.0-2",
                                             "1.0.0-11",
                                             "1.0.0-11.a",
                                             "1.0.0--",
                                             "1.0.0-A",
                                             "1.0.0-alpha",
                                             "1.0.0-alpha.1",
                                             "1.0.0-alpha.beta",
                                             "1.0.0-alpha-x",
                                             "1.0.0-beta",
                                             "1.0.0-beta.2",
                                             "1.0.0-beta.11",
                                             "1.0.0-rc.1",
                                             "1.0.0",
                                             "1.0.1",
                                             "2.0.0",
                                             "2.1.0",
                                             "2.1.1",
                                             "10.0.0"};

TEST_CASE("precedence and the sort key agree on every pair") {
  for (std::size_t i = 0; i < kAscending.size(); ++i) {
    for (std::size_t j = 0; j < kAscending.size(); ++j) {
      INFO(kAscending[i] << " against " << kAscending[j]);
      const Version a = V(kAscending[i]);
      const Version b = V(kAscending[j]);
      CHECK((Compare(a, b) < 0) == (i < j));
      CHECK((Compare(a, b) == 0) == (i == j));
      CHECK((a.SortKey() < b.SortKey()) == (i < j));
    }
  }
}

TEST_CASE("build metadata does not count in precedence") {
  CHECK(Compare(V("1.0.0+a"), V("1.0.0+b")) == 0);
  CHECK(V("1.0.0+a").SortKey() == V("1.0.0").SortKey());
}

TEST_CASE("latest is the highest release, or the highest pre-release if there is none") {
  const std::vector<Version> mixed = {V("1.9.0"), V("1.10.0"), V("2.0.0-rc.1"), V("1.2.0")};
  CHECK(LatestIndex(mixed) == 1);
  const std::vector<Version> previews = {V("1.0.0-alpha"), V("1.0.0-beta.2"), V("1.0.0-beta.11")};
  CHECK(LatestIndex(previews) == 2);
  CHECK_FALSE(LatestIndex({}).has_value());
}

}  // namespace
}  // namespace keys::semver

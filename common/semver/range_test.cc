#include "common/semver/range.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "common/base/text.h"

namespace keys::semver {
namespace {

bool Contains(std::string_view range, std::string_view version) {
  auto parsed = Range::Parse(range);
  auto value = Version::Parse(version);
  INFO(range << " with " << version);
  REQUIRE(parsed.ok());
  REQUIRE(value.ok());
  return parsed->Contains(*value);
}

TEST_CASE("ranges mean what npm's documentation says") {
  CHECK(Contains("^1.2.3", "1.9.0"));
  CHECK_FALSE(Contains("^1.2.3", "2.0.0"));
  CHECK(Contains("^0.2.3", "0.2.9"));
  CHECK_FALSE(Contains("^0.2.3", "0.3.0"));
  CHECK_FALSE(Contains("^0.0.3", "0.0.4"));
  CHECK(Contains("~1.2", "1.2.9"));
  CHECK_FALSE(Contains("~1.2", "1.3.0"));
  CHECK(Contains("1.2.3 - 2.3", "2.3.9"));
  CHECK_FALSE(Contains("1.2.3 - 2.3", "2.4.0"));
  CHECK(Contains(">=18 <21 || ^22.1", "22.4.0"));
  CHECK_FALSE(Contains(">=18 <21 || ^22.1", "21.0.0"));
  CHECK(Contains("", "3.1.4"));
}

TEST_CASE("a pre-release satisfies only a range that names a pre-release of the same version") {
  CHECK(Contains(">1.2.3-alpha.3", "1.2.3-alpha.7"));
  CHECK_FALSE(Contains(">1.2.3-alpha.3", "3.4.5-alpha.9"));
  CHECK(Contains(">1.2.3-alpha.3", "3.4.5"));
  CHECK_FALSE(Contains("*", "1.0.0-alpha"));
  CHECK_FALSE(Contains("^1.0.0", "2.0.0-alpha"));
}

TEST_CASE("the canonical form has comparators only") {
  CHECK(Range::Parse("^1.2 || ~0.1.0")->ToString() == ">=1.2.0 <2.0.0-0||>=0.1.0 <0.2.0-0");
  CHECK(Range::Parse(" = 1.2.3+b ")->ToString() == "1.2.3");
  CHECK(Range::Parse("*")->ToString().empty());
}

TEST_CASE("what is not a range is refused") {
  for (const char* text : {"latest", "1.2.3.4", "^", ">", "a || b", "1.02.3", "^1.2.3-01", "1 -2",
                           "1.2.3 - 2 - 3", "git+ssh://host/x", "^9007199254740991.0.0", "1.x.3"}) {
    INFO(text);
    CHECK_FALSE(Range::Parse(text).ok());
  }
  CHECK_FALSE(Range::Parse(std::string(kMaxRangeLength + 1, ' ')).ok());
}

// Each line: range, valid or invalid, then versions with + (satisfies) or - (does not), made once
// with npm's semver 7.8 from random ranges.
TEST_CASE("random ranges agree with npm's own answers") {
  std::ifstream table("common/semver/testdata/npm_ranges.tsv");
  std::string line;
  int rows = 0;
  while (std::getline(table, line)) {
    const auto cells = Split(line, '\t');
    INFO(line);
    REQUIRE(cells.size() >= 2);
    CHECK(Range::Parse(cells[0]).ok() == (cells[1] == "valid"));
    for (std::size_t i = 2; i < cells.size(); ++i) {
      CHECK(Contains(cells[0], cells[i].substr(1)) == (cells[i][0] == '+'));
    }
    ++rows;
  }
  CHECK(rows == 280);
}

}  // namespace
}  // namespace keys::semver

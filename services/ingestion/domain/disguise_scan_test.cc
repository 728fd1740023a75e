#include "services/ingestion/domain/disguise_scan.h"

#include <catch2/catch.hpp>
#include <string>

namespace keys::ingestion {
namespace {

std::int64_t LineOf(std::string_view text) {
  DisguiseScan scan;
  scan.Take(text);
  return scan.line();
}

TEST_CASE("what turns or hides text in a file is found with its line") {
  CHECK(LineOf("a\nif (isAdmin\u202E) {\n\u2066") == 2);
  CHECK(LineOf("\u2069") == 1);
  CHECK(LineOf("Do this.\n\nThen\U000E0069\U000E0067") == 3);
}

TEST_CASE("what scripts and emoji need is let through") {
  for (const char* text :
       {"", "plain", "می\u200Cخواهم \u200F", "\u2065 \u206A \u2029 \u202F",
        "\U0001F469\u200D\U0001F4BB",
        "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"}) {
    CHECK(LineOf(text) == 0);
  }
}

TEST_CASE("a character that two chunks share is found") {
  const std::string text = "x\n\u202E";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    DisguiseScan scan;
    scan.Take(std::string_view(text).substr(0, cut));
    scan.Take(std::string_view(text).substr(cut));
    CHECK(scan.line() == 2);
  }
}

}  // namespace
}  // namespace keys::ingestion

#include "services/ingestion/render/bare_links.h"

#include <catch2/catch.hpp>
#include <string>

namespace keys::ingestion {
namespace {

std::string First(std::string_view text) {
  const auto at = FindBareUrl(text);
  if (at == std::string_view::npos) return "";
  return std::string(text.substr(at, BareUrlSize(text.substr(at))));
}

TEST_CASE("addresses without marks are found and end as on GitHub") {
  CHECK(First("see http://localhost:8080 as") == "http://localhost:8080");
  CHECK(First("git+https://a.example/b.git") == "https://a.example/b.git");
  CHECK(First("\"https://a.example/\"") == "https://a.example/");
  CHECK(First("(https://a.example/b_(c))") == "https://a.example/b_(c)");
  CHECK(First("https://a.example/?b=c&amp;") == "https://a.example/?b=c");
  CHECK(First("https://a.example/; then") == "https://a.example/");
  CHECK(First("https://a.example/b<c") == "https://a.example/b");
  CHECK(First("HTTPS://A.example!") == "HTTPS://A.example");
  CHECK(First("xhttps://a.example ftp://a.example https:// https://.") == "");
  CHECK(First("xhttps://a.example https://b.example") == "https://b.example");
  CHECK(IsBareMail("me@a.example"));
  CHECK_FALSE(IsBareMail("left-pad@1.3.0"));
}

}  // namespace
}  // namespace keys::ingestion

#include "services/entitlement/domain/user_agent.h"

#include <catch2/catch.hpp>

namespace keys::entitlement {
namespace {

std::string Repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST_CASE("an ordinary user agent is kept as it is") {
  CHECK(KeptUserAgent("").empty());
  CHECK(KeptUserAgent("curl/7.88.1") == "curl/7.88.1");
  CHECK(KeptUserAgent(Repeat("x", 500)) == Repeat("x", 500));
}

TEST_CASE("a longer one ends in three dots, cut at a character") {
  CHECK(KeptUserAgent(Repeat("x", 501)) == Repeat("x", 497) + "...");
  const std::string key = "\xf0\x9f\x94\x91";
  CHECK(KeptUserAgent(Repeat(key, 500)) == Repeat(key, 500));
  CHECK(KeptUserAgent(Repeat(key, 501)) == Repeat(key, 497) + "...");
  CHECK(KeptUserAgent(std::string("a").append(Repeat("\xc3\xa4", 600))) ==
        std::string("a").append(Repeat("\xc3\xa4", 496)).append("..."));
}

TEST_CASE("what is no text becomes U+FFFD, so that it can be stored") {
  CHECK(KeptUserAgent(std::string("a\0b\n", 4)) ==
        "a\xef\xbf\xbd"
        "b\xef\xbf\xbd");
  CHECK(KeptUserAgent("\xff") == "\xef\xbf\xbd");
  CHECK(KeptUserAgent("\xc3") == "\xef\xbf\xbd");
  CHECK(KeptUserAgent("\xc0\x80") == Repeat("\xef\xbf\xbd", 2));
  CHECK(KeptUserAgent("\xed\xa0\x80") == Repeat("\xef\xbf\xbd", 3));
  CHECK(KeptUserAgent("\xf4\x90\x80\x80") == Repeat("\xef\xbf\xbd", 4));
}

}  // namespace
}  // namespace keys::entitlement

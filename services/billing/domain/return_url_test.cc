#include "services/billing/domain/return_url.h"

#include <catch2/catch.hpp>

namespace keys::billing {
namespace {

ReturnUrlPolicy Policy() {
  return *ReturnUrlPolicy::Make(
      {"https://shop.example", "http://localhost:8080", "http://127.0.0.1:8080/"});
}

TEST_CASE("buyers are sent back to configured origins only") {
  const ReturnUrlPolicy policy = Policy();
  for (const char* good :
       {"https://shop.example", "https://shop.example/thanks?s={CHECKOUT_SESSION_ID}#done",
        "HTTPS://Shop.Example:443/x", "http://localhost:8080/ok", "http://127.0.0.1:8080?x=1"}) {
    CAPTURE(good);
    CHECK(policy.Allow(good));
  }
  for (const char* bad : {"",
                          "shop.example",
                          "/relative",
                          "http://shop.example/",
                          "https://shop.example:444/",
                          "https://shop.example.evil.test/",
                          "https://evil.test/?u=https://shop.example",
                          "https://shop.example@evil.test/",
                          "https://user:pw@shop.example/",
                          "https://evil.test\\@shop.example/",
                          "https://shop.example\\.evil.test/",
                          "javascript://shop.example/%0aalert(1)",
                          "http://localhost:8081/",
                          "http://localhost/",
                          "https://localhost:8080/",
                          "https://shop.example /",
                          "https://shop.example/\r\nX: y",
                          "https:///shop.example",
                          "https://shop.example:/",
                          "https://shop.example:99999999/",
                          "ftp://shop.example/",
                          "http://[::1]:8080/"}) {
    CAPTURE(bad);
    CHECK_FALSE(policy.Allow(bad));
  }
}

TEST_CASE("an address longer than any limit is not allowed") {
  CHECK_FALSE(Policy().Allow("https://shop.example/" + std::string(2000, 'a')));
}

TEST_CASE("an origin that could never be allowed stops the configuration") {
  for (const char* bad :
       {"http://shop.example", "shop.example", "https://shop.example/shop", "*"}) {
    CAPTURE(bad);
    CHECK_FALSE(ReturnUrlPolicy::Make({bad}).ok());
  }
  CHECK(ReturnUrlPolicy::Make({}).ok());
}

}  // namespace
}  // namespace keys::billing

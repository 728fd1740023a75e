// Tests screenshots of KEYS, delivered by a whole gateway from an object store on disk.
#include "gateway/endpoints/screenshot.h"

#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"

namespace keys::gateway {
namespace {

struct Pictures {
  std::string Put(const std::string& bytes, const std::string& ending = ".png") {
    // The name is the digest, which the test learns by storing the bytes somewhere else first.
    const std::string digest = g.PutObject("keys/node/x/1.0.0/key.zip", bytes);
    g.PutObject(StrCat("screenshots/", digest, ending), bytes);
    return digest;
  }
  HttpResponse Get(const std::string& file, const HeaderFields& headers = {}) {
    return g.Ask("GET", StrCat("/marketplace/screenshots/", file), headers);
  }
  GatewayFixture g;
};

TEST_CASE("a screenshot has its type, may be kept for ever and runs nothing") {
  Pictures pictures;
  const std::string digest = pictures.Put("picture");
  const HttpResponse response = pictures.Get(digest + ".png");
  CHECK(response.status == 200);
  CHECK(BodyOf(response) == "picture");
  CHECK(Header(response, "content-type") == "image/png");
  CHECK(Header(response, "x-content-type-options") == "nosniff");
  CHECK(Header(response, "cache-control") == "public, max-age=31536000, immutable");
  CHECK(Header(response, "content-security-policy") == "default-src 'none'; sandbox");
  CHECK(Header(response, "etag") == StrCat("\"", digest, "\""));
  CHECK(pictures.Get(digest + ".png", {{"if-none-match", StrCat("\"", digest, "\"")}}).status ==
        304);
  CHECK(Header(pictures.Get(pictures.Put("photo", ".jpg") + ".jpg"), "content-type") ==
        "image/jpeg");
  CHECK(Header(pictures.Get(pictures.Put("web", ".webp") + ".webp"), "content-type") ==
        "image/webp");
}

TEST_CASE("only names of screenshots are looked up") {
  Pictures pictures;
  const std::string digest = pictures.Put("picture", ".svg");
  pictures.Put("picture", "");
  for (const std::string& file : {digest + ".png", digest + ".svg", digest, digest + ".PNG",
                                  std::string("..%2Fkeys%2Fnode%2Fx%2F1.0.0%2Fkey.zip"),
                                  std::string(63, 'a') + ".png", std::string(64, 'A') + ".png"}) {
    INFO(file);
    CHECK(pictures.Get(file).status == 404);
  }
}

TEST_CASE("bytes that are not the digest's are never sent") {
  Pictures pictures;
  const std::string file = std::string(64, 'a') + ".png";
  pictures.g.PutObject("screenshots/" + file, "something else");
  const HttpResponse response = pictures.Get(file);
  CHECK(response.status == 503);
  CHECK(response.body.find("something else") == std::string::npos);
  CHECK(Header(response, "cache-control").find("immutable") == std::string::npos);
  pictures.g.PutObject("screenshots/" + std::string(64, 'b') + ".png",
                       std::string(static_cast<size_t>(kMaxScreenshotBytes) + 1, 'x'));
  CHECK(pictures.Get(std::string(64, 'b') + ".png").status == 503);
}

}  // namespace
}  // namespace keys::gateway

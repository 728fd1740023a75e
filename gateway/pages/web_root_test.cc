#include "gateway/pages/web_root.h"

#include <catch2/catch.hpp>

#include "gateway/filters/negotiate.h"
#include "gateway/pages/site.h"
#include "gateway/testing/built_storefront.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"

namespace keys::gateway {
namespace {

std::string Refusal(const BuiltStorefront& storefront) {
  const auto loaded = WebRoot::Load(storefront.path());
  return loaded.ok() ? "" : std::string(loaded.status().message());
}

bool Says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("assets are sent in the coding the client likes best, to be kept for ever") {
  BuiltStorefront storefront;
  storefront.Put("assets/main-1a.js", "plain");
  storefront.Put("assets/main-1a.js.gz", "zipped");
  storefront.Put("assets/main-1a.js.br", "brotli");
  storefront.Put("icon-192.png", "png");
  GatewayFixture g({.web_root = storefront.path()});
  const auto get = [&](const char* path, const char* coding) {
    return g.Ask("GET", path, {{"accept-encoding", coding}});
  };
  const HttpResponse brotli = get("/web/assets/main-1a.js", "gzip, deflate, br, zstd");
  CHECK(brotli.body == "brotli");
  CHECK(Header(brotli, "content-encoding") == "br");
  CHECK(Header(brotli, "content-type") == "text/javascript; charset=utf-8");
  CHECK(Header(brotli, "cache-control") == "public, max-age=31536000, immutable");
  CHECK(Header(brotli, "vary") == "Accept-Encoding, Origin");
  const HttpResponse gzip = get("/web/assets/main-1a.js", "gzip, br;q=0.5");
  CHECK(gzip.body == "zipped");
  CHECK(Header(gzip, "etag") != Header(brotli, "etag"));
  const HttpResponse plain = get("/web/assets/main-1a.js", "br;q=0, gzip;q=0");
  CHECK(plain.body == "plain");
  CHECK(plain.headers.Find("content-encoding") == nullptr);
  CHECK(g.Ask("GET", "/web/assets/main-1a.js",
              {{"accept-encoding", "br"}, {"if-none-match", Header(brotli, "etag")}})
            .status == 304);
  CHECK(Header(get("/web/icon-192.png", "br"), "cache-control") == "no-cache");
  CHECK(get("/web/icon-192.png", "br").body == "png");
  CHECK(Word(get("/web/assets/main-1a.js.map", "")) == "404 NOT_FOUND");
  CHECK(Word(get("/web/..%2f..%2fetc%2fpasswd", "")) == "404 NOT_FOUND");
  CHECK(Word(get("/favicon.svg", "")) == "404 NOT_FOUND");
}

TEST_CASE("codings are chosen by their quality") {
  CHECK(ChooseCoding("", true, true) == Coding::kIdentity);
  CHECK(ChooseCoding("*", true, true) == Coding::kBrotli);
  CHECK(ChooseCoding("*;q=0.1, br;q=0", true, true) == Coding::kGzip);
  CHECK(ChooseCoding("br", true, false) == Coding::kIdentity);
  CHECK(ChooseCoding("GZIP;Q=1", true, true) == Coding::kGzip);
  CHECK(ChooseCoding("gzip;q=2", true, true) == Coding::kIdentity);
}

TEST_CASE("a storefront beyond its limits is refused with the file's name") {
  BuiltStorefront storefront;
  CHECK(Refusal(storefront).empty());
  storefront.Put(".vite/manifest.json", "{}");
  storefront.Put("assets/a/b/c.js", "too deep");
  CHECK(Says(Refusal(storefront), "assets/a/b/c.js lies deeper than 3 levels"));
  BuiltStorefront large;
  large.Put("assets/film.js", std::string(kMaxWebFileBytes, 'x'));
  CHECK(Refusal(large).empty());
  large.Put("assets/film.js", std::string(kMaxWebFileBytes + 1, 'x'));
  CHECK(Says(Refusal(large), "assets/film.js is larger than 8388608 bytes"));
  BuiltStorefront much;
  for (int i = 0; i < 8; ++i) {
    much.Put("assets/" + std::to_string(i), std::string(kMaxWebFileBytes, 'x'));
  }
  CHECK(Says(Refusal(much), "makes more than 67108864 bytes in all"));
  BuiltStorefront many;
  for (size_t i = 0; i < kMaxWebFiles; ++i) many.Put("assets/" + std::to_string(i), "");
  CHECK(Says(Refusal(many), "at most 2000 are served"));
}

TEST_CASE("a storefront without a shell, or with a wrong one, is refused") {
  CHECK(Says(std::string(WebRoot::Load("/nowhere").status().message()), "is no folder"));
  BuiltStorefront storefront;
  std::filesystem::remove(std::filesystem::path(storefront.path()) / "index.html");
  CHECK(Says(Refusal(storefront), "has no index.html"));
  const auto refusal = [&](const std::string& shell) {
    storefront.Put("index.html", shell);
    const auto made = Site::Make({.web_root = storefront.path(), .config_json = "{}"});
    return made.ok() ? std::string() : std::string(made.status().message());
  };
  CHECK(Says(refusal("<!--keys:head--><!--keys:body-->"), "marker <!--keys:data--> once"));
  CHECK(Says(refusal(std::string(BuiltStorefront::kShell) + "<!--keys:head-->"),
             "marker <!--keys:head--> once"));
  // A build tool may move the script, and with it the data, into the head.
  CHECK(refusal("<!--keys:data--><!--keys:head--><!--keys:body-->").empty());
}

}  // namespace
}  // namespace keys::gateway

#include "gateway/pages/sitemap.h"

#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::gateway {
namespace {

constexpr char kListKeys[] = "/keys.catalog.v1.Catalog/ListKeys";
constexpr char kListBundles[] = "/keys.catalog.v1.Catalog/ListBundles";

struct Shop {
  Shop() {
    g.services.On(kListKeys, [this](const FakeCall& call) {
      const auto request = call.As<catalog::v1::ListKeysRequest>();
      const int from = request.has_cursor() ? std::stoi(request.cursor()) : 0;
      catalog::v1::ListKeysResponse response;
      for (int i = from; i < std::min(from + 100, keys); ++i) {
        auto& key = *response.add_keys();
        key.set_slug(StrCat("key-", i));
        key.mutable_updated_at()->set_seconds(1'795'435'200);
      }
      if (from + 100 < keys) response.set_next_cursor(std::to_string(from + 100));
      return FakeAnswer::Of(response);
    });
    g.services.On(kListBundles, [](const FakeCall&) {
      catalog::v1::ListBundlesResponse response;
      response.add_bundles()->set_slug("pro");
      return FakeAnswer::Of(response);
    });
  }
  int keys = 250;
  GatewayFixture g{{.settings = {.public_url = "https://shop.example", .payments = "sandbox"}}};
};

size_t Count(const std::string& text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_CASE("the sitemap lists every KEY and bundle, over all pages of the list") {
  Shop shop;
  const HttpResponse answer = shop.g.Ask("GET", "/sitemap.xml");
  CHECK(answer.status == 200);
  CHECK(Header(answer, "content-type") == "application/xml");
  CHECK(Count(answer.body, "<loc>https://shop.example/marketplace/key-") == 250);
  CHECK(answer.body.find(
            "<loc>https://shop.example/marketplace/key-249</loc><lastmod>2026-11-23T12:00:00") !=
        std::string::npos);
  CHECK(answer.body.find("<loc>https://shop.example/marketplace/bundles/pro</loc>") !=
        std::string::npos);
  CHECK(shop.g.services.Calls(kListKeys).size() == 3);
  CHECK(shop.g.Ask("GET", "/sitemap/1.xml").body == answer.body);
  for (const char* part : {"0.xml", "2.xml", "01.xml", "1", "x.xml", "1.xml.gz"}) {
    CHECK(Word(shop.g.Ask("GET", StrCat("/sitemap/", part))) == "404 NOT_FOUND");
  }
}

TEST_CASE("while the catalog cannot be asked there is no sitemap, and then there is") {
  Shop shop;
  shop.g.services.On(kListBundles, [](const FakeCall&) {
    return FakeAnswer{.status = absl::UnavailableError("down")};
  });
  CHECK(Word(shop.g.Ask("GET", "/sitemap.xml")) == "503 UNAVAILABLE");
  shop.g.services.On(kListBundles, [](const FakeCall&) {
    return FakeAnswer::Of(catalog::v1::ListBundlesResponse());
  });
  CHECK(shop.g.Ask("GET", "/sitemap.xml").status == 200);
}

TEST_CASE("more addresses than one file may have are an index of files") {
  Shop shop;
  std::vector<SitemapAddress> addresses;
  for (int i = 0; i < 5; ++i) addresses.push_back({StrCat("/marketplace/a&b", i), ""});
  const Site& site = *shop.g.site;
  CHECK(Count(WriteSitemapIndex(site, 5, 2), "<sitemap>") == 3);
  CHECK(WriteSitemapIndex(site, 5, 2).find("https://shop.example/sitemap/3.xml") !=
        std::string::npos);
  CHECK(Count(WriteSitemap(site, addresses, 1, 2), "<url>") == 2);
  CHECK(Count(WriteSitemap(site, addresses, 3, 2), "<url>") == 1);
  CHECK(WriteSitemap(site, addresses, 3, 2).find("a&amp;b4") != std::string::npos);
  CHECK(WriteSitemap(site, addresses, 4, 2).empty());
}

TEST_CASE("crawlers are told where the sitemap is and what is nobody's page") {
  Shop shop;
  const std::string text = shop.g.Ask("GET", "/robots.txt").body;
  CHECK(text.find("Sitemap: https://shop.example/sitemap.xml\n") != std::string::npos);
  CHECK(text.find("Disallow: /account/\n") != std::string::npos);
  CHECK(text.find("Disallow: /\n") == std::string::npos);
}

}  // namespace
}  // namespace keys::gateway

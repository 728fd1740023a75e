// Tests the pages of a whole gateway before a catalog that counts its calls.
#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/pages/markup.h"
#include "gateway/testing/built_storefront.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

constexpr char kGetKey[] = "/keys.catalog.v1.Catalog/GetKey";
constexpr char kListKeys[] = "/keys.catalog.v1.Catalog/ListKeys";
constexpr char kGetBundle[] = "/keys.catalog.v1.Catalog/GetBundle";
// Chromium sends this when somebody follows a link.
constexpr char kBrowser[] =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

catalog::v1::KeyDetail Forint() {
  catalog::v1::KeyDetail key;
  key.set_slug("leased-job-queue");
  key.set_title("Leased <job> \"queue\" & co");
  key.set_description("Jobs that survive\n a crash.");
  key.set_tool("node");
  key.set_version("1.2.0");
  key.set_price_cents(1'750'000);
  key.set_currency("huf");
  key.set_available(true);
  key.set_readme_html("<h2>How it works</h2>");
  return key;
}

FakeAnswer Answer(const catalog::v1::KeyDetail& key) {
  catalog::v1::GetKeyResponse response;
  *response.mutable_key() = key;
  FakeAnswer answer = FakeAnswer::Of(response);
  answer.trailers["x-keys-revision"] = "7";
  return answer;
}

struct Shop {
  explicit Shop(catalog::v1::KeyDetail shown = Forint()) : key(std::move(shown)) {
    g.services.On(kGetKey, [this](const FakeCall& call) {
      if (call.As<catalog::v1::GetKeyRequest>().slug() == key.slug()) return Answer(key);
      return FakeAnswer{.status = error::Make(error::Reason::NOT_FOUND, "No such KEY.")};
    });
  }
  HttpResponse Page(const std::string& target) {
    return g.Ask("GET", target, {{"accept", kBrowser}});
  }
  BuiltStorefront storefront;
  catalog::v1::KeyDetail key;
  GatewayFixture g{{.web_root = storefront.path(),
                    .settings = {.public_url = "https://shop.example", .payments = "sandbox"}}};
};

bool Has(const HttpResponse& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

// A text or a number.
std::string Said(const rapidjson::Value& value) {
  if (value.IsInt64()) return std::to_string(value.GetInt64());
  return value.IsString() ? value.GetString() : "";
}

// Returns the n-th block of JSON of that type.
rapidjson::Document Block(const HttpResponse& page, const std::string& type, int n = 0) {
  const std::string opening = StrCat("<script type=\"", type, "\"");
  size_t at = page.body.find(opening);
  for (; n > 0; --n) at = page.body.find(opening, at + 1);
  rapidjson::Document document;
  if (at == std::string::npos) return document;
  const size_t from = page.body.find('>', at) + 1;
  document.Parse(page.body.data() + from, page.body.find("</script>", from) - from);
  return document;
}

TEST_CASE("a KEY's page says its title, text and price in HTML that nothing of it escapes") {
  Shop shop;
  const HttpResponse page = shop.Page("/marketplace/leased-job-queue");
  CHECK(page.status == 200);
  CHECK(Header(page, "content-type") == "text/html; charset=utf-8");
  CHECK(Header(page, "vary") == "Accept-Encoding, Accept, Origin");
  CHECK(
      Has(page, "<title>Leased &lt;job&gt; &quot;queue&quot; &amp; co – KEYS Marketplace</title>"));
  CHECK(Has(page, "<meta name=\"description\" content=\"Jobs that survive a crash.\">"));
  CHECK(Has(page,
            "<link rel=\"canonical\" "
            "href=\"https://shop.example/marketplace/leased-job-queue\">"));
  CHECK(Has(page, "<h1>Leased &lt;job&gt; &quot;queue&quot; &amp; co</h1>"));
  CHECK(Has(page, "<strong>17500.00 HUF</strong>"));
  CHECK(Has(page, "<h2>How it works</h2>"));
  CHECK_FALSE(Has(page, "<job>"));
  CHECK(Header(page, "content-security-policy").find("script-src 'self';") != std::string::npos);
  CHECK(Header(page, "content-security-policy").find("unsafe") == std::string::npos);
}

void AddScreenshot(catalog::v1::KeyDetail& key, const std::string& file, const std::string& alt) {
  catalog::v1::Screenshot* screenshot = key.add_screenshots();
  screenshot->set_path("/marketplace/screenshots/" + file);
  screenshot->set_alt(alt);
  screenshot->set_width(1280);
  screenshot->set_height(720);
}

TEST_CASE("a KEY's screenshots are in its page, its Product and the preview of a link") {
  catalog::v1::KeyDetail key = Forint();
  AddScreenshot(key, "aa.png", "A \"queue\" <at> work");
  AddScreenshot(key, "bb.webp", "Another");
  Shop shop(key);
  const HttpResponse page = shop.Page("/marketplace/leased-job-queue");
  CHECK(Has(page,
            "<img src=\"/marketplace/screenshots/aa.png\" alt=\"A &quot;queue&quot; &lt;at&gt; "
            "work\" width=\"1280\" height=\"720\""));
  const std::string address = "https://shop.example/marketplace/screenshots/";
  CHECK(Has(page, "<meta property=\"og:image\" content=\"" + address + "aa.png\">"));
  CHECK(Has(page, "<meta property=\"og:image:width\" content=\"1280\">"));
  CHECK(Has(page,
            "<meta property=\"og:image:alt\" content=\"A &quot;queue&quot; &lt;at&gt; work\">"));
  CHECK(Has(page, "content=\"summary_large_image\""));
  const auto product = Block(page, "application/ld+json");
  REQUIRE(product.IsObject());
  REQUIRE(product["image"].Size() == 2);
  CHECK(Said(product["image"][1]) == address + "bb.webp");
}

TEST_CASE("pages without data say what the storefront's build wrote for them") {
  BuiltStorefront storefront;
  storefront.Put(
      "page-texts.json",
      R"({"pages":[{"name":"terms","title":"Terms of <sale>","description":"What you get.",
                     "html":"<article class=\"ssr\"><h1>Terms</h1></article>"}]})");
  GatewayFixture g{{.web_root = storefront.path()}};
  const HttpResponse page = g.Ask("GET", "/terms", {{"accept", kBrowser}});
  CHECK(page.status == 200);
  CHECK(Has(page, "<title>Terms of &lt;sale&gt; – KEYS Marketplace</title>"));
  CHECK(Has(page, "<meta name=\"description\" content=\"What you get.\">"));
  CHECK(Has(page, "<div id=\"app\"><article class=\"ssr\"><h1>Terms</h1></article></div>"));
  // The build wrote no text for this page.
  CHECK(Has(g.Ask("GET", "/refunds", {{"accept", kBrowser}}), "<noscript><h1>Refunds</h1>"));
}

TEST_CASE("texts of another form stop the gateway at its start") {
  for (const char* text : {"", "[]", "{}", R"({"pages":[{}]})", R"({"pages":[{"name":1}]})"}) {
    BuiltStorefront storefront;
    storefront.Put("page-texts.json", text);
    INFO(text);
    CHECK(absl::IsInvalidArgument(Site::Make({.web_root = storefront.path()}).status()));
  }
}

TEST_CASE(
    "a KEY's page carries the answer of the API and a Product with the price in major units") {
  Shop shop;
  const HttpResponse page = shop.Page("/marketplace/keys/leased-job-queue");
  const auto data = Block(page, "application/json");
  REQUIRE(data.IsObject());
  CHECK(Said(data["route"]) == "key");
  CHECK(Said(data["status"]) == "200");
  CHECK(Said(data["data"]["key"]["price_cents"]) == "1750000");
  CHECK(Said(data["config"]["payments"]) == "sandbox");
  const auto product = Block(page, "application/ld+json");
  REQUIRE(product.IsObject());
  CHECK(Said(product["@type"]) == "Product");
  CHECK(Said(product["name"]) == "Leased <job> \"queue\" & co");
  CHECK(Said(product["offers"]["price"]) == "17500.00");
  CHECK(Said(product["offers"]["priceCurrency"]) == "HUF");
  CHECK(Said(product["offers"]["availability"]) == "https://schema.org/InStock");
  CHECK_FALSE(product.HasMember("aggregateRating"));
  const auto crumbs = Block(page, "application/ld+json", 1);
  CHECK(Said(crumbs["@type"]) == "BreadcrumbList");
  CHECK(crumbs["itemListElement"].Size() == 3);
}

TEST_CASE("what ends a script element in a text stays inside its text") {
  catalog::v1::KeyDetail key = Forint();
  key.set_title("</script><script>alert(1)</script>");
  key.set_description("<!--<script>\x01\" onload=\"alert(2)");
  Shop shop(key);
  const HttpResponse page = shop.Page("/marketplace/leased-job-queue");
  CHECK(page.status == 200);
  CHECK_FALSE(Has(page, "<script>alert"));
  CHECK_FALSE(Has(page, "<!--<script"));
  CHECK(Has(page, "content=\"&lt;!--&lt;script&gt;&quot; onload=&quot;alert(2)\""));
  CHECK(Said(Block(page, "application/json")["data"]["key"]["title"]) == key.title());
  CHECK(Said(Block(page, "application/ld+json")["name"]) == key.title());
}

TEST_CASE("what is not sold by itself has no offer, and what is not there yet is out of stock") {
  catalog::v1::KeyDetail key = Forint();
  key.clear_price_cents();
  Shop bundled(key);
  const HttpResponse page = bundled.Page("/marketplace/leased-job-queue");
  CHECK(Has(page, "Sold in bundles only"));
  CHECK_FALSE(Block(page, "application/ld+json").HasMember("offers"));
  CHECK(Said(Block(page, "application/ld+json")["@type"]) == "CreativeWork");
  key.set_price_cents(7900);
  key.set_currency("jpy");
  key.set_available(false);
  Shop soon(key);
  const HttpResponse later = soon.Page("/marketplace/leased-job-queue");
  CHECK(Has(later, "Not available yet"));
  const auto product = Block(later, "application/ld+json");
  CHECK(Said(product["offers"]["availability"]) == "https://schema.org/OutOfStock");
  CHECK(Said(product["offers"]["price"]) == "7900");
}

TEST_CASE("an unknown slug is a page with status 404, and so is an unknown address") {
  Shop shop;
  for (const char* path :
       {"/marketplace/nothing", "/marketplace/keys/nothing", "/wp-admin/x.php"}) {
    const HttpResponse page = shop.Page(path);
    INFO(path);
    CHECK(page.status == 404);
    CHECK(Header(page, "content-type") == "text/html; charset=utf-8");
    CHECK(Has(page, "<meta name=\"robots\" content=\"noindex\">"));
    CHECK(Said(Block(page, "application/json")["status"]) == "404");
    CHECK(shop.g.Ask("GET", path, {{"accept", "application/json"}}).body.find("NOT_FOUND") !=
          std::string::npos);
  }
}

TEST_CASE("parameters that others append to a link change nothing, nor does a slash at its end") {
  Shop shop;
  const HttpResponse plain = shop.Page("/marketplace/leased-job-queue");
  for (const char* target :
       {"/marketplace/leased-job-queue?utm_source=x&fbclid=IwAR0", "/marketplace/leased-job-queue/",
        "/marketplace/leased-job-queue?%zz", "/marketplace/leased-job-queue/?a=1&a=2"}) {
    const HttpResponse page = shop.Page(target);
    INFO(target);
    CHECK(page.status == 200);
    CHECK(page.body == plain.body);
  }
  CHECK(Word(shop.g.Ask("GET", "/marketplace/keys/leased-job-queue?utm_source=x")) ==
        "400 UNKNOWN_FIELD");
}

TEST_CASE("a page is one call, kept and dropped with the catalog's revision") {
  Shop shop;
  shop.g.cache.OnRevision(7);
  const HttpResponse first = shop.Page("/marketplace/leased-job-queue");
  CHECK(shop.Page("/marketplace/leased-job-queue").body == first.body);
  CHECK(shop.g.services.Calls(kGetKey).size() == 1);
  // The API's own answer is another presentation of the same call.
  CHECK(shop.g.Ask("GET", "/marketplace/keys/leased-job-queue").body.starts_with("{"));
  CHECK(shop.g.services.Calls(kGetKey).size() == 2);
  CHECK(shop.g
            .Ask("GET", "/marketplace/leased-job-queue",
                 {{"accept", kBrowser}, {"if-none-match", Header(first, "etag")}})
            .status == 304);
  shop.g.cache.OnRevision(8);
  shop.key.set_title("Another title");
  CHECK(Has(shop.Page("/marketplace/leased-job-queue"), "<h1>Another title</h1>"));
}

TEST_CASE("a page is for everybody, whatever token came along") {
  Shop shop;
  const HttpResponse page =
      shop.g.Ask("GET", "/marketplace/leased-job-queue",
                 {{"accept", kBrowser}, {"authorization", shop.g.Token(GatewayFixture::kUser)}});
  CHECK(page.status == 200);
  CHECK(shop.g.services.Calls(kGetKey).at(0).Metadata("x-keys-user").empty());
  CHECK_FALSE(
      shop.g.services.Calls(kGetKey).at(0).As<catalog::v1::GetKeyRequest>().has_access_set());
}

TEST_CASE("a catalog that does not answer is a page that says so, to be asked for again") {
  Shop shop;
  shop.g.services.On(kGetKey, [](const FakeCall&) {
    return FakeAnswer{.status = absl::UnavailableError("connection refused to 10.0.0.1")};
  });
  const HttpResponse page = shop.Page("/marketplace/leased-job-queue");
  CHECK(page.status == 503);
  CHECK(Header(page, "retry-after") == "1");
  CHECK(Has(page, "does not answer"));
  CHECK_FALSE(Has(page, "10.0.0.1"));
}

TEST_CASE("lists link their KEYS and bundles, with prices") {
  Shop shop;
  shop.g.services.On(kListKeys, [](const FakeCall&) {
    catalog::v1::ListKeysResponse response;
    auto& key = *response.add_keys();
    key.set_slug("free-one");
    key.set_title("Free one");
    key.set_price_cents(0);
    key.set_available(true);
    return FakeAnswer::Of(response);
  });
  for (const auto& [path, route] : {std::pair("/", "home"), std::pair("/marketplace", "list"),
                                    std::pair("/marketplace/keys?tool=node", "list")}) {
    const HttpResponse page = shop.Page(path);
    INFO(path);
    CHECK(Has(page, "<a href=\"/marketplace/free-one\">Free one</a> – Free"));
    CHECK(Said(Block(page, "application/json")["route"]) == route);
    CHECK(Block(page, "application/ld+json")["itemListElement"][0]["item"] ==
          "https://shop.example/marketplace/free-one");
  }
  shop.g.services.On(kGetBundle, [](const FakeCall&) {
    catalog::v1::GetBundleResponse response;
    auto& bundle = *response.mutable_bundle();
    bundle.set_slug("pro");
    bundle.set_title("Production Pro");
    bundle.set_price_cents(49'900);
    bundle.set_currency("usd");
    bundle.add_keys()->set_slug("free-one");
    return FakeAnswer::Of(response);
  });
  const HttpResponse bundle = shop.Page("/marketplace/bundles/pro");
  CHECK(Has(bundle, "<strong>499.00 USD</strong>"));
  CHECK(Said(Block(bundle, "application/ld+json")["offers"]["price"]) == "499.00");
}

TEST_CASE("addresses that are pages only give them to whoever does not ask for JSON") {
  Shop shop;
  for (const HeaderFields& fields :
       {HeaderFields{}, HeaderFields{{"accept", "*/*"}}, HeaderFields{{"accept", kBrowser}}}) {
    CHECK(Header(shop.g.Ask("GET", "/account/keys", fields), "content-type") ==
          "text/html; charset=utf-8");
  }
  CHECK(Word(shop.g.Ask("GET", "/account/keys", {{"accept", "application/json"}})) ==
        "404 NOT_FOUND");
  CHECK(Word(shop.g.Ask("POST", "/account/keys")) == "405 METHOD_NOT_ALLOWED");
  for (const char* path :
       {"/account/orders", "/account/orders/x", "/account/billing", "/account/privacy",
        "/organisation/x", "/sign-in", "/terms", "/refunds", "/docs"}) {
    INFO(path);
    CHECK(shop.g.Ask("GET", path).status == 200);
  }
}

TEST_CASE("people who open an address of the API are sent to the page that shows it") {
  Shop shop;
  for (const auto& [path, target] :
       {std::pair("/marketplace/orders", "/account/orders"),
        std::pair("/marketplace/orders/a%2fb", "/account/orders/a%2Fb"),
        std::pair("/marketplace/entitlements", "/account/keys"),
        std::pair("/marketplace/discover?key_type=x", "/marketplace")}) {
    const HttpResponse response = shop.Page(path);
    CHECK(response.status == 303);
    CHECK(Header(response, "location") == target);
    CHECK(Word(shop.g.Ask("GET", path)) == "401 UNAUTHENTICATED");
  }
}

TEST_CASE("without a built storefront the pages are plain and say how to build it") {
  GatewayFixture g;
  g.services.On(kGetKey, [](const FakeCall&) { return Answer(Forint()); });
  const HttpResponse page = g.Ask("GET", "/marketplace/leased-job-queue", {{"accept", kBrowser}});
  CHECK(page.status == 200);
  CHECK(Has(page, "The storefront has not been built"));
  CHECK(Has(page, "npm run"));
  CHECK(Has(page, "<strong>17500.00 HUF</strong>"));
  CHECK(Word(g.Ask("GET", "/web/assets/x.js")) == "404 NOT_FOUND");
}

TEST_CASE("the minor units of money come with the configuration") {
  GatewayFixture g;
  const std::string text = g.Ask("GET", "/config.json").body;
  CHECK(text.find(R"({"code":"huf","minorUnits":2,"step":1,"minimum":17500})") !=
        std::string::npos);
  CHECK(text.find(R"({"code":"jpy","minorUnits":0,"step":1,"minimum":50})") != std::string::npos);
  CHECK(text.find(R"("auth":{"kind":"none"})") != std::string::npos);
}

TEST_CASE("one line of text ends at a character") {
  CHECK(OneLine("  a \n b\t", 10) == "a b");
  CHECK(OneLine("ééééé", 10) == "ééééé");
  CHECK(OneLine("éééééé", 10) == "ééé…");
}

}  // namespace
}  // namespace keys::gateway

#include "gateway/pages/content.h"

#include <optional>
#include <utility>

#include "common/base/text.h"
#include "common/json/number.h"
#include "common/money/currency.h"
#include "gateway/openapi/json_builder.h"
#include "gateway/pages/markup.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

using rapidjson::Value;

constexpr char kKeysPath[] = "/marketplace";
constexpr char kBundlesPath[] = "/marketplace/bundles";
constexpr char kTagline[] =
    "Versioned developer know-how: code, operations runbooks, notebooks and workflows, checked "
    "before they are sold.";

const Value* Find(const Value& object, const char* name) {
  if (!object.IsObject()) return nullptr;
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string TextOf(const Value& object, const char* name) {
  const Value* value = Find(object, name);
  if (value == nullptr || !value->IsString()) return "";
  return {value->GetString(), value->GetStringLength()};
}

// Returns the elements of a list, and none when the member is no list.
std::vector<const Value*> ListOf(const Value& object, const char* name) {
  std::vector<const Value*> items;
  const Value* list = Find(object, name);
  if (list == nullptr || !list->IsArray()) return items;
  for (const Value& item : list->GetArray()) items.push_back(&item);
  return items;
}

std::optional<int64_t> PriceOf(const Value& item) {
  const Value* cents = Find(item, "price_cents");
  return cents == nullptr ? std::nullopt : json::WholeNumber(*cents);
}

// Bundles are always for sale. A KEY has a member that says so.
bool IsAvailable(const Value& item) {
  const Value* available = Find(item, "available");
  return available == nullptr || !available->IsBool() || available->GetBool();
}

// `currency` is for items without one of their own: the KEYS of a bundle have the bundle's.
std::string PriceText(const Value& item, const std::string& currency = "") {
  if (!IsAvailable(item)) return "Not available yet";
  const auto price = PriceOf(item);
  if (!price.has_value()) return "Sold in bundles only";
  if (*price == 0) return "Free";
  const std::string own = TextOf(item, "currency");
  return money::FormatAmount(*price, own.empty() ? currency : own);
}

// Returns "79.00" of "79.00 USD", as schema.org and Open Graph write prices.
std::string MajorUnits(int64_t amount, const std::string& currency) {
  const std::string text = money::FormatAmount(amount, currency);
  return text.substr(0, text.find(' '));
}

std::string Upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

std::string KeyPath(const Value& key) {
  return StrCat(kKeysPath, "/", EscapeSegment(TextOf(key, "slug")));
}
std::string BundlePath(const Value& bundle) {
  return StrCat(kBundlesPath, "/", EscapeSegment(TextOf(bundle, "slug")));
}

std::string Element(std::string_view name, std::string_view text) {
  return StrCat("<", name, ">", EscapeMarkup(text), "</", name, ">\n");
}

std::string Link(const std::string& path, const std::string& text) {
  return StrCat("<a href=\"", EscapeMarkup(path), "\">", EscapeMarkup(text), "</a>");
}

// Writes a row of a description list, or nothing for an empty value.
std::string Fact(std::string_view name, const std::string& value) {
  return value.empty() ? "" : StrCat(Element("dt", name), Element("dd", value));
}

using PathOf = std::string (*)(const Value&);

// Writes a list of links, with prices or reasons where the items have them.
std::string Links(std::string_view heading, const std::vector<const Value*>& items, PathOf path,
                  const std::string& currency = "") {
  if (items.empty()) return "";
  std::string html = StrCat(Element("h2", heading), "<ul>\n");
  for (const Value* item : items) {
    const std::string reason = TextOf(*item, "reason");
    const std::string note = !reason.empty()                         ? reason
                             : Find(*item, "price_cents") != nullptr ? PriceText(*item, currency)
                                                                     : "";
    StrAppend(&html, "<li>", Link(path(*item), TextOf(*item, "title")),
              note.empty() ? "" : StrCat(" – ", EscapeMarkup(note)), "</li>\n");
  }
  return html + "</ul>\n";
}

// Writes the head of every page of one thing.
std::string Opening(const Value& item, const char* list_path, const char* list_name) {
  return StrCat("<nav aria-label=\"Breadcrumb\">", Link("/", kShopName), " / ",
                Link(list_path, list_name), "</nav>\n", Element("h1", TextOf(item, "title")),
                Element("p", TextOf(item, "description")), "<p><strong>",
                EscapeMarkup(PriceText(item)), "</strong></p>\n");
}

// Returns the author's description, or `otherwise` when there is none.
std::string DescriptionOf(const Value& item, const std::string& otherwise) {
  std::string text = TextOf(item, "description");
  return text.empty() ? otherwise : text;
}

// Reads the address of a picture's file, its text and its size.
PageContent::Image ImageOf(const Value& screenshot) {
  const auto number = [&](const char* name) -> int64_t {
    const Value* value = Find(screenshot, name);
    return value == nullptr ? 0 : json::WholeNumber(*value).value_or(0);
  };
  return {.path = TextOf(screenshot, "path"),
          .alt = TextOf(screenshot, "alt"),
          .width = number("width"),
          .height = number("height")};
}

std::string Screenshots(const Value& key) {
  std::string html;
  for (const Value* screenshot : ListOf(key, "screenshots")) {
    const PageContent::Image image = ImageOf(*screenshot);
    StrAppend(&html, "<p><a href=\"", EscapeMarkup(image.path), "\"><img src=\"",
              EscapeMarkup(image.path), "\" alt=\"", EscapeMarkup(image.alt), "\" width=\"",
              image.width, "\" height=\"", image.height, "\" loading=\"lazy\"></a></p>\n");
  }
  return html.empty() ? "" : Element("h2", "Screenshots") + html;
}

// Writes the pictures that a search engine may show: the screenshots, else the shop's icon.
void WriteImages(const Site& site, const Value& item, JsonBuilder& json) {
  const auto screenshots = ListOf(item, "screenshots");
  if (!screenshots.empty()) {
    json.Array("image", [&] {
      for (const Value* screenshot : screenshots) {
        json.Text(site.AddressOf(TextOf(*screenshot, "path")));
      }
    });
  } else if (site.files().Find("icon-512.png") != nullptr) {
    json.Text("image", site.AddressOf("/web/icon-512.png"));
  }
}

// Writes schema.org/Product with its Offer. A thing that is not sold by itself is a CreativeWork,
// because a Product must be offered.
std::string ProductJson(const Site& site, const Value& item, const PageContent& page) {
  const auto price = PriceOf(item);
  const std::string address = site.AddressOf(page.canonical);
  const std::string currency = TextOf(item, "currency");
  JsonBuilder json;
  json.Object([&] {
    json.Text("@context", "https://schema.org");
    json.Text("@type", price.has_value() ? "Product" : "CreativeWork");
    json.Text("name", TextOf(item, "title"));
    json.Text("description", OneLine(page.description, 5000));
    json.Text(price.has_value() ? "sku" : "identifier", TextOf(item, "slug"));
    json.Text("url", address);
    WriteImages(site, item, json);
    const std::string tool = TextOf(item, "tool");
    if (!tool.empty()) json.Text(price.has_value() ? "category" : "genre", tool);
    if (!price.has_value()) return;
    json.Object("offers", [&] {
      json.Text("@type", "Offer");
      json.Text("price", MajorUnits(*price, currency));
      json.Text("priceCurrency", Upper(currency));
      json.Text("availability",
                IsAvailable(item) ? "https://schema.org/InStock" : "https://schema.org/OutOfStock");
      json.Text("url", address);
    });
  });
  return json.Take();
}

// An entry of schema.org's lists of addresses with names: BreadcrumbList and ItemList.
struct Listed {
  std::string path;
  std::string name;
};
std::string ListJson(const Site& site, const char* type, const std::vector<Listed>& items) {
  JsonBuilder json;
  json.Object([&] {
    json.Text("@context", "https://schema.org");
    json.Text("@type", type);
    json.Array("itemListElement", [&] {
      for (size_t i = 0; i < items.size(); ++i) {
        json.Object([&] {
          json.Text("@type", "ListItem");
          json.Number("position", static_cast<int64_t>(i) + 1);
          json.Text("name", items[i].name);
          json.Text("item", site.AddressOf(items[i].path));
        });
      }
    });
  });
  return json.Take();
}

std::vector<Listed> Listing(const std::vector<const Value*>& items, PathOf path) {
  std::vector<Listed> list;
  for (const Value* item : items) list.push_back({path(*item), TextOf(*item, "title")});
  return list;
}

// Fills in title, description, structured data and Open Graph of one thing that is for sale.
void DescribeProduct(const Site& site, const Value& item, const Listed& list, PageContent& page) {
  page.title = TextOf(item, "title");
  page.structured.push_back(ProductJson(site, item, page));
  page.structured.push_back(ListJson(
      site, "BreadcrumbList", {{"/", kShopName}, list, {page.canonical, TextOf(item, "title")}}));
  page.properties.emplace_back("og:type", "product");
  const auto screenshots = ListOf(item, "screenshots");
  if (!screenshots.empty()) page.image = ImageOf(*screenshots.front());
  const auto price = PriceOf(item);
  if (!price.has_value()) return;
  const std::string currency = TextOf(item, "currency");
  page.properties.emplace_back("product:price:amount", MajorUnits(*price, currency));
  page.properties.emplace_back("product:price:currency", Upper(currency));
}

std::string KeyFacts(const Value& key) {
  const Value* author = Find(key, "author");
  return StrCat(
      "<dl>\n", Fact("Family", TextOf(key, "tool")), Fact("Version", TextOf(key, "version")),
      Fact("Licence", TextOf(key, "license_spdx")), Fact("Maturity", TextOf(key, "maturity")),
      Fact("Author", author == nullptr ? "" : TextOf(*author, "name")), "</dl>\n");
}

// Writes the foot of every page, with a note on what does not work without the script.
std::string Foot() {
  return StrCat(
      "<noscript><p>Buying, downloading and your account need JavaScript: allow it for this "
      "address.</p></noscript>\n<footer><p>",
      Link(kKeysPath, "KEYS"), " · ", Link(kBundlesPath, "Bundles"), " · ", Link("/terms", "Terms"),
      " · ", Link("/refunds", "Refunds"), " · ", Link("/docs", "API reference"), "</p></footer>\n");
}

std::string Article(const std::string& inner) {
  return StrCat("<article class=\"ssr\">\n", inner, Foot(), "</article>\n");
}

PageContent ListOfKeys(const Site& site, const std::string& json, PageContent page) {
  rapidjson::Document answer;
  answer.Parse(json.data(), json.size());
  const auto keys = ListOf(answer, "keys");
  page.description = kTagline;
  page.structured.push_back(ListJson(site, "ItemList", Listing(keys, KeyPath)));
  page.properties.emplace_back("og:type", "website");
  page.body = Article(StrCat(Element("h1", page.title.empty() ? kShopName : page.title),
                             Element("p", kTagline), "<p>", Link(kBundlesPath, "Bundles"), "</p>\n",
                             Links("KEYS", keys, KeyPath)));
  page.data = json;
  return page;
}

}  // namespace

PageContent KeyPage(const Site& site, const std::string& json) {
  rapidjson::Document answer;
  answer.Parse(json.data(), json.size());
  const Value nothing(rapidjson::kObjectType);
  const Value* found = Find(answer, "key");
  const Value& key = found == nullptr ? nothing : *found;
  PageContent page{.route = "key", .canonical = KeyPath(key)};
  page.description =
      DescriptionOf(key, StrCat(TextOf(key, "title"), ", version ", TextOf(key, "version"), "."));
  DescribeProduct(site, key, {kKeysPath, "KEYS"}, page);
  // The catalog keeps READMEs as safe HTML in which nothing runs or loads, so it is inserted
  // unchanged.
  page.body = Article(StrCat(Opening(key, kKeysPath, "KEYS"), KeyFacts(key), Screenshots(key),
                             TextOf(key, "readme_html"),
                             Links("In bundles", ListOf(key, "bundles"), BundlePath),
                             Links("Related", ListOf(key, "relatedKeys"), KeyPath)));
  page.data = json;
  return page;
}

PageContent BundlePage(const Site& site, const std::string& json) {
  rapidjson::Document answer;
  answer.Parse(json.data(), json.size());
  const Value nothing(rapidjson::kObjectType);
  const Value* found = Find(answer, "bundle");
  const Value& bundle = found == nullptr ? nothing : *found;
  const auto keys = ListOf(bundle, "keys");
  PageContent page{.route = "bundle", .canonical = BundlePath(bundle)};
  page.description =
      DescriptionOf(bundle, StrCat(TextOf(bundle, "title"), ": ", keys.size(), " KEYS."));
  DescribeProduct(site, bundle, {kBundlesPath, "Bundles"}, page);
  page.body = Article(StrCat(Opening(bundle, kBundlesPath, "Bundles"),
                             Links("What is in it", keys, KeyPath, TextOf(bundle, "currency"))));
  page.data = json;
  return page;
}

PageContent BundleListPage(const Site& site, const std::string& json) {
  rapidjson::Document answer;
  answer.Parse(json.data(), json.size());
  const auto bundles = ListOf(answer, "bundles");
  PageContent page{.route = "bundles", .title = "Bundles", .canonical = kBundlesPath};
  page.description = "KEYS that belong together, for less than they cost one by one.";
  page.structured.push_back(ListJson(site, "ItemList", Listing(bundles, BundlePath)));
  page.properties.emplace_back("og:type", "website");
  page.body = Article(StrCat(Element("h1", page.title), Element("p", page.description),
                             Links("All bundles", bundles, BundlePath)));
  page.data = json;
  return page;
}

PageContent HomePage(const Site& site, const std::string& json) {
  return ListOfKeys(site, json, {.route = "home", .canonical = "/"});
}

PageContent KeyListPage(const Site& site, const std::string& json) {
  return ListOfKeys(site, json, {.route = "list", .title = "KEYS", .canonical = kKeysPath});
}

PageContent MissingPage(std::string route) {
  PageContent page{.route = std::move(route), .status = 404, .title = "Not found"};
  page.description = "There is nothing at this address. The KEYS and the bundles are listed here.";
  page.body = Article(StrCat(Element("h1", "There is nothing at this address"),
                             "<p>It may have been withdrawn, or the link is incomplete. ",
                             Link(kKeysPath, "Look through the KEYS"), " or ",
                             Link(kBundlesPath, "the bundles"), ".</p>\n"));
  return page;
}

PageContent FailurePage(std::string route, int status) {
  PageContent page{
      .route = std::move(route), .status = status, .title = "The shop does not answer"};
  page.body = Article(StrCat(Element("h1", "The shop does not answer at the moment"),
                             Element("p", "Nothing is lost. Load the page again in a moment.")));
  return page;
}

}  // namespace keys::gateway

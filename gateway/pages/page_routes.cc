#include "gateway/pages/page_routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "gateway/endpoints/fixed_document.h"
#include "gateway/pages/content.h"
#include "gateway/pages/markup.h"
#include "gateway/pages/page_endpoint.h"
#include "gateway/pages/sitemap.h"
#include "gateway/pages/static_files.h"

namespace keys::gateway {
namespace {

constexpr char kKeyRpc[] = "keys.catalog.v1.Catalog.GetKey";
constexpr char kKeysRpc[] = "keys.catalog.v1.Catalog.ListKeys";
constexpr char kBundleRpc[] = "keys.catalog.v1.Catalog.GetBundle";
constexpr char kBundlesRpc[] = "keys.catalog.v1.Catalog.ListBundles";

// A page made from an answer of the catalog. `path` is also a route of the API where both exist.
struct CatalogAddress {
  const char* path;
  const char* rpc;
  // The page's name in the data block.
  const char* name;
  CatalogPage::Describe describe;
};
constexpr CatalogAddress kCatalogAddresses[] = {
    {"/", kKeysRpc, "home", HomePage},
    {"/marketplace", kKeysRpc, "list", KeyListPage},
    {"/marketplace/keys", kKeysRpc, "list", KeyListPage},
    {"/marketplace/{slug}", kKeyRpc, "key", KeyPage},
    {"/marketplace/keys/{slug}", kKeyRpc, "key", KeyPage},
    {"/marketplace/bundles", kBundlesRpc, "bundles", BundleListPage},
    {"/marketplace/bundles/{slug}", kBundleRpc, "bundle", BundlePage},
};

// Addresses of the API whose page has another address.
constexpr std::pair<const char*, const char*> kElsewhere[] = {
    {"/marketplace/discover", "/marketplace"},
    {"/marketplace/entitlements", "/account/keys"},
    {"/marketplace/orders", "/account/orders"},
    {"/marketplace/orders/{id}", "/account/orders"},
};

// Pages that the script fills.
struct ClientAddress {
  const char* path;
  const char* name;
  const char* title;
  // Whether search engines may index the page.
  bool indexed;
};
constexpr ClientAddress kClientAddresses[] = {
    {"/account/keys", "account-keys", "Your KEYS", false},
    {"/account/orders", "orders", "Your orders", false},
    {"/account/orders/{id}", "order", "Your order", false},
    {"/account/billing", "billing", "Billing", false},
    {"/account/privacy", "privacy", "Your data", false},
    {"/organisation/{id}", "organisation", "Organisation", false},
    {"/sign-in", "sign-in", "Sign in", false},
    {"/terms", "terms", "Terms", true},
    {"/refunds", "refunds", "Refunds", true},
    {"/docs", "docs", "REST reference", true},
};

// Pages of the curator's console. Everybody gets them, because they hold nothing but the program's
// address: what a caller may see is decided by the routes below /marketplace/admin.
constexpr const char* kConsoleAddresses[] = {
    "/admin",
    "/admin/keys",
    "/admin/keys/{slug}",
    "/admin/bundles",
    "/admin/bundles/{slug}",
    "/admin/ingest",
    "/admin/ingest/{id}",
    "/admin/orders",
    "/admin/orders/{id}",
    "/admin/access",
    "/admin/webhooks",
    "/admin/audit",
    "/admin/analytics",
};

// Files that browsers and crawlers ask for at the root.
constexpr std::pair<const char*, const char*> kRootFiles[] = {
    {"/favicon.svg", "favicon.svg"},
    {"/favicon.ico", "favicon.svg"},
    {"/manifest.webmanifest", "manifest.webmanifest"},
};

PageContent ClientPage(const Site& site, const ClientAddress& address) {
  PageContent page{.route = address.name,
                   .title = address.title,
                   .canonical = address.indexed ? address.path : ""};
  if (const PageText* text = site.texts().Find(address.name); text != nullptr) {
    page.title = text->title;
    page.description = text->description;
    page.body = text->html;
    return page;
  }
  page.body =
      StrCat("<noscript><h1>", EscapeMarkup(address.title),
             "</h1><p>This page needs JavaScript. The <a href=\"/marketplace\">KEYS</a> and "
             "their prices can be read without it.</p></noscript>");
  return page;
}

PageContent ConsolePage() {
  return {.program = Program::kConsole,
          .route = "console",
          .title = "Console",
          .body =
              "<noscript><h1>Console</h1><p>The console needs JavaScript. The same can be done "
              "with the REST API: see <a href=\"/docs\">its reference</a>.</p></noscript>"};
}

class Adding {
 public:
  Adding(const PageParts& parts, std::vector<Route>& routes) : parts_(parts), routes_(routes) {}

  void Page(const char* path, std::unique_ptr<Endpoint> page) {
    RouteAt(path).page = std::move(page);
  }
  void CatalogPages() {
    for (const CatalogAddress& address : kCatalogAddresses) {
      Page(address.path,
           std::make_unique<CatalogPage>(parts_.site, Rpc(address.rpc), parts_.upstream,
                                         parts_.cache, address.name, address.describe));
    }
  }
  void ForCrawlers() {
    const auto endpoint = [this](const char* rpc) {
      return std::make_unique<RpcEndpoint>(Rpc(rpc), parts_.upstream, parts_.cache);
    };
    const auto sitemap = std::make_shared<Sitemap>(parts_.site, endpoint(kKeysRpc),
                                                   endpoint(kBundlesRpc), parts_.workers);
    Append("/sitemap.xml").endpoint = std::make_unique<SitemapEndpoint>(sitemap, false);
    Append("/sitemap/{part}").endpoint = std::make_unique<SitemapEndpoint>(sitemap, true);
    Append("/robots.txt").endpoint =
        std::make_unique<FixedDocument>("text/plain; charset=utf-8", RobotsText(parts_.site));
  }
  // Files come from memory and are loaded by every visitor, so they count against no limit.
  void File(std::string path, std::unique_ptr<Endpoint> endpoint) {
    Route& route = Append(std::move(path));
    route.rate_limited = false;
    route.endpoint = std::move(endpoint);
  }

 private:
  const RpcRoute& Rpc(const std::string& name) const {
    const auto found =
        std::find_if(parts_.rpcs.begin(), parts_.rpcs.end(),
                     [&](const RpcRoute& rpc) { return ToStd(rpc.method->full_name()) == name; });
    CHECK_THAT(found != parts_.rpcs.end(), "a page shows an RPC that has no route");
    return *found;
  }
  // Returns the API's route at this address, or a new one that is a page only.
  Route& RouteAt(const std::string& path) {
    for (Route& route : routes_) {
      if (route.verb == "GET" && route.path_template == path) return route;
    }
    return Append(path);
  }
  Route& Append(std::string path) {
    routes_.push_back({.verb = "GET", .path_template = std::move(path), .reads_token = false});
    return routes_.back();
  }

  const PageParts& parts_;
  std::vector<Route>& routes_;
};

// A rule that promises a page must not be served without one.
absl::Status CheckPromises(const std::vector<RpcRoute>& rpcs, const std::vector<Route>& routes) {
  for (const RpcRoute& rpc : rpcs) {
    if (!rpc.rule.page()) continue;
    const bool kept = std::any_of(routes.begin(), routes.end(), [&](const Route& route) {
      return route.path_template == rpc.path_template && route.page != nullptr;
    });
    if (kept) continue;
    return absl::InvalidArgumentError(
        StrCat(rpc.path_template, " says that it has a page, and gateway/pages knows none"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AddPages(const PageParts& parts, std::vector<Route>& routes) {
  Adding adding(parts, routes);
  adding.CatalogPages();
  adding.ForCrawlers();
  for (const auto& [path, target] : kElsewhere) {
    adding.Page(path, std::make_unique<Elsewhere>(target));
  }
  for (const ClientAddress& address : kClientAddresses) {
    adding.Page(address.path,
                std::make_unique<FixedPage>(parts.site, ClientPage(parts.site, address)));
  }
  for (const char* path : kConsoleAddresses) {
    adding.Page(path, std::make_unique<FixedPage>(parts.site, ConsolePage()));
  }
  const WebRoot& files = parts.site.files();
  for (const auto& [path, file] : kRootFiles) {
    adding.File(path, std::make_unique<OneWebFile>(files, file));
  }
  // The templates go as deep as kMaxWebPathSegments.
  for (const char* path : {"/web/{file}", "/web/{folder}/{file}", "/web/{folder}/{part}/{file}"}) {
    adding.File(path, std::make_unique<WebFolder>(files));
  }
  return CheckPromises(parts.rpcs, routes);
}

std::unique_ptr<Endpoint> MissingPageEndpoint(const Site& site) {
  return std::make_unique<FixedPage>(site, MissingPage("not-found"));
}

}  // namespace keys::gateway

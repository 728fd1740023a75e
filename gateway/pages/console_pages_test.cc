// Tests the addresses of the curator's console on a whole gateway.
#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "gateway/pages/site.h"
#include "gateway/testing/built_storefront.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"

namespace keys::gateway {
namespace {

// Chromium sends this when somebody follows a link.
constexpr char kBrowser[] =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

bool Has(const HttpResponse& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

TEST_CASE("the console's pages are a program of their own, under the same policy, for no crawler") {
  BuiltStorefront storefront;
  storefront.Put("admin.html", StrCat(BuiltStorefront::kShell, "<!--console-->"));
  GatewayFixture g{{.web_root = storefront.path()}};
  for (const char* path : {"/admin", "/admin/orders/0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11"}) {
    const HttpResponse page = g.Ask("GET", path, {{"accept", kBrowser}});
    CHECK(page.status == 200);
    CHECK(Has(page, "<!--console-->"));
    CHECK(Has(page, R"("route":"console")"));
    CHECK(Has(page, "<meta name=\"robots\" content=\"noindex\">"));
    CHECK(Header(page, "content-security-policy") == kPagePolicy);
  }
  CHECK_FALSE(Has(g.Ask("GET", "/terms", {{"accept", kBrowser}}), "<!--console-->"));
  const HttpResponse unknown = g.Ask("GET", "/admin/no-such-page", {{"accept", kBrowser}});
  CHECK(unknown.status == 404);
  CHECK_FALSE(Has(unknown, "<!--console-->"));
}

TEST_CASE("a storefront that was built without the console says so at the console's address") {
  BuiltStorefront storefront;
  GatewayFixture g{{.web_root = storefront.path()}};
  const HttpResponse page = g.Ask("GET", "/admin", {{"accept", kBrowser}});
  CHECK(page.status == 200);
  CHECK(Has(page, "has not been built"));
}

}  // namespace
}  // namespace keys::gateway

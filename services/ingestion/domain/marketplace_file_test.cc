#include "services/ingestion/domain/marketplace_file.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace keys::ingestion {
namespace {

TEST_CASE("prices, statuses and bundles are read") {
  Findings findings;
  const auto file = ParseMarketplaceFile(
      R"({"currency":"eur",
          "keys":{"a":{"price_cents":7900},"b":{"price_cents":0,"currency":"usd"},
                  "c":{"price_cents":null,"status":"draft"}},
          "bundles":[{"slug":"kit","title":"Kit","description":"All","bundle_type":"starter",
                      "price_cents":5900,"key_slugs":["a","b"]}]})",
      findings);
  REQUIRE(file.has_value());
  CHECK(findings.ok());
  CHECK(findings.warnings().empty());
  CHECK(file->request.currency() == "eur");
  REQUIRE(file->request.keys_size() == 3);
  CHECK(file->request.keys(0).price_cents() == 7900);
  CHECK_FALSE(file->request.keys(0).has_currency());
  CHECK(file->request.keys(1).has_price_cents());
  CHECK(file->request.keys(1).currency() == "usd");
  CHECK_FALSE(file->request.keys(2).has_price_cents());
  CHECK(file->request.keys(2).status() == "draft");
  REQUIRE(file->request.bundles_size() == 1);
  CHECK(file->request.bundles(0).key_slugs_size() == 2);
  CHECK(file->request.bundles(0).description() == "All");
}

TEST_CASE("all violations are found and the good entries stay") {
  Findings findings;
  const auto file = ParseMarketplaceFile(
      R"({"keys":{"a":{"price_cents":-1},"B":{"price_cents":1},"c":{"price_cents":1.5},
                  "d":{"status":"gone"},"e":{"currency":"USD"},"f":7,"ok":{"price_cents":100}},
          "bundles":[{"slug":"keys","title":"","bundle_type":"mega","price_cents":1,"key_slugs":[]},
                     {"slug":"kit","title":"Kit","bundle_type":"pro","price_cents":1,
                      "key_slugs":["a","a"]},
                     {"slug":"fine","title":"Fine","bundle_type":"pro","price_cents":1,
                      "key_slugs":["ok"]},
                     {"slug":"fine","title":"Fine","bundle_type":"pro","price_cents":1,
                      "key_slugs":["ok"]}],
          "surprise":1})",
      findings);
  REQUIRE(file.has_value());
  std::set<std::string> found;
  for (const Finding& f : findings.violations()) found.insert(f.code + " " + f.pointer);
  CHECK(found == std::set<std::string>{
                     "OUT_OF_RANGE /keys/a/price_cents", "SLUG_INVALID /keys/B",
                     "WRONG_TYPE /keys/c/price_cents", "NOT_ALLOWED /keys/d/status",
                     "CURRENCY_INVALID /keys/e/currency", "WRONG_TYPE /keys/f",
                     "SLUG_RESERVED /bundles/0/slug", "TOO_SHORT /bundles/0/title",
                     "NOT_ALLOWED /bundles/0/bundle_type", "TOO_FEW /bundles/0/key_slugs",
                     "SLUG_DUPLICATE /bundles/1/key_slugs/1", "SLUG_DUPLICATE /bundles/3/slug"});
  REQUIRE(findings.warnings().size() == 1);
  CHECK(findings.warnings()[0].pointer == "/surprise");
  CHECK(file->request.currency() == "usd");
  REQUIRE(file->request.keys_size() == 1);
  CHECK(file->request.keys(0).slug() == "ok");
  REQUIRE(file->request.bundles_size() == 1);
  CHECK(file->request.bundles(0).slug() == "fine");
  CHECK(file->PointerInFile("/bundles/0/price_cents") == "/bundles/2/price_cents");
  CHECK(file->PointerInFile("/bundles/0") == "/bundles/2");
  CHECK(file->PointerInFile("/bundles/7") == "/bundles/7");
  CHECK(file->PointerInFile("/keys/ok/currency") == "/keys/ok/currency");
  CHECK(file->KeyAt("/bundles/0/key_slugs/0") == "ok");
  CHECK(file->KeyAt("/bundles/0/key_slugs/1").empty());
  CHECK(file->KeyAt("/keys/ok/currency") == "ok");
}

TEST_CASE("entry 1 is clean though entry 10 is not") {
  std::string bundles;
  for (int i = 0; i < 11; ++i) {
    const std::string slug = i == 10 ? "BAD" : "b" + std::to_string(i);
    bundles += (i > 0 ? "," : "") + std::string(R"({"slug":")") + slug +
               R"(","title":"T","bundle_type":"pro","price_cents":1,"key_slugs":["k"]})";
  }
  Findings findings;
  const auto file = ParseMarketplaceFile("{\"bundles\":[" + bundles + "]}", findings);
  REQUIRE(file.has_value());
  CHECK(file->request.bundles_size() == 10);
}

TEST_CASE("a file without a usable currency or of another shape is refused as a whole") {
  Findings findings;
  CHECK_FALSE(ParseMarketplaceFile(R"({"currency":"dollars"})", findings).has_value());
  CHECK_FALSE(ParseMarketplaceFile("[]", findings).has_value());
  Findings shape;
  const auto file = ParseMarketplaceFile(R"({"keys":[],"bundles":{}})", shape);
  REQUIRE(file.has_value());
  CHECK(shape.violations().size() == 2);
  CHECK(file->request.keys_size() == 0);
}

}  // namespace
}  // namespace keys::ingestion

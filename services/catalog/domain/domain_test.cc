// Tests the catalog's pure rules.
#include <catch2/catch.hpp>

#include "common/error/error.h"
#include "services/catalog/domain/bundle.h"
#include "services/catalog/domain/list_query.h"
#include "services/catalog/domain/precondition.h"
#include "services/catalog/domain/publish.h"
#include "services/catalog/domain/related.h"
#include "services/catalog/domain/sale_terms.h"
#include "services/catalog/domain/slug.h"

namespace keys::catalog {
namespace {

using error::Reason;
using error::ReasonOf;

const money::CurrencyTable& Currencies() {
  static const money::CurrencyTable table = *money::CurrencyTable::Make("");
  return table;
}

std::vector<std::string> Pointers(const absl::Status& status) {
  std::vector<std::string> pointers;
  const auto detail = error::DetailOf(status);
  if (!detail.has_value()) return pointers;
  for (const auto& violation : detail->violations()) pointers.push_back(violation.pointer());
  return pointers;
}

TEST_CASE("a slug is words joined by single hyphens") {
  for (const char* good : {"a", "node-18", "a-b-c", "1"}) CHECK(CheckSlug(good).ok());
  for (const char* bad : {"", "-a", "a-", "a--b", "A", "a_b", "a b", "ä"}) {
    INFO(bad);
    CHECK(ReasonOf(CheckSlug(bad)) == Reason::INVALID_ARGUMENT);
  }
  CHECK(CheckSlug(std::string(100, 'a')).ok());
  CHECK_FALSE(CheckSlug(std::string(101, 'a')).ok());
}

TEST_CASE("words of the API and things that look like ids are reserved") {
  for (const char* word : {"keys", "bundles", "admin", "orders", "situations", "me",
                           "0b8f1c9e-0000-4000-8000-000000000001"}) {
    CHECK(ReasonOf(CheckSlug(word)) == Reason::SLUG_RESERVED);
  }
}

TEST_CASE("a list request names every parameter that is wrong") {
  v1::ListKeysRequest request;
  request.set_tool("vim");
  request.set_sort("random");
  request.set_severity_level("p9");
  request.set_price_min(-1);
  request.set_limit(101);
  const absl::Status status = ParseListQuery(request, false).status();
  CHECK(ReasonOf(status) == Reason::INVALID_ARGUMENT);
  CHECK(Pointers(status) ==
        std::vector<std::string>{"?tool", "?severity_level", "?sort", "?price_min", "?limit"});
}

TEST_CASE("owned KEYS are for those who signed in") {
  v1::ListKeysRequest request;
  request.set_owned(true);
  CHECK(ReasonOf(ParseListQuery(request, false).status()) == Reason::UNAUTHENTICATED);
  CHECK(ParseListQuery(request, true)->owned_only);
}

TEST_CASE("relevance needs something to be relevant to") {
  v1::ListKeysRequest request;
  request.set_sort("relevance");
  request.set_search("   ");
  CHECK(ParseListQuery(request, false)->sort == Sort::kNewest);
  request.set_search(" queue ");
  CHECK(ParseListQuery(request, false)->sort == Sort::kRelevance);
  CHECK(ParseListQuery(request, false)->search == "queue");
}

TEST_CASE("a fingerprint tells filters apart, but not pages of one list") {
  v1::ListKeysRequest request;
  request.set_tool("node");
  const std::string node = FingerprintOf(*ParseListQuery(request, false));
  request.set_limit(3);
  request.set_cursor("x");
  request.set_facets(true);
  CHECK(FingerprintOf(*ParseListQuery(request, false)) == node);
  request.set_category("node");
  CHECK(FingerprintOf(*ParseListQuery(request, false)) != node);
  request.clear_category();
  request.set_sort("title");
  CHECK(FingerprintOf(*ParseListQuery(request, false)) != node);
}

TEST_CASE("prices are free, absent, or at least what can be charged") {
  CHECK_FALSE(CheckPrice(Currencies(), 0, "usd").has_value());
  CHECK(CheckPrice(Currencies(), 49, "usd")->reason == Reason::PRICE_BELOW_MINIMUM);
  CHECK(CheckPrice(Currencies(), 1, "usd")->reason == Reason::PRICE_BELOW_MINIMUM);
  CHECK_FALSE(CheckPrice(Currencies(), 50, "usd").has_value());
  CHECK(CheckPrice(Currencies(), -1, "usd")->reason == Reason::INVALID_ARGUMENT);
  CHECK(CheckPrice(Currencies(), 100, "xxx")->violation.pointer() == "/currency");
}

Part Sold(const std::string& slug, std::optional<int64_t> cents) {
  return {.slug = slug, .price_cents = cents, .currency = "usd", .sellable = true};
}

BundleInput Kit(int64_t cents) {
  return {.slug = "kit",
          .title = "Kit",
          .bundle_type = "starter",
          .price_cents = cents,
          .currency = "usd",
          .keys = {"a", "b"}};
}

TEST_CASE("a bundle whose parts are all sold singly costs less than they do") {
  std::map<std::string, Part> parts = {{"a", Sold("a", 500)}, {"b", Sold("b", 700)}};
  CHECK(CheckBundle(Kit(1199), Currencies(), parts).empty());
  CHECK(ReasonOf(ToStatus(CheckBundle(Kit(1200), Currencies(), parts))) == Reason::BUNDLE_PRICE);
  parts["b"].price_cents.reset();
  CHECK(CheckBundle(Kit(1200), Currencies(), parts).empty());
  parts["b"] = Sold("b", 700);
  parts["b"].sellable = false;
  CHECK(CheckBundle(Kit(1200), Currencies(), parts).empty());
}

TEST_CASE("a bundle and its parts are priced in one currency") {
  std::map<std::string, Part> parts = {{"a", Sold("a", 500)}, {"b", Sold("b", 700)}};
  parts["b"].currency = "eur";
  CHECK(ReasonOf(ToStatus(CheckBundle(Kit(100), Currencies(), parts))) ==
        Reason::CURRENCY_MISMATCH);
}

TEST_CASE("everything wrong with a bundle is said at once, unknown KEYS too") {
  BundleInput kit = Kit(10);
  kit.title = " ";
  kit.bundle_type = "huge";
  kit.keys = {"a", "x", "y", "a"};
  const absl::Status status =
      ToStatus(CheckBundle(kit, Currencies(), {{"a", Sold("a", 500)}, {"b", Sold("b", 700)}}));
  CHECK(ReasonOf(status) == Reason::INVALID_ARGUMENT);
  CHECK(Pointers(status) == std::vector<std::string>{"/title", "/bundle_type", "/key_slugs/1",
                                                     "/key_slugs/2", "/key_slugs/3",
                                                     "/price_cents"});
}

TEST_CASE("what an administrator pastes into a bundle may not read as something else") {
  BundleInput kit = Kit(100);
  kit.keys = {"a"};
  kit.title = "Kit \u202Eeerf";
  kit.description = "All of it\U000E0041.";
  const std::map<std::string, Part> parts = {{"a", Sold("a", 500)}};
  CHECK(Pointers(ToStatus(CheckBundle(kit, Currencies(), parts))) ==
        std::vector<std::string>{"/title", "/description"});
  kit.title = "می\u200Cخواهم";
  kit.description = "Soft\u00ADware";
  CHECK(CheckBundle(kit, Currencies(), parts).empty());
}

TEST_CASE("titles are measured in characters, not bytes") {
  BundleInput kit = Kit(100);
  kit.keys = {"a"};
  kit.title.clear();
  for (int i = 0; i < 200; ++i) kit.title += "ü";
  CHECK(CheckBundle(kit, Currencies(), {{"a", Sold("a", 500)}}).empty());
  kit.title += "ü";
  CHECK_FALSE(CheckBundle(kit, Currencies(), {{"a", Sold("a", 500)}}).empty());
}

TEST_CASE("a PATCH changes the members present, null clears a price and nothing else") {
  const SaleTerms before{.price_cents = 500, .currency = "usd", .status = "published"};
  v1::UpdateKeyRequest request;
  CHECK(*ApplyUpdate(before, request, Currencies()) == before);
  request.mutable_update_mask()->add_paths("price_cents");
  CHECK_FALSE(ApplyUpdate(before, request, Currencies())->price_cents.has_value());
  request.set_price_cents(0);
  CHECK(ApplyUpdate(before, request, Currencies())->price_cents == 0);
  request.set_price_cents(30);
  CHECK(ReasonOf(ApplyUpdate(before, request, Currencies()).status()) ==
        Reason::PRICE_BELOW_MINIMUM);
  request.set_price_cents(900);
  request.set_currency("EUR");
  request.set_status("archived");
  CHECK(ApplyUpdate(before, request, Currencies())->currency == "eur");
  request.clear_status();
  request.mutable_update_mask()->add_paths("status");
  request.set_price_cents(-5);
  CHECK(Pointers(ApplyUpdate(before, request, Currencies()).status()) ==
        std::vector<std::string>{"/status", "/price_cents"});
}

TEST_CASE("If-Match holds against the version, alone or with the gateway's hash behind it") {
  CHECK(CheckIfMatch("", 7).ok());
  CHECK(CheckIfMatch("*", 7).ok());
  CHECK(CheckIfMatch("\"k7\"", 7).ok());
  CHECK(CheckIfMatch("\"k6.aa\", \"k7.bb\"", 7).ok());
  for (const char* other : {"\"k70\"", "\"k8.bb\"", "W/\"k7.bb\"", "k7", "\"\"", "nonsense"}) {
    INFO(other);
    CHECK(ReasonOf(CheckIfMatch(other, 7)) == Reason::PRECONDITION_FAILED);
  }
}

TEST_CASE("related KEYS: references, then outcome, then tags, then the family") {
  const RelatedSubject subject{.slug = "me",
                               .tool = "node",
                               .outcome = "fast_pages",
                               .tags = {"t1", "t2"},
                               .references = {"named"}};
  const std::vector<RelatedCandidate> candidates = {
      {.id = "1", .slug = "family", .tool = "node"},
      {.id = "2", .slug = "one-tag", .tool = "stripe", .tags = {"t1"}},
      {.id = "3", .slug = "two-tags", .tool = "stripe", .tags = {"t2", "t1"}},
      {.id = "4", .slug = "outcome", .tool = "github", .outcome = "fast-pages"},
      {.id = "5", .slug = "names-me", .tool = "github", .references = {"me"}},
      {.id = "6", .slug = "named", .tool = "github"},
      {.id = "7", .slug = "me", .tool = "node"},
      {.id = "8", .slug = "stranger", .tool = "github"}};
  std::vector<std::pair<std::string, std::string>> seen;
  for (const Related& related : RankRelated(subject, candidates)) {
    seen.emplace_back(related.key.slug, related.reason);
  }
  CHECK(seen ==
        std::vector<std::pair<std::string, std::string>>{{"named", "Referenced by this KEY"},
                                                         {"names-me", "Refers to this KEY"},
                                                         {"outcome", "Similar outcome: fast-pages"},
                                                         {"two-tags", "Shared tags: t1, t2"},
                                                         {"one-tag", "Shared tag: t1"}});
  CHECK(RankRelated(subject, {candidates[0]})[0].reason == "Related node key");
}

TEST_CASE("a catalogue entry's `Referenced By` is an explicit reference, from either side") {
  const RelatedSubject entry{.slug = "timeline", .tool = "jupyter", .tags = {"runbook:leak"}};
  const std::vector<Related> of_entry =
      RankRelated(entry, {{.id = "1", .slug = "leak", .tool = "runbook"},
                          {.id = "2", .slug = "another", .tool = "jupyter"}});
  REQUIRE(of_entry.size() == 2);
  CHECK(of_entry[0].key.slug == "leak");
  CHECK(of_entry[0].reason == "Refers to this KEY");
  CHECK(TiesOf(entry) == std::vector<std::string>{"leak"});

  const RelatedSubject runbook{.slug = "leak", .tool = "runbook"};
  const std::vector<Related> of_runbook = RankRelated(
      runbook, {{.id = "3", .slug = "timeline", .tool = "jupyter", .tags = {"runbook:leak"}}});
  REQUIRE(of_runbook.size() == 1);
  CHECK(of_runbook[0].reason == "Referenced by this KEY");
}

v1::Asset SomeAsset() {
  v1::Asset asset;
  asset.set_slug("x");
  asset.set_family("node-next-keys");
  asset.set_title("X");
  asset.set_tool("node");
  asset.set_key_type("node");
  asset.add_key_types("job");
  asset.set_version("1.0.0");
  asset.set_content_hash("h1");
  asset.set_source_rank(1);
  asset.set_sha256(std::string(64, 'a'));
  asset.set_size_bytes(10);
  asset.set_storage_path("keys/node/x/1.0.0/key.zip");
  return asset;
}

TEST_CASE("an asset that the tables cannot hold is refused with all its faults") {
  CHECK(CheckAsset(SomeAsset()).ok());
  v1::Asset asset = SomeAsset();
  asset.set_version("1.0");
  asset.set_tool("vim");
  asset.clear_size_bytes();
  CHECK(Pointers(CheckAsset(asset)) == std::vector<std::string>{"/version", "/tool", "/sha256"});
}

TEST_CASE("publishing again the same thing changes nothing; other bytes are refused") {
  const v1::Asset asset = SomeAsset();
  const KnownKey key{.family = "node-next-keys", .source_rank = 1};
  const KnownVersion same{.content_hash = "h1", .sha256 = std::string(64, 'a'), .source_rank = 1};
  CHECK(*DecidePublish(asset, std::nullopt, std::nullopt) == PublishStep::kAddKey);
  CHECK(*DecidePublish(asset, key, std::nullopt) == PublishStep::kAddVersion);
  CHECK(*DecidePublish(asset, key, same) == PublishStep::kNothing);
  KnownVersion other_facts = same;
  other_facts.content_hash = "h0";
  CHECK(*DecidePublish(asset, key, other_facts) == PublishStep::kReplaceFacts);
  KnownVersion other_bytes = same;
  other_bytes.sha256 = std::string(64, 'b');
  CHECK(ReasonOf(DecidePublish(asset, key, other_bytes).status()) == Reason::VERSION_IMMUTABLE);
  const KnownKey elsewhere{.family = "runbook-keys", .source_rank = 1};
  CHECK(ReasonOf(DecidePublish(asset, elsewhere, std::nullopt).status()) == Reason::CONFLICT);
}

TEST_CASE("a folder beats a catalogue entry, and never the other way round") {
  v1::Asset entry = SomeAsset();
  entry.clear_sha256();
  entry.clear_size_bytes();
  entry.clear_storage_path();
  entry.set_source_rank(3);
  const KnownKey by_folder{.family = "node-next-keys", .source_rank = 1};
  CHECK(*DecidePublish(entry, by_folder, std::nullopt) == PublishStep::kNothing);
  const KnownKey by_entry{.family = "node-next-keys", .source_rank = 3};
  const KnownVersion listed{.content_hash = "h0", .source_rank = 3};
  CHECK(*DecidePublish(SomeAsset(), by_entry, listed) == PublishStep::kAttachBytes);
}

}  // namespace
}  // namespace keys::catalog

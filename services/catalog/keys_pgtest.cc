// Tests lists, details and versions over a real database.
#include <set>

#include "common/error/error.h"
#include "services/catalog/store/bundle_store.h"
#include "services/catalog/store/content_store.h"
#include "services/catalog/store/list_store.h"
#include "services/catalog/store/pricing_store.h"
#include "services/catalog/store/publish_store.h"
#include "services/catalog/store/revision_store.h"
#include "services/catalog/store/version_store.h"
#include "services/catalog/store/word_store.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

using error::Reason;
using error::ReasonOf;
using Slugs = std::vector<std::string>;

Slugs SlugsOf(const v1::ListKeysResponse& response) {
  Slugs slugs;
  for (const auto& key : response.keys()) slugs.push_back(key.slug());
  return slugs;
}

TEST_CASE_METHOD(World, "every statement fits the migrated schema") {
  auto db = Must(pool.Acquire(testing::Soon()));
  for (const absl::Status& status :
       {CheckListStatements(db), CheckKeyStatements(db), CheckPageStatements(db),
        CheckVersionStatements(db), CheckPublishStatements(db), CheckBundleStatements(db),
        CheckPricingStatements(db), CheckRevisionStatements(db), CheckWordStatements(db),
        CheckContentStatements(db)}) {
    INFO(status.ToString());
    CHECK(status.ok());
  }
}

TEST_CASE_METHOD(World, "an empty catalog lists nothing and has no next page") {
  const v1::ListKeysResponse response = List();
  CHECK(response.keys_size() == 0);
  CHECK_FALSE(response.has_next_cursor());
}

TEST_CASE_METHOD(World, "pages neither skip nor repeat while KEYS are added") {
  const std::string sort = GENERATE("newest", "title", "price", "relevance");
  for (int i = 0; i < 9; ++i) {
    Sell("k" + std::to_string(i), i % 3 == 0 ? 500 : 100 * i + 100);
  }
  v1::ListKeysRequest request;
  request.set_sort(sort);
  if (sort == "relevance") request.set_search("title");
  request.set_limit(2);
  std::multiset<std::string> seen;
  for (int page = 0; page < 20; ++page) {
    const v1::ListKeysResponse response = List(request);
    for (const std::string& slug : SlugsOf(response)) seen.insert(slug);
    if (!response.has_next_cursor()) break;
    request.set_cursor(response.next_cursor());
    Publish(NodeAsset("late-" + std::to_string(page)));
  }
  for (int i = 0; i < 9; ++i) {
    INFO(sort << " k" << i);
    CHECK(seen.count("k" + std::to_string(i)) == 1);
  }
}

TEST_CASE_METHOD(World, "a cursor belongs to its filters and sort") {
  for (const char* slug : {"a", "b", "c"}) Publish(NodeAsset(slug));
  v1::ListKeysRequest request;
  request.set_limit(1);
  const std::string cursor = List(request).next_cursor();
  request.set_cursor(cursor);
  CHECK(SlugsOf(List(request)) == Slugs{"b"});
  request.set_tool("node");
  rpc::Call call = Anyone();
  CHECK(ReasonOf(keys.List(call, request).status()) == Reason::INVALID_CURSOR);
  request.clear_tool();
  request.set_cursor(cursor + "x");
  CHECK(ReasonOf(keys.List(call, request).status()) == Reason::INVALID_CURSOR);
}

v1::Asset Runbook() {
  v1::Asset asset = NodeAsset("incident-42");
  asset.set_family("runbook-keys");
  asset.set_tool("runbook");
  asset.set_key_type("runbook");
  asset.clear_key_types();
  asset.add_key_types("incident");
  asset.add_key_types("failure-mode");
  asset.set_title("The 100% CPU night");
  asset.set_description("What to do when a queue_worker spins.");
  asset.set_category("databases");
  asset.set_difficulty("expert");
  asset.set_outcome("calm_nights");
  asset.set_maturity("operator");
  asset.set_license_spdx("Apache-2.0");
  asset.set_severity_level("p1");
  asset.add_tags("on-call");
  asset.set_readme_text("Read the flamegraph first.");
  return asset;
}

TEST_CASE_METHOD(World, "every filter finds what it names and nothing else") {
  Sell("plain", 900);
  Publish(Runbook());
  const auto with = [](auto set) {
    v1::ListKeysRequest request;
    set(request);
    return request;
  };
  const std::vector<v1::ListKeysRequest> requests = {
      with([](auto& r) { r.set_tool("runbook"); }),
      with([](auto& r) { r.set_key_type("runbook"); }),
      with([](auto& r) { r.set_key_type("failure-mode"); }),
      with([](auto& r) { r.set_category("databases"); }),
      with([](auto& r) { r.set_difficulty("expert"); }),
      with([](auto& r) { r.set_outcome("calm-nights"); }),
      with([](auto& r) { r.set_outcome("calm_nights"); }),
      with([](auto& r) { r.set_maturity("operator"); }),
      with([](auto& r) { r.set_license("Apache-2.0"); }),
      with([](auto& r) { r.set_tag("on-call"); }),
      with([](auto& r) { r.set_severity_level("p1"); }),
      with([](auto& r) { r.set_search("100%"); }),
      with([](auto& r) { r.set_search("queue_w"); }),
      with([](auto& r) { r.set_search("spinning"); }),
      with([](auto& r) { r.set_search("FLAMEGRAPH"); }),
      with([](auto& r) { r.set_search("cpu NIGHT"); })};
  for (const v1::ListKeysRequest& request : requests) {
    INFO(request.ShortDebugString());
    CHECK(SlugsOf(List(request)) == Slugs{"incident-42"});
  }
  CHECK(SlugsOf(List(with([](auto& r) { r.set_price_min(900); }))) == Slugs{"plain"});
  CHECK(SlugsOf(List(with([](auto& r) { r.set_price_max(899); }))).empty());
  CHECK(SlugsOf(List(with([](auto& r) { r.set_search("'); DROP TABLE x; --"); }))).empty());
  CHECK(SlugsOf(List(with([](auto& r) { r.set_search("% \" & | ! ( :*"); }))).empty());
}

TEST_CASE_METHOD(World, "KEYS that can be downloaded and those that cannot are listed apart") {
  Publish(NodeAsset("ready"));
  Publish(ListedAsset("announced"));
  v1::ListKeysRequest request;
  CHECK(SlugsOf(List(request)) == Slugs{"announced", "ready"});
  request.set_facets(true);
  for (const char* sort : {"newest", "title", "price", "relevance"}) {
    INFO(sort);
    request.set_sort(sort);
    request.set_available(true);
    CHECK(SlugsOf(List(request)) == Slugs{"ready"});
    CHECK(List(request).facets().tool(0).count() == 1);
    request.set_available(false);
    CHECK(SlugsOf(List(request)) == Slugs{"announced"});
  }
  request.set_limit(1);
  request.clear_available();
  const std::string cursor = List(request).next_cursor();
  request.set_cursor(cursor);
  request.set_available(false);
  rpc::Call call = Anyone();
  CHECK(ReasonOf(keys.List(call, request).status()) == Reason::INVALID_CURSOR);
}

TEST_CASE_METHOD(World, "a list without a limit shows a hundred KEYS") {
  for (int i = 0; i < 101; ++i) Publish(ListedAsset("k" + std::to_string(i)));
  const v1::ListKeysResponse response = List();
  CHECK(response.keys_size() == 100);
  CHECK(response.has_next_cursor());
}

TEST_CASE_METHOD(World, "the first page shows what page by page is shown, whatever its limit") {
  for (int i = 0; i < 30; ++i) Sell("k" + std::to_string(i), 100 * (i % 7));
  for (int i = 0; i < 3; ++i) Publish(ListedAsset("announced" + std::to_string(i)));
  for (const char* sort : {"newest", "title", "price"}) {
    for (const std::optional<bool> available :
         {std::optional<bool>(), std::optional(true), std::optional(false)}) {
      v1::ListKeysRequest request;
      request.set_sort(sort);
      if (available.has_value()) request.set_available(*available);
      INFO(sort << " " << (available.has_value() ? std::to_string(*available) : "any"));
      request.set_limit(2);
      Slugs walked;
      do {
        const v1::ListKeysResponse page = List(request);
        for (const std::string& slug : SlugsOf(page)) walked.push_back(slug);
        request.set_cursor(page.next_cursor());
      } while (!request.cursor().empty());
      CHECK(walked.size() == (!available.has_value() ? 33 : (*available ? 30 : 3)));
      request.clear_cursor();
      for (const int limit : {1, 24, 25, 29, 100}) {
        request.set_limit(limit);
        const size_t most = std::min(walked.size(), static_cast<size_t>(limit));
        CHECK(SlugsOf(List(request)) == Slugs(walked.begin(), walked.begin() + most));
      }
    }
  }
}

TEST_CASE_METHOD(World,
                 "a detail names the bundles on sale that hold the KEY, the cheapest first") {
  for (const char* slug : {"a", "b", "c"}) Sell(slug, 1000);
  rpc::Call admin = Admin();
  Must(bundles.Put(admin, BundleOf("all", 2500, {"a", "b", "c"})));
  Must(bundles.Put(admin, BundleOf("two", 1500, {"a", "b"})));
  Must(bundles.Put(admin, BundleOf("gone", 1400, {"a", "b"})));
  Must(bundles.Put(admin, BundleOf("other", 1900, {"b", "c"})));
  v1::DeleteBundleRequest remove;
  remove.set_slug("gone");
  Must(bundles.Delete(admin, remove));
  v1::UpdateKeyRequest hide;
  hide.set_slug("c");
  hide.set_status("archived");
  Must(key_admin.Update(admin, hide));
  const v1::KeyDetail detail = Detail("a");
  REQUIRE(detail.bundles_size() == 2);
  CHECK(detail.bundles(0).slug() == "two");
  CHECK(detail.bundles(0).price_cents() == 1500);
  CHECK(detail.bundles(0).currency() == "usd");
  CHECK(detail.bundles(0).bundle_type() == "starter");
  CHECK(detail.bundles(0).key_count() == 2);
  CHECK(detail.bundles(1).slug() == "all");
  // An archived KEY is not counted, because the bundle does not show it.
  CHECK(detail.bundles(1).key_count() == 2);
}

TEST_CASE_METHOD(World, "related KEYS carry what a card shows") {
  Sell("subject", 1000);
  Sell("friend", 700);
  Publish(ListedAsset("later"));
  const v1::KeyDetail detail = Detail("subject");
  REQUIRE(detail.related_keys_size() == 2);
  CHECK(detail.related_keys(0).slug() == "friend");
  CHECK(detail.related_keys(0).tool() == "node");
  CHECK(detail.related_keys(0).price_cents() == 700);
  CHECK(detail.related_keys(0).currency() == "usd");
  CHECK(detail.related_keys(0).available());
  CHECK_FALSE(detail.related_keys(1).has_price_cents());
  CHECK_FALSE(detail.related_keys(1).available());
}

TEST_CASE_METHOD(World, "the most relevant comes first") {
  v1::Asset aside = NodeAsset("aside");
  aside.set_description("Mentions a ledger once.");
  Publish(aside);
  v1::Asset about = NodeAsset("about");
  about.set_title("The ledger");
  Publish(about);
  Publish(NodeAsset("other"));
  v1::ListKeysRequest request;
  request.set_search("ledger");
  request.set_sort("relevance");
  CHECK(SlugsOf(List(request)) == Slugs{"about", "aside"});
}

TEST_CASE_METHOD(World, "access marks KEYS for those who signed in and filters by owned") {
  const std::string mine = Publish(NodeAsset("mine")).key_id();
  Publish(NodeAsset("theirs"));
  v1::ListKeysRequest request;
  CHECK_FALSE(List(request).keys(0).has_has_access());
  request.mutable_access_set()->add_key_ids(mine);
  const v1::ListKeysResponse marked = List(request);
  CHECK(SlugsOf(marked) == Slugs{"theirs", "mine"});
  CHECK_FALSE(marked.keys(0).has_access());
  CHECK(marked.keys(1).has_access());
  request.set_owned(true);
  CHECK(SlugsOf(List(request)) == Slugs{"mine"});
  request.mutable_access_set()->clear_key_ids();
  CHECK(SlugsOf(List(request)).empty());
}

TEST_CASE_METHOD(World, "facets count what the filters leave") {
  Publish(NodeAsset("a"));
  Publish(NodeAsset("b"));
  Publish(Runbook());
  v1::ListKeysRequest request;
  request.set_facets(true);
  request.set_limit(1);
  const v1::ListKeysResponse response = List(request);
  const v1::Facets& facets = response.facets();
  REQUIRE(facets.tool_size() == 2);
  CHECK(facets.tool(0).value() == "node");
  CHECK(facets.tool(0).count() == 2);
  CHECK(facets.key_type_size() == 5);
  CHECK(facets.outcome(0).value() == "calm-nights");
  CHECK(facets.severity_level_size() == 1);
  request.set_tool("runbook");
  CHECK(List(request).facets().tool_size() == 1);
}

TEST_CASE_METHOD(World,
                 "a detail has versions newest first, relations, and attributes as written") {
  v1::Asset asset = NodeAsset("subject", "1.9.0");
  asset.add_references("friend");
  Publish(asset);
  for (const char* version : {"1.10.0", "2.0.0-beta.2", "2.0.0-beta.10", "0.1.0"}) {
    Publish(NodeAsset("subject", version));
  }
  Publish(NodeAsset("friend"));
  const v1::KeyDetail detail = Detail("subject");
  Slugs versions;
  for (const auto& version : detail.versions()) versions.push_back(version.version());
  CHECK(versions == Slugs{"2.0.0-beta.10", "2.0.0-beta.2", "1.10.0", "1.9.0", "0.1.0"});
  CHECK(detail.version() == "1.10.0");
  CHECK(detail.available());
  CHECK(detail.attributes() == R"({"runtime":"node","b":1,"a":[1.50]})");
  REQUIRE(detail.related_keys_size() == 1);
  CHECK(detail.related_keys(0).slug() == "friend");
  CHECK(detail.related_keys(0).reason() == "Related node key");
  CHECK(Detail(detail.id()).slug() == "subject");
  std::string upper = detail.id();
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  CHECK(Detail(upper).slug() == "subject");
}

TEST_CASE_METHOD(World, "drafts and archived KEYS are there for administrators only") {
  Publish(NodeAsset("hidden"));
  rpc::Call admin = Admin();
  v1::UpdateKeyRequest update;
  update.set_slug("hidden");
  update.set_status("draft");
  Must(key_admin.Update(admin, update));
  CHECK(List().keys_size() == 0);
  v1::GetKeyRequest get;
  get.set_slug("hidden");
  rpc::Call anyone = Anyone();
  CHECK(ReasonOf(keys.Get(anyone, get).status()) == Reason::NOT_FOUND);
  CHECK(Must(keys.Get(admin, get)).key().status() == "draft");
}

TEST_CASE_METHOD(World, "versions by range and by name") {
  for (const char* version : {"1.0.0", "1.2.0", "2.0.0"}) Publish(NodeAsset("x", version));
  rpc::Call call = Anyone();
  v1::ListVersionsRequest list;
  list.set_slug("x");
  list.set_range("^1.1");
  const auto found = Must(keys.ListVersions(call, list));
  REQUIRE(found.versions_size() == 1);
  CHECK(found.versions(0).version() == "1.2.0");
  list.set_range("not a range");
  CHECK(ReasonOf(keys.ListVersions(call, list).status()) == Reason::INVALID_ARGUMENT);
  v1::GetVersionRequest get;
  get.set_slug("x");
  get.set_version("1.0.0");
  CHECK(Must(keys.GetVersion(call, get)).version().size_bytes() == 1234);
  get.set_version("9.9.9");
  CHECK(ReasonOf(keys.GetVersion(call, get).status()) == Reason::VERSION_UNKNOWN);
}

TEST_CASE_METHOD(World, "facets that were counted before are those of the catalog as it is now") {
  Publish(NodeAsset("a"));
  v1::ListKeysRequest request;
  request.set_facets(true);
  const auto nodes = [&] { return List(request).facets().tool(0).count(); };
  CHECK(nodes() == 1);
  // Only counting shows this change, because it does not change the revision.
  database.Run("UPDATE marketplace_keys SET status = 'draft'");
  CHECK(nodes() == 1);
  request.set_sort("title");
  CHECK(nodes() == 1);
  // Another filter is counted on its own.
  v1::ListKeysRequest other = request;
  other.set_tool("node");
  CHECK(List(other).facets().tool_size() == 0);
  database.Run("UPDATE marketplace_keys SET status = 'published'");
  Publish(NodeAsset("b"));
  CHECK(nodes() == 2);
  CHECK(List(other).facets().tool(0).count() == 2);
}

}  // namespace
}  // namespace keys::catalog

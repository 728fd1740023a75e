// Tests search and filters over a real database.
#include <algorithm>
#include <random>
#include <set>

#include "common/base/text.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

using Slugs = std::vector<std::string>;

Slugs Found(World& world, const std::string& search, const std::string& sort = "relevance") {
  v1::ListKeysRequest request;
  request.set_search(search);
  request.set_sort(sort);
  const v1::ListKeysResponse response = world.List(request);
  Slugs slugs;
  for (const auto& key : response.keys()) slugs.push_back(key.slug());
  return slugs;
}

v1::Asset Written(const std::string& slug, const std::string& title, const std::string& description,
                  const std::vector<std::string>& tags, const std::string& readme) {
  v1::Asset asset = NodeAsset(slug);
  asset.set_title(title);
  asset.set_description(description);
  for (const std::string& tag : tags) asset.add_tags(tag);
  asset.set_readme_text(readme);
  return asset;
}

TEST_CASE_METHOD(World,
                 "title counts more than tags, tags more than description, then the README") {
  Publish(Written("e", "Ledger of accounts", "", {}, ""));
  Publish(Written("d", "Ledgers-and-more", "", {}, ""));
  Publish(Written("c", "Accounts", "", {"ledger"}, ""));
  Publish(Written("b", "Books", "Keeps a ledger.", {}, ""));
  Publish(Written("a", "Pages", "", {}, "Writes to the ledger table."));
  Publish(Written("z", "Nothing of it", "", {}, ""));
  // "Ledgers" has the same stem, so it counts as written, and the newer KEY comes first.
  CHECK(Found(*this, "ledger") == Slugs{"d", "e", "c", "b", "a"});
  CHECK(Found(*this, "ledger", "title") == Slugs{"c", "b", "e", "d", "a"});
  CHECK(Found(*this, "LEDGER accounts") == Slugs{"e", "c"});
}

TEST_CASE_METHOD(World, "beginnings of words, typing errors and parts of words find the KEY") {
  Publish(Written("hook", "Webhook receiver", "Verifies signatures of Kubernetes events.", {}, ""));
  Publish(Written("other", "Something else", "", {"workflow"}, ""));
  for (const char* search :
       {"webh", "web", "Webhook", "wbehook", "webhok", "webhoook", "webhoak", "receivr", "reciever",
        "kubernets", "kuberentes", "signature", "verify", "the webhook", "hook rec", "webhook!"}) {
    INFO(search);
    CHECK(Found(*this, search) == Slugs{"hook"});
  }
  CHECK(Found(*this, "orkflo") == Slugs{"other"});
  CHECK(Found(*this, "webhook workflow").empty());
  CHECK(Found(*this, "zzzzqqqq").empty());
}

TEST_CASE_METHOD(World, "nothing a person types is syntax") {
  Publish(Written("x", "The 100% (real) job's, {\"a\": 1} \\ path_to", "", {}, ""));
  for (const char* search : {"100%", "100% real", "(real)", "job's", "{\"a\": 1}", "\\ path",
                             "path_to", "real,job", "'real'", "\"real job\"", "real:*", "100_"}) {
    INFO(search);
    CHECK(Found(*this, search) == Slugs{"x"});
  }
  for (const char* search : {"%", "_", "'", "\"", "(", ")", ",", "{}", "& | !", "<->", "\\", ":*",
                             "''::tsquery", "'); DELETE FROM marketplace_keys; --", "\x01\x02"}) {
    INFO(search);
    CHECK(Found(*this, search).empty());
  }
  CHECK(Found(*this, "real " + std::string(995, '\'')) == Slugs{"x"});
  CHECK(Found(*this, std::string(1000, 'a')).empty());
  std::string many;
  for (int i = 0; many.size() < 990; ++i) many += "w" + std::to_string(i) + " ";
  CHECK(Found(*this, many).empty());
  CHECK(Count("marketplace_keys") == 1);
}

TEST_CASE_METHOD(World, "a new version is found by its own words and no longer by the old ones") {
  Publish(Written("x", "Apples", "", {}, ""));
  v1::Asset next = Written("x", "Pears", "", {}, "");
  next.set_version("2.0.0");
  next.set_storage_path("keys/node/x/2.0.0/key.zip");
  next.set_content_hash("other");
  Publish(next);
  CHECK(Found(*this, "pears") == Slugs{"x"});
  CHECK(Found(*this, "apples").empty());
}

TEST_CASE_METHOD(World, "facets count what a search finds") {
  Publish(Written("a", "Ledger", "", {"money"}, ""));
  Publish(Written("b", "Other", "", {}, "ledger"));
  Publish(Written("c", "Other", "", {}, ""));
  v1::ListKeysRequest request;
  request.set_search("ledgr");
  request.set_sort("relevance");
  request.set_facets(true);
  const v1::ListKeysResponse response = List(request);
  REQUIRE(response.facets().tool_size() == 1);
  CHECK(response.facets().tool(0).count() == 2);
  REQUIRE(response.facets().tag_size() == 1);
  CHECK(response.facets().tag(0).value() == "money");
}

// --- any combination of filters -------------------------------------------------------------

template <typename T>
const T& Any(std::mt19937& random, const std::vector<T>& from) {
  return from[random() % from.size()];
}

const Slugs kSomeTools = {"node", "next", "runbook", "stripe"};
const Slugs kSomeCategories = {"databases", "queues"};
const Slugs kSomeOutcomes = {"calm_nights", "fewer-pages"};
const Slugs kSomeLicenses = {"MIT", "Apache-2.0"};
const Slugs kSomeTags = {"a", "b b", "c'c"};
const Slugs kSomeWords = {"ledger", "queue", "invoice"};

v1::Asset RandomAsset(std::mt19937& random, int number) {
  v1::Asset asset = NodeAsset("k" + std::to_string(number));
  asset.set_tool(Any(random, kSomeTools));
  asset.set_key_type(asset.tool());
  asset.clear_key_types();
  asset.add_key_types(random() % 2 ? "job" : "route");
  asset.set_title(Any(random, kSomeWords));
  if (random() % 2) asset.set_category(Any(random, kSomeCategories));
  if (random() % 2) asset.set_difficulty(random() % 2 ? "expert" : "beginner");
  if (random() % 2) asset.set_outcome(Any(random, kSomeOutcomes));
  if (random() % 2) asset.set_maturity(random() % 2 ? "starter" : "scale");
  if (random() % 2) asset.set_severity_level(random() % 2 ? "p0" : "p3");
  asset.set_license_spdx(Any(random, kSomeLicenses));
  if (random() % 2) asset.add_tags(Any(random, kSomeTags));
  return asset;
}

v1::ListKeysRequest RandomRequest(std::mt19937& random) {
  v1::ListKeysRequest request;
  const auto sometimes = [&random] { return random() % 4 == 0; };
  if (sometimes()) request.set_tool(Any(random, kSomeTools));
  if (sometimes()) request.set_key_type(random() % 2 ? "job" : "node");
  if (sometimes()) request.set_category(Any(random, kSomeCategories));
  if (sometimes()) request.set_difficulty("expert");
  if (sometimes()) request.set_outcome(random() % 2 ? "calm-nights" : "fewer_pages");
  if (sometimes()) request.set_maturity("scale");
  if (sometimes()) request.set_severity_level("p0");
  if (sometimes()) request.set_license(Any(random, kSomeLicenses));
  if (sometimes()) request.set_tag(Any(random, kSomeTags));
  if (sometimes()) request.set_price_min(300);
  if (sometimes()) request.set_price_max(600);
  if (sometimes()) request.set_search(Any(random, kSomeWords));
  request.set_sort(Any(random, Slugs{"newest", "title", "price", "relevance"}));
  return request;
}

bool Fits(const v1::ListKeysRequest& r, const v1::Asset& a, std::optional<int64_t> cents) {
  const auto dashes = [](std::string text) {
    std::replace(text.begin(), text.end(), '_', '-');
    return text;
  };
  return (!r.has_tool() || r.tool() == a.tool()) &&
         (!r.has_key_type() || r.key_type() == a.key_type() || r.key_type() == a.key_types(0)) &&
         (!r.has_category() || r.category() == a.category()) &&
         (!r.has_difficulty() || r.difficulty() == a.difficulty()) &&
         (!r.has_outcome() || dashes(r.outcome()) == dashes(a.outcome())) &&
         (!r.has_maturity() || r.maturity() == a.maturity()) &&
         (!r.has_severity_level() || r.severity_level() == a.severity_level()) &&
         (!r.has_license() || r.license() == a.license_spdx()) &&
         (!r.has_tag() || (a.tags_size() == 1 && r.tag() == a.tags(0))) &&
         (!r.has_price_min() || cents.value_or(-1) >= r.price_min()) &&
         (!r.has_price_max() || cents.value_or(INT64_MAX) <= r.price_max()) &&
         (!r.has_search() || r.search() == a.title());
}

TEST_CASE_METHOD(World, "any combination of filters and sorts finds what a plain loop finds") {
  std::mt19937 random(20261123);
  std::vector<v1::Asset> assets;
  std::vector<std::optional<int64_t>> prices;
  for (int i = 0; i < 40; ++i) {
    assets.push_back(RandomAsset(random, i));
    Publish(assets.back());
    prices.emplace_back();
    if (random() % 3 == 0) continue;
    v1::UpdateKeyRequest update;
    update.set_slug(assets.back().slug());
    update.set_price_cents(static_cast<int64_t>(200 + random() % 5 * 100));
    prices.back() = update.price_cents();
    rpc::Call admin = Admin();
    Must(key_admin.Update(admin, update));
  }
  for (int round = 0; round < 300; ++round) {
    v1::ListKeysRequest request = RandomRequest(random);
    INFO(request.ShortDebugString());
    std::multiset<std::string> expected;
    for (size_t i = 0; i < assets.size(); ++i) {
      if (Fits(request, assets[i], prices[i])) expected.insert(assets[i].slug());
    }
    std::multiset<std::string> found;
    request.set_limit(7);
    for (int page = 0; page < 20; ++page) {
      const v1::ListKeysResponse response = List(request);
      for (const auto& key : response.keys()) found.insert(key.slug());
      if (!response.has_next_cursor()) break;
      request.set_cursor(response.next_cursor());
    }
    CHECK(found == expected);
  }
}

Slugs PagesOf(World& world, v1::ListKeysRequest request, const std::string& tag) {
  Slugs slugs;
  request.set_limit(4);
  for (int page = 0; page < 50; ++page) {
    const v1::ListKeysResponse response = world.List(request);
    for (const auto& key : response.keys()) {
      const bool has = std::find(key.tags().begin(), key.tags().end(), tag) != key.tags().end();
      if (has || request.has_tag()) slugs.push_back(key.slug());
    }
    if (!response.has_next_cursor()) break;
    request.set_cursor(response.next_cursor());
  }
  return slugs;
}

TEST_CASE_METHOD(World, "a list of a tag is the whole list without the others, after any changes") {
  std::mt19937 random(20261124);
  const Slugs statuses = {"draft", "published", "published", "archived"};
  for (int step = 0; step < 120; ++step) {
    const std::string slug = "k" + std::to_string(random() % 15);
    if (random() % 2 || step < 15) {
      const std::string version = "1." + std::to_string(step) + ".0";
      v1::Asset asset = NodeAsset(step < 15 ? "k" + std::to_string(step) : slug, version);
      asset.set_title(Any(random, kSomeWords));
      for (unsigned i = random() % 4; i > 0; --i) asset.add_tags(Any(random, kSomeTags));
      Publish(asset);
      continue;
    }
    v1::UpdateKeyRequest update;
    update.set_slug(slug);
    update.set_status(Any(random, statuses));
    if (random() % 2) update.set_price_cents(static_cast<int64_t>(200 + random() % 5 * 100));
    rpc::Call admin = Admin();
    Must(key_admin.Update(admin, update));
  }
  size_t listed = 0;
  for (const char* sort : {"newest", "title", "price"}) {
    for (const std::string& tag : kSomeTags) {
      v1::ListKeysRequest all;
      all.set_sort(sort);
      v1::ListKeysRequest tagged = all;
      tagged.set_tag(tag);
      INFO(sort << " " << tag);
      const Slugs expected = PagesOf(*this, all, tag);
      listed += expected.size();
      CHECK(PagesOf(*this, tagged, tag) == expected);
    }
  }
  CHECK(listed > 0);
}

}  // namespace
}  // namespace keys::catalog

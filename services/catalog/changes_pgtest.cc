// What processes that keep a copy of the published KEYS are told.
#include <atomic>
#include <map>
#include <set>
#include <thread>
#include <vector>

#include "common/error/error.h"
#include "services/catalog/key_changes.h"
#include "services/catalog/store/change_store.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

v1::ChangePlace Behind(int64_t revision, const std::string& id = "") {
  v1::ChangePlace place;
  place.set_revision(revision);
  place.set_id(id);
  return place;
}

// A copy that is kept by what it is told, a page after the other.
struct Copy {
  // The keys of this map are ids.
  std::map<std::string, v1::Candidate> keys;
  v1::ChangePlace place = Behind(-1);

  void Follow(pg::Pool& pool, int limit) {
    auto db = pool.Acquire(testing::Soon());
    REQUIRE(db.ok());
    while (true) {
      const auto page = Must(FindChangedKeys(*db, place, limit));
      for (const auto& published : page.published) keys[published.key.id()] = published.key;
      for (const std::string& id : page.gone) keys.erase(id);
      place = page.next.value_or(Behind(page.revision));
      if (!page.next.has_value()) return;
    }
  }
  std::set<std::string> Slugs() const {
    std::set<std::string> slugs;
    for (const auto& [id, key] : keys) slugs.insert(key.slug());
    return slugs;
  }
};

TEST_CASE_METHOD(World, "a copy follows every change page by page and is told each once") {
  Copy copy;
  copy.Follow(pool, 2);
  CHECK(copy.keys.empty());
  for (const char* slug : {"a", "b", "c", "d", "e"}) Sell(slug, 500);
  copy.Follow(pool, 2);
  CHECK(copy.Slugs() == std::set<std::string>{"a", "b", "c", "d", "e"});
  CHECK(copy.place.revision() == Revision());

  rpc::Call admin = Admin();
  v1::UpdateKeyRequest archive;
  archive.set_slug("c");
  archive.set_status("archived");
  archive.mutable_update_mask()->add_paths("status");
  Must(key_admin.Update(admin, archive));
  Publish(NodeAsset("d", "2.0.0"));
  auto db = pool.Acquire(testing::Soon());
  const auto changed = Must(FindChangedKeys(*db, copy.place, 100));
  REQUIRE(changed.published.size() == 1);
  CHECK(changed.published[0].key.version() == "2.0.0");
  CHECK(changed.gone.size() == 1);
  CHECK_FALSE(changed.next.has_value());
  copy.Follow(pool, 1);
  CHECK(copy.Slugs() == std::set<std::string>{"a", "b", "d", "e"});
  CHECK(Must(FindChangedKeys(*db, copy.place, 100)).published.empty());
}

TEST_CASE_METHOD(World, "what a copy is told of a KEY is what candidates are told") {
  Sell("a", 500);
  Publish(ListedAsset("b"));
  Copy copy;
  copy.Follow(pool, 100);
  rpc::Call call = Anyone();
  const auto all = Must(sales.ListCandidates(call, {}));
  REQUIRE(all.candidates_size() == 2);
  for (const auto& key : all.candidates()) {
    CHECK(copy.keys.at(key.id()).SerializeAsString() == key.SerializeAsString());
  }
}

TEST_CASE_METHOD(World, "a change by hand is told with the next revision at the latest") {
  Sell("a", 500);
  Copy copy;
  copy.Follow(pool, 100);
  database.Run("UPDATE marketplace_keys SET status = 'draft' WHERE slug = 'a'");
  copy.Follow(pool, 100);
  CHECK(copy.keys.empty());
  Sell("b", 500);
  copy.Follow(pool, 100);
  CHECK(copy.Slugs() == std::set<std::string>{"b"});
}

TEST_CASE_METHOD(World, "a copy that is kept while several write misses nothing") {
  constexpr int kEach = 25;
  std::atomic<int> writing = 3;
  std::vector<std::thread> writers;
  for (int w = 0; w < 3; ++w) {
    writers.emplace_back([this, w, &writing] {
      for (int i = 0; i < kEach; ++i) {
        rpc::Call call = CallOf({});
        v1::PublishVersionRequest request;
        *request.mutable_asset() = NodeAsset("k" + std::to_string(w) + "-" + std::to_string(i));
        publishing.Publish(call, request).status().IgnoreError();
      }
      --writing;
    });
  }
  Copy copy;
  while (writing > 0) copy.Follow(pool, 3);
  for (std::thread& writer : writers) writer.join();
  copy.Follow(pool, 3);
  CHECK(copy.keys.size() == static_cast<size_t>(Count("marketplace_keys")));
  CHECK(copy.keys.size() == size_t{3} * kEach);
}

TEST_CASE_METHOD(World, "places that are none are refused, and the statement fits the schema") {
  rpc::Call call = Anyone();
  KeyChanges changes(parts);
  v1::ListChangedKeysRequest request;
  request.mutable_after()->set_id("x");
  CHECK(error::ReasonOf(changes.List(call, request).status()) == error::Reason::INVALID_ARGUMENT);
  request.mutable_after()->set_id(kUser);
  CHECK(Must(changes.List(call, request)).published_size() == 0);
  auto db = pool.Acquire(testing::Soon());
  CHECK(CheckChangeStatements(*db).ToString() == "OK");
}

}  // namespace
}  // namespace keys::catalog

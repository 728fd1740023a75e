// The KEYS in memory against a catalog that changes while it is read.
#include "services/discovery/candidate_book.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <thread>

#include "common/base/text.h"

namespace keys::discovery {
namespace {

// A catalog whose pages have two KEYS.
class SmallCatalog final : public Sources {
 public:
  absl::StatusOr<catalog::v1::ListChangedKeysResponse> ChangedKeys(
      const rpc::Outgoing&, const catalog::v1::ChangePlace& after) override {
    absl::MutexLock lock(&mutex_);
    ++asked_;
    if (!answer_.ok()) return answer_;
    catalog::v1::ListChangedKeysResponse page;
    page.set_revision(revision_);
    std::map<std::pair<int64_t, std::string>, std::string> changes;
    for (const auto& [slug, key] : keys_) {
      const bool behind =
          key.first > after.revision() || (key.first == after.revision() && !after.id().empty() &&
                                           StrCat("id-", slug) > after.id());
      if (behind) changes[{key.first, slug}] = slug;
    }
    for (const auto& [change, slug] : changes) {
      if (page.published_size() + page.gone_ids_size() == 2) break;
      page.mutable_next()->set_revision(change.first);
      page.mutable_next()->set_id(StrCat("id-", slug));
      if (!keys_[slug].second) {
        page.add_gone_ids(StrCat("id-", slug));
        continue;
      }
      auto& candidate = *page.add_published();
      candidate.set_id(StrCat("id-", slug));
      candidate.set_slug(slug);
      candidate.set_tool("node");
      candidate.set_available(true);
    }
    if (page.published_size() + page.gone_ids_size() < 2) page.clear_next();
    return page;
  }
  absl::StatusOr<std::vector<catalog::v1::KeyForSale>> Keys(
      const rpc::Outgoing&, const std::vector<std::string>&) override {
    return std::vector<catalog::v1::KeyForSale>();
  }
  absl::StatusOr<std::map<std::string, Popularity>> PopularSince(const rpc::Outgoing&,
                                                                 absl::Time) override {
    return std::map<std::string, Popularity>();
  }

  // The revision that the change made.
  int64_t Change(const std::string& slug, bool published) {
    absl::MutexLock lock(&mutex_);
    keys_[slug] = {++revision_, published};
    return revision_;
  }
  // Changes KEYS as somebody does who writes by hand: the next revision is not counted.
  void ChangeByHand(const std::vector<std::string>& slugs) {
    absl::MutexLock lock(&mutex_);
    for (const std::string& slug : slugs) keys_[slug] = {revision_ + 1, true};
  }
  // Leaves the catalog as restoring a backup does.
  void Restore(int64_t revision, const std::vector<std::string>& slugs) {
    absl::MutexLock lock(&mutex_);
    keys_.clear();
    for (const std::string& slug : slugs) keys_[slug] = {revision, true};
    revision_ = revision;
  }
  void Answer(absl::Status answer) {
    absl::MutexLock lock(&mutex_);
    answer_ = std::move(answer);
  }
  int asked() {
    absl::MutexLock lock(&mutex_);
    return asked_;
  }

 private:
  absl::Mutex mutex_;
  std::map<std::string, std::pair<int64_t, bool>> keys_;
  int64_t revision_ = 0;
  absl::Status answer_;
  int asked_ = 0;
};

struct World {
  SmallCatalog catalog;
  metrics::Registry metrics;
  CandidateBook book{catalog, metrics};

  // Returns what a request sees whose gateway knows of this revision.
  absl::StatusOr<std::string> Sees(int64_t revision = 0) {
    rpc::Call::Parts parts;
    parts.deadline = Deadline::After(absl::Seconds(10));
    return book.Look(rpc::Call(std::move(parts)), revision, [](const Shelf& shelf) {
      std::string slugs;
      const auto all = shelf.Best([](const Features&) { return 1; },
                                  {.key_type = "", .without = {}, .limit = 100});
      for (const auto& key : all) slugs += key->slug;
      return slugs;
    });
  }
};

TEST_CASE("without a stream each look asks the catalog, and fails when it does not answer") {
  World world;
  for (const char* slug : {"a", "b", "c", "d", "e"}) world.catalog.Change(slug, true);
  CHECK(*world.Sees() == "abcde");
  world.catalog.Change("c", false);
  CHECK(*world.Sees() == "abde");
  world.catalog.Change("c", true);
  world.catalog.Change("f", true);
  CHECK(*world.Sees() == "abcdef");
  world.catalog.Answer(absl::UnavailableError("down"));
  CHECK(absl::IsUnavailable(world.Sees().status()));
}

TEST_CASE("while the stream stands the catalog is asked only for what changed") {
  World world;
  const int64_t first = world.catalog.Change("a", true);
  world.book.OnRevision(first);
  CHECK(*world.Sees() == "a");
  const int asked = world.catalog.asked();
  for (int i = 0; i < 10; ++i) CHECK(*world.Sees(first) == "a");
  CHECK(world.catalog.asked() == asked);

  SECTION("the stream told of a change") {
    world.book.OnRevision(world.catalog.Change("b", true));
    CHECK(*world.Sees() == "ab");
    CHECK(*world.Sees() == "ab");
    CHECK(world.catalog.asked() == asked + 1);
  }
  SECTION("the gateway has seen a change of which the stream has not told yet") {
    CHECK(*world.Sees(world.catalog.Change("b", true)) == "ab");
  }
  SECTION("a KEY was archived") {
    world.book.OnRevision(world.catalog.Change("a", false));
    CHECK(world.Sees()->empty());
  }
  SECTION("the stream went") {
    world.book.OnDown();
    world.catalog.Change("b", true);
    CHECK(*world.Sees() == "ab");
    world.catalog.Answer(absl::UnavailableError("down"));
    CHECK_FALSE(world.Sees().ok());
  }
  SECTION("the catalog does not answer and has not changed") {
    world.catalog.Answer(absl::UnavailableError("down"));
    CHECK(*world.Sees() == "a");
  }
}

TEST_CASE("KEYS that were changed by hand, more than a page of them, are read to their end") {
  World world;
  const int64_t revision = world.catalog.Change("a", true);
  world.catalog.ChangeByHand({"b", "c", "d", "e", "f"});
  world.book.OnRevision(revision);
  CHECK(*world.Sees() == "abcdef");
  world.book.OnRevision(world.catalog.Change("g", true));
  CHECK(*world.Sees() == "abcdefg");
}

TEST_CASE("an earlier revision than before is another catalog's, and all is read anew") {
  World world;
  for (const char* slug : {"a", "b", "c"}) world.book.OnRevision(world.catalog.Change(slug, true));
  CHECK(*world.Sees() == "abc");
  world.catalog.Restore(2, {"x", "y", "z"});
  SECTION("as the stream tells") { world.book.OnRevision(2); }
  SECTION("as the catalog's own answer tells") { world.book.OnDown(); }
  CHECK(*world.Sees() == "xyz");
}

TEST_CASE("popularity counts for KEYS that are there and for those that come") {
  World world;
  world.book.OnRevision(world.catalog.Change("a", true));
  world.book.OnRevision(world.catalog.Change("b", true));
  CHECK(*world.Sees() == "ab");
  using Figures = PopularityBook::Figures;
  world.book.SetPopularity(std::make_shared<const Figures>(
      Figures{{"id-b", {0, 0, 3}}, {"b", {0, 0, 3}}, {"id-a", {0, 0, 5}}, {"id-c", {1, 0, 0}}}));
  CHECK(*world.Sees() == "ba");  // what was seen under the slug counts with the id's
  world.book.OnRevision(world.catalog.Change("c", true));
  CHECK(*world.Sees() == "cba");
  world.book.SetPopularity(std::make_shared<const Figures>());
  CHECK(*world.Sees() == "abc");
}

TEST_CASE("nobody sees less than was changed before they looked, however many change and look") {
  World world;
  world.book.OnRevision(world.catalog.Change("k0", true));
  std::atomic<int64_t> changed = 0;
  std::atomic<int> missed = 0;
  std::thread writer([&] {
    for (int i = 1; i <= 200; ++i) {
      const int64_t revision = world.catalog.Change("k" + std::to_string(i), true);
      changed = i;
      if (i % 3 != 0) world.book.OnRevision(revision);
      if (i % 50 == 0) world.book.OnDown();
    }
    world.book.OnRevision(world.catalog.Change("last", true));
  });
  std::vector<std::thread> readers;
  for (int r = 0; r < 4; ++r) {
    readers.emplace_back([&] {
      for (int64_t before = 0; before < 200;) {
        before = changed;
        rpc::Call::Parts parts;
        parts.deadline = Deadline::After(absl::Seconds(30));
        const auto size = world.book.Look(rpc::Call(std::move(parts)), before + 1,
                                          [](const Shelf& shelf) { return shelf.size(); });
        if (!size.ok() || *size < static_cast<size_t>(before + 1)) ++missed;
      }
    });
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();
  CHECK(missed == 0);
}

}  // namespace
}  // namespace keys::discovery

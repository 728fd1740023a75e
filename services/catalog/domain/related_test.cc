// The index of related KEYS against the definition: RankRelated over every KEY.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include "services/catalog/domain/related_index.h"

namespace keys::catalog {
namespace {

std::string Told(const std::vector<Related>& related) {
  std::string told;
  for (const Related& one : related) told += one.key.slug + ": " + one.reason + "\n";
  return told;
}

RelatedSubject SubjectOf(const RelatedCandidate& key) {
  return {.slug = key.slug,
          .tool = key.tool,
          .outcome = key.outcome,
          .tags = key.tags,
          .references = key.references};
}

class Draws {
 public:
  explicit Draws(uint64_t seed) : random_(seed) {}
  size_t Below(size_t n) { return random_() % n; }
  std::string OneOf(const std::vector<std::string>& words) { return words[Below(words.size())]; }
  std::string Slug() { return "k" + std::to_string(Below(120)); }

  RelatedCandidate Key(const std::string& slug) {
    RelatedCandidate key{.id = "id-" + slug, .slug = slug, .title = "Title of " + slug};
    key.tool = OneOf({"node", "next", "runbook"});
    key.outcome = OneOf({"", "", "fewer-incidents", "fewer_incidents", "Speed", "speed", "rare"});
    for (size_t n = Below(5); n > 0; --n) {
      key.tags.push_back(OneOf({"ci", "CI", "ops", "db", "caf\u00e9", "CAF\u00c9", "a", "b"}));
    }
    if (Below(8) == 0) key.tags.push_back("runbook:" + Slug());
    for (size_t n = Below(10) == 0 ? Below(9) : 0; n > 0; --n) key.references.push_back(Slug());
    if (Below(3) == 0) key.price_cents = 500;
    return key;
  }

 private:
  std::mt19937_64 random_;
};

TEST_CASE("what the index finds is what looking at every KEY would find") {
  const char* given = std::getenv("KEYS_TEST_SEED");
  const uint64_t seed = given == nullptr ? 20260801 : std::stoull(given);
  std::cout << "KEYS_TEST_SEED=" << seed << "\n";
  Draws draws(seed);
  for (int world = 0; world < 20; ++world) {
    RelatedIndex index;
    std::map<std::string, RelatedCandidate> keys;
    for (int step = 0; step < 150; ++step) {
      const std::string slug = draws.Slug();
      if (draws.Below(4) == 0) {
        index.Remove("id-" + slug);
        keys.erase(slug);
      } else {
        keys[slug] = draws.Key(slug);
        index.Put(keys[slug]);
      }
      REQUIRE(index.size() == keys.size());
      // The KEY may be an unpublished one, whose relations administrators see.
      const std::string about = draws.Slug();
      const auto found = keys.find(about);
      const RelatedSubject subject =
          SubjectOf(found == keys.end() ? draws.Key(about) : found->second);
      std::vector<RelatedCandidate> all;
      for (const auto& [name, key] : keys) all.push_back(key);
      REQUIRE(Told(index.Find(subject)) == Told(RankRelated(subject, all)));
    }
    index.Clear();
    CHECK(index.size() == 0);
    CHECK(index.Find(SubjectOf(draws.Key("k1"))).empty());
  }
}

TEST_CASE("a KEY with more tags than are counted is still found") {
  RelatedIndex index;
  RelatedCandidate many{.id = "id-many", .slug = "many", .tool = "node"};
  for (int i = 0; i < 700; ++i) many.tags.push_back("tag" + std::to_string(i));
  index.Put(many);
  index.Put({.id = "id-one", .slug = "one", .tool = "next", .tags = {"tag1"}});
  RelatedSubject subject = SubjectOf(many);
  subject.slug = "other";
  subject.tags.insert(subject.tags.end(), 400, "TAG1");
  const auto found = index.Find(subject);
  REQUIRE(found.size() == 2);
  CHECK(found[0].key.slug == "many");
  CHECK(index.Find(SubjectOf(many)).size() == 1);
}

}  // namespace
}  // namespace keys::catalog

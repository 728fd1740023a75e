#include "services/discovery/domain/shelf.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "common/base/text.h"

namespace keys::discovery {
namespace {

using catalog::v1::Candidate;

Candidate Key(const std::string& slug, const std::string& tool) {
  Candidate candidate;
  candidate.set_id("id-" + slug);
  candidate.set_slug(slug);
  candidate.set_title("Title of " + slug);
  candidate.set_tool(tool);
  candidate.set_key_type(tool);
  candidate.set_available(true);
  return candidate;
}

std::string Slugs(const std::vector<ShelvedKeyPtr>& keys) {
  std::string slugs;
  for (const auto& key : keys) slugs += key->slug + " ";
  return slugs;
}

int Same(const Features&) { return 1; }

std::string All(const Shelf& shelf, const std::string& key_type = "") {
  return Slugs(shelf.Best(Same, {.key_type = key_type, .without = {}, .limit = 50}));
}

TEST_CASE("better is what scores more, then what is more popular, then the lower slug") {
  Shelf shelf;
  shelf.Put(Key("a", "node"), {});
  shelf.Put(Key("b", "node"), {0, 9, 9});
  shelf.Put(Key("c", "node"), {1, 0, 0});
  shelf.Put(Key("d", "stripe"), {});
  shelf.Put(Key("e", "cursor"), {0, 9, 9});
  CHECK(All(shelf) == "c b e a d ");
  const auto stripe_first = [](const Features& features) {
    return features.tool == "stripe" ? 10 : 1;
  };
  CHECK(Slugs(shelf.Best(stripe_first, {.key_type = "", .without = {}, .limit = 3})) == "d c b ");
  CHECK(Slugs(shelf.Best(stripe_first,
                         {.key_type = "", .without = {"id-d", "id-b"}, .limit = 2})) == "c e ");
}

TEST_CASE("a KEY that is put again, moves or is removed stands where it belongs") {
  Shelf shelf;
  shelf.Put(Key("a", "node"), {});
  shelf.Put(Key("b", "node"), {});
  Candidate changed = Key("a", "stripe");
  changed.set_slug("z");
  shelf.Put(changed, {});
  CHECK(All(shelf) == "b z ");
  CHECK(All(shelf, "stripe") == "z ");
  CHECK(shelf.Find("a") == nullptr);
  CHECK(shelf.Find("z") == shelf.Find("id-a"));
  shelf.SetPopularity("id-a", {1, 0, 0});
  shelf.SetPopularity("nobody", {1, 0, 0});
  CHECK(All(shelf) == "z b ");
  changed.set_available(false);
  shelf.Put(changed, {1, 0, 0});
  CHECK(All(shelf) == "b ");
  CHECK(shelf.Find("z") != nullptr);
  shelf.SetPopularity("id-a", {2, 0, 0});
  CHECK(All(shelf) == "b ");
  shelf.Remove("id-a");
  shelf.Remove("id-a");
  CHECK(shelf.Find("z") == nullptr);
  CHECK(shelf.size() == 1);
  shelf.Clear();
  CHECK(All(shelf).empty());
}

TEST_CASE("a slug that went to another KEY is that one's") {
  Shelf shelf;
  Candidate first = Key("a", "node");
  Candidate second = Key("b", "node");
  shelf.Put(first, {});
  second.set_slug("a");
  shelf.Remove("id-b");
  first.set_slug("c");
  shelf.Put(first, {});
  shelf.Put(second, {});
  CHECK(shelf.Find("a")->id == "id-b");
  CHECK(shelf.Find("c")->id == "id-a");
}

TEST_CASE("a KEY shows what the catalog says of it") {
  Shelf shelf;
  Candidate candidate = Key("a", "node");
  candidate.set_description("D");
  candidate.set_version("1.2.3");
  candidate.set_price_cents(0);
  candidate.set_currency("eur");
  shelf.Put(candidate, {});
  v1::Recommendation shown;
  REQUIRE(shown.ParseFromString(shelf.Find("a")->shown));
  CHECK(shown.ShortDebugString() ==
        R"(id: "id-a" slug: "a" title: "Title of a" description: "D" key_type: "node" )"
        R"(version: "1.2.3" tool: "node" price_cents: 0 currency: "eur" available: true)");
}

// What is right by definition: every KEY scored on its own, and all of them sorted.
std::string ByDefinition(const std::vector<std::pair<Candidate, Popularity>>& keys,
                         const std::vector<ActiveSignal>& signals, const Rules& rules,
                         const Shelf::Wish& wish) {
  std::vector<std::tuple<int, Popularity, std::string>> order;
  for (const auto& [key, popularity] : keys) {
    const auto& types = key.key_types();
    const bool fits = wish.key_type.empty() || key.key_type() == wish.key_type ||
                      key.tool() == wish.key_type ||
                      std::find(types.begin(), types.end(), wish.key_type) != types.end();
    if (!key.available() || !fits || wish.without.contains(key.id())) continue;
    const int score = Score({key.tool(), key.maturity()}, signals, rules).score;
    order.emplace_back(score, popularity, key.slug());
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(a)) <
           std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(b));
  });
  std::string slugs;
  for (size_t i = 0; i < std::min(order.size(), wish.limit); ++i) {
    slugs += std::get<2>(order[i]) + " ";
  }
  return slugs;
}

TEST_CASE("what the shelf finds is what scoring and sorting every KEY would find") {
  std::ifstream file("services/discovery/rules.json");
  std::stringstream json;
  json << file.rdbuf();
  const Rules rules = *Rules::FromJson(json.str());
  const char* given = std::getenv("KEYS_TEST_SEED");
  const uint64_t seed = given == nullptr ? 20260801 : std::stoull(given);
  std::cout << "KEYS_TEST_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  const auto below = [&random](size_t n) { return random() % n; };
  const auto one_of = [&below](const std::vector<std::string>& words) {
    return words[below(words.size())];
  };
  const std::vector<std::string> tools = {"node",   "next",   "runbook",  "jupyter",
                                          "stripe", "github", "supabase", "cursor"};
  const std::vector<std::string> types = {"node", "workflow", "template", "route", "incident"};
  const std::vector<std::string> said = {"node", "SRE", "data", "my IDE", "debug", "stripe", "x"};
  Shelf shelf;
  std::vector<std::pair<Candidate, Popularity>> keys;
  for (int i = 0; i < 300; ++i) {
    Candidate key = Key("k" + std::to_string(i), one_of(tools));
    key.set_key_type(one_of(types));
    for (size_t n = below(3); n > 0; --n) key.add_key_types(one_of(types));
    if (below(3) > 0) key.set_maturity(one_of({"starter", "operator", "scale"}));
    key.set_available(below(10) > 0);
    keys.emplace_back(key, Popularity{below(3), below(2), below(2)});
    shelf.Put(key, keys.back().second);
  }
  for (int round = 0; round < 500; ++round) {
    auto& [key, popularity] = keys[below(keys.size())];
    if (below(2) == 0) key.set_tool(one_of(tools));
    popularity = {below(3), below(2), below(2)};
    shelf.Put(key, {});
    shelf.SetPopularity(key.id(), popularity);
    std::vector<ActiveSignal> signals;
    for (const char* type : {"role", "tool_intent", "problem_category", "view"}) {
      if (below(2) == 0) signals.push_back({.id = type, .type = type, .value = one_of(said)});
    }
    std::unordered_set<std::string_view> without;
    for (size_t n = below(100); n > 0; --n) without.insert(keys[below(keys.size())].first.id());
    const Shelf::Wish wish{
        .key_type = below(2) == 0 ? "" : one_of(types), .without = without, .limit = 1 + below(50)};
    const auto score_of = [&](const Features& features) {
      return Score(features, signals, rules).score;
    };
    CHECK(Slugs(shelf.Best(score_of, wish)) == ByDefinition(keys, signals, rules, wish));
  }
}

}  // namespace
}  // namespace keys::discovery

// The published KEYS in the order in which they are recommended to somebody about whom nothing is
// known, apart for each kind of KEY that rules or filters could tell from another. The best few are
// found without looking at the rest.
//
//   shelf.Put(candidate, popularity);
//   const auto best = shelf.Best([&](const Features& features) { … return score; },
//                                {.key_type = "node", .without = {"0192…"}, .limit = 10});
//
// Better is what scores more, then the more popular KEY, then the lower slug. Not thread-safe; what
// Find and Best return is not changed any more and may be kept.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "keys/catalog/v1/catalog.pb.h"
#include "services/discovery/domain/score.h"

namespace keys::discovery {

// Distinct buyers first, then downloads, then views.
using Popularity = std::tuple<int64_t, int64_t, int64_t>;

struct ShelvedKey {
  std::string id;
  std::string slug;
  std::shared_ptr<const Features> features;
  // There is something to download. Others are found by name and never among the best.
  bool available = false;
  // A v1::Recommendation with what is shown of the KEY whoever asks, serialized.
  std::string shown;
};
using ShelvedKeyPtr = std::shared_ptr<const ShelvedKey>;

class Shelf {
 public:
  struct Wish {
    // The legacy word, the family or one of the KEY's own types; empty: any.
    std::string key_type;
    // Ids of KEYS that are left out.
    const std::unordered_set<std::string_view>& without;
    size_t limit = 0;
  };

  // Replaces the KEY that has this id.
  void Put(const catalog::v1::Candidate& candidate, const Popularity& popularity);
  void Remove(const std::string& id);
  void Clear();
  // Nothing happens to a KEY that is not there.
  void SetPopularity(const std::string& id, const Popularity& popularity);

  size_t size() const { return entries_.size(); }
  // Finds a KEY by its slug or by its id in lower case; null when it is not there.
  ShelvedKeyPtr Find(const std::string& name) const;
  // Best first. `score_of` is called once at most for each combination of features.
  std::vector<ShelvedKeyPtr> Best(const std::function<int(const Features&)>& score_of,
                                  const Wish& wish) const;
  // The KEYS, by id, whose popularity is another than `popularity_of` an id and a slug says.
  std::vector<std::pair<std::string, Popularity>> Moved(
      const std::function<Popularity(const std::string&, const std::string&)>& popularity_of) const;

 private:
  struct Rank {
    Popularity popularity;
    // The text is that of the KEY that is kept beside it.
    std::string_view slug;
  };
  struct Before {
    bool operator()(const Rank& a, const Rank& b) const {
      return a.popularity != b.popularity ? a.popularity > b.popularity : a.slug < b.slug;
    }
  };
  using Row = std::map<Rank, ShelvedKeyPtr, Before>;
  // These are the features that rules or filters could ask for.
  struct Kind {
    Features features;
    std::set<std::string> types;
    auto operator<=>(const Kind&) const = default;
  };
  struct Entry {
    ShelvedKeyPtr key;
    Popularity popularity;
    // Null for a KEY that is not available.
    Row* row = nullptr;
  };
  struct Cursor;
  struct Behind;

  std::shared_ptr<const Features> Interned(const catalog::v1::Candidate& candidate);

  // The words that KEYS have are few, so neither ever shrinks but by Clear.
  std::map<Features, std::shared_ptr<const Features>> features_;
  std::map<Kind, Row> rows_;
  std::unordered_map<std::string, Entry> entries_;
  // Slugs are those of the entries' KEYS.
  std::unordered_map<std::string_view, std::string> ids_;
};

}  // namespace keys::discovery

// The published KEYS by what relates them, so that those nearest to one are found without looking
// at all of them.
//
//   index.Put(key);
//   const std::vector<Related> related = index.Find(subject);
//
// Find answers what RankRelated (related.h) would, were it given every KEY of the index. It reads
// the KEYS that share a tag or the outcome with the subject, a few nanoseconds each. Not
// thread-safe; Find may be called by several threads while nothing is changed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/catalog/domain/related.h"

namespace keys::catalog {

class RelatedIndex {
 public:
  // Replaces the KEY that has this id.
  void Put(RelatedCandidate key);
  void Remove(const std::string& id);
  void Clear();

  std::vector<Related> Find(const RelatedSubject& subject) const;
  size_t size() const { return slots_by_id_.size(); }

 private:
  // A KEY's place in keys_, used again when the KEY goes.
  using Slot = uint32_t;
  // The slots stand in the order of slugs.
  using Posting = std::vector<Slot>;
  class Search;

  const Posting& At(const std::string& word) const;
  // Behind the KEYS of the posting with lower slugs.
  Posting::iterator PlaceOf(Posting& posting, std::string_view slug) const;

  std::vector<RelatedCandidate> keys_;
  std::vector<Slot> free_;
  std::unordered_map<std::string, Slot> slots_by_id_;
  std::unordered_map<std::string, Slot> slots_by_slug_;
  // By the kind of relation and its word, as in "tag ci".
  std::unordered_map<std::string, Posting> postings_;
};

}  // namespace keys::catalog

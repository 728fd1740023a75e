// Finished answers by key, each with the catalog revision of its snapshot; the ones used longest
// ago go first when there is no more room.
//
//   AnswerCache cache({.max_bytes = 1 << 20});
//   cache.Keep(key, answer);
//   if (auto found = cache.Find(key, revision)) …
//
// The caller says which revision it wants. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/cache/kept_answer.h"

namespace keys::gateway {

class AnswerCache {
 public:
  struct Limits {
    size_t max_bytes = size_t{32} << 20;
    size_t max_entries = 4096;
    // A longer answer is not kept, because it would push out many that are asked for more often.
    size_t max_answer_bytes = size_t{1} << 20;
  };
  explicit AnswerCache(Limits limits) : limits_(limits) {}

  // Returns null when there is no answer, or only one of a lower revision, which is dropped.
  KeptAnswerPtr Find(const std::string& key, int64_t revision);
  void Keep(const std::string& key, KeptAnswerPtr answer);

  // Finds an answer by the address of a request as the client spelled it, which saves parsing and
  // binding the request.
  KeptAnswerPtr FindSpelled(const std::string& spelling, int64_t revision);
  // Lets FindSpelled find the answer under `key` by `spelling`, as long as the answer is kept. Only
  // the first kMaxSpellings of an answer are remembered, and none longer than kMaxSpellingBytes.
  void Spell(const std::string& key, const std::string& spelling);
  static constexpr size_t kMaxSpellings = 4;
  static constexpr size_t kMaxSpellingBytes = 256;

  void DropBelow(int64_t revision);
  void Clear();

  size_t bytes() const;
  size_t entries() const;

 private:
  struct Entry {
    std::string key;
    KeptAnswerPtr answer;
    size_t cost = 0;
    std::vector<std::string> spellings = {};
  };
  using Place = std::list<Entry>::iterator;
  using Places = std::unordered_map<std::string, Place>;
  KeptAnswerPtr FindIn(const Places& places, const std::string& name, int64_t revision);
  void Drop(Place place);

  const Limits limits_;
  mutable std::mutex mutex_;
  // The entry that was used last comes first.
  std::list<Entry> entries_;
  Places places_;
  Places spelled_;
  size_t bytes_ = 0;
};

}  // namespace keys::gateway

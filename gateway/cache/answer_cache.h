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

#include "gateway/server/http.h"

namespace keys::gateway {

struct KeptAnswer {
  int64_t revision = 0;
  // The answer's header fields, without those that are made for each request.
  HeaderFields headers;
  std::string body;

  // Returns about how much memory the answer takes.
  size_t bytes() const;
};
using KeptAnswerPtr = std::shared_ptr<const KeptAnswer>;

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
  void DropBelow(int64_t revision);
  void Clear();

  size_t bytes() const;
  size_t entries() const;

 private:
  struct Entry {
    std::string key;
    KeptAnswerPtr answer;
  };
  using Place = std::list<Entry>::iterator;
  static size_t Cost(const Entry& entry);
  void Drop(Place place);

  const Limits limits_;
  mutable std::mutex mutex_;
  // The entry that was used last comes first.
  std::list<Entry> entries_;
  std::unordered_map<std::string, Place> places_;
  size_t bytes_ = 0;
};

}  // namespace keys::gateway

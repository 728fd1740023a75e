#include "gateway/cache/answer_cache.h"

namespace keys::gateway {
namespace {

// An entry takes about this much beside its bytes: list, map and allocator.
constexpr size_t kOverhead = 256;

// A name is stored in its entry and in a map.
size_t CostOf(const std::string& name) { return kOverhead + 2 * name.size(); }

}  // namespace

KeptAnswerPtr AnswerCache::Find(const std::string& key, int64_t revision) {
  std::lock_guard lock(mutex_);
  return FindIn(places_, key, revision);
}

KeptAnswerPtr AnswerCache::FindSpelled(const std::string& spelling, int64_t revision) {
  std::lock_guard lock(mutex_);
  return FindIn(spelled_, spelling, revision);
}

KeptAnswerPtr AnswerCache::FindIn(const Places& places, const std::string& name, int64_t revision) {
  const auto found = places.find(name);
  if (found == places.end()) return nullptr;
  const Place place = found->second;
  if (place->answer->revision() < revision) {
    Drop(place);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, place);
  return place->answer;
}

void AnswerCache::Keep(const std::string& key, KeptAnswerPtr answer) {
  const size_t cost = CostOf(key) + answer->bytes();
  Entry entry{.key = key, .answer = std::move(answer), .cost = cost};
  const size_t length = entry.answer->length();
  if (length > limits_.max_answer_bytes || cost > limits_.max_bytes || limits_.max_entries == 0) {
    return;
  }
  std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found != places_.end()) {
    // Two requests may have asked at the same time. The answer of the later snapshot is kept.
    if (found->second->answer->revision() > entry.answer->revision()) return;
    Drop(found->second);
  }
  while (bytes_ + cost > limits_.max_bytes || entries_.size() >= limits_.max_entries) {
    Drop(std::prev(entries_.end()));
  }
  entries_.push_front(std::move(entry));
  places_[key] = entries_.begin();
  bytes_ += cost;
}

void AnswerCache::Spell(const std::string& key, const std::string& spelling) {
  const size_t cost = CostOf(spelling);
  std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found == places_.end() || spelling.size() > kMaxSpellingBytes) return;
  const Place place = found->second;
  if (place->spellings.size() >= kMaxSpellings || bytes_ + cost > limits_.max_bytes) return;
  if (!spelled_.emplace(spelling, place).second) return;
  place->spellings.push_back(spelling);
  place->cost += cost;
  bytes_ += cost;
}

void AnswerCache::DropBelow(int64_t revision) {
  std::lock_guard lock(mutex_);
  for (Place place = entries_.begin(); place != entries_.end();) {
    const Place next = std::next(place);
    if (place->answer->revision() < revision) Drop(place);
    place = next;
  }
}

void AnswerCache::Clear() {
  std::lock_guard lock(mutex_);
  places_.clear();
  spelled_.clear();
  entries_.clear();
  bytes_ = 0;
}

void AnswerCache::Drop(Place place) {
  bytes_ -= place->cost;
  for (const std::string& spelling : place->spellings) spelled_.erase(spelling);
  places_.erase(place->key);
  entries_.erase(place);
}

size_t AnswerCache::bytes() const {
  std::lock_guard lock(mutex_);
  return bytes_;
}

size_t AnswerCache::entries() const {
  std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace keys::gateway

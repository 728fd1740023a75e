#include "gateway/cache/answer_cache.h"

namespace keys::gateway {
namespace {

// An entry takes about this much beside its bytes: list, map and allocator.
constexpr size_t kOverhead = 256;

}  // namespace

size_t KeptAnswer::bytes() const {
  size_t sum = sizeof(KeptAnswer) + body.size();
  for (const auto& [name, value] : headers)
    sum += sizeof(HeaderFields::Field) + name.size() + value.size();
  return sum;
}

// The key is stored in the list and in the map.
size_t AnswerCache::Cost(const Entry& entry) {
  return kOverhead + 2 * entry.key.size() + entry.answer->bytes();
}

KeptAnswerPtr AnswerCache::Find(const std::string& key, int64_t revision) {
  std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found == places_.end()) return nullptr;
  const Place place = found->second;
  if (place->answer->revision < revision) {
    Drop(place);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, place);
  return place->answer;
}

void AnswerCache::Keep(const std::string& key, KeptAnswerPtr answer) {
  Entry entry{key, std::move(answer)};
  const size_t cost = Cost(entry);
  if (cost > limits_.max_answer_bytes || cost > limits_.max_bytes || limits_.max_entries == 0)
    return;
  std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found != places_.end()) {
    // Two requests may have asked at the same time. The answer of the later snapshot is kept.
    if (found->second->answer->revision > entry.answer->revision) return;
    Drop(found->second);
  }
  while (bytes_ + cost > limits_.max_bytes || entries_.size() >= limits_.max_entries) {
    Drop(std::prev(entries_.end()));
  }
  entries_.push_front(std::move(entry));
  places_[key] = entries_.begin();
  bytes_ += cost;
}

void AnswerCache::DropBelow(int64_t revision) {
  std::lock_guard lock(mutex_);
  for (Place place = entries_.begin(); place != entries_.end();) {
    const Place next = std::next(place);
    if (place->answer->revision < revision) Drop(place);
    place = next;
  }
}

void AnswerCache::Clear() {
  std::lock_guard lock(mutex_);
  places_.clear();
  entries_.clear();
  bytes_ = 0;
}

void AnswerCache::Drop(Place place) {
  bytes_ -= Cost(*place);
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

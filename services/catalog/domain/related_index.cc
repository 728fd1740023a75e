#include "services/catalog/domain/related_index.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/base/text.h"
#include "common/text/fold.h"
#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {
namespace {

// More shared tags than this count as this many.
constexpr uint8_t kMostShared = 255;

std::string TagWord(const std::string& tag) { return Concat({"tag ", text::Fold(tag)}); }
// Told exactly, not folded: what it names is a slug.
std::string ReferredByWord(std::string_view slug) { return Concat({"referred-by ", slug}); }
std::string RefersWord(std::string_view slug) { return Concat({"refers ", slug}); }
std::string OutcomeIndexWord(const std::string& outcome) {
  return Concat({"outcome ", text::Fold(OutcomeWord(outcome))});
}
std::string ToolWord(std::string_view tool) { return Concat({"tool ", tool}); }

// Under which a KEY is found, each once.
std::set<std::string> IndexWordsOf(const RelatedCandidate& key) {
  std::set<std::string> words = {ToolWord(key.tool)};
  if (!key.outcome.empty()) words.insert(OutcomeIndexWord(key.outcome));
  for (const std::string& slug : key.references) words.insert(RefersWord(slug));
  for (const std::string& tag : key.tags) {
    words.insert(TagWord(tag));
    if (tag.starts_with(kReferencedByTag)) {
      words.insert(ReferredByWord(std::string_view(tag).substr(kReferencedByTag.size())));
    }
  }
  return words;
}

// One search at a time in a thread: how many tags each KEY shares with the subject, all 0 between
// searches.
std::vector<uint8_t>& SharedTags(size_t keys) {
  thread_local std::vector<uint8_t> shared;
  if (shared.size() < keys) shared.resize(keys);
  return shared;
}

}  // namespace

// The nearest KEYS of each relation: RankRelated takes no more than kMostRelated of any, and those
// of a nearer relation that are among them are taken before.
class RelatedIndex::Search {
 public:
  Search(const RelatedIndex& index, const RelatedSubject& subject)
      : index_(index), subject_(subject), shared_(SharedTags(index.keys_.size())) {
    // A subject may have several spellings of one tag, and each counts.
    for (const std::string& tag : subject.tags) ++tags_[TagWord(tag)];
    for (const auto& [word, times] : tags_) {
      for (const Slot slot : index.At(word)) {
        shared_[slot] = static_cast<uint8_t>(std::min(int{kMostShared}, shared_[slot] + times));
      }
    }
  }
  ~Search() {
    for (const auto& [word, times] : tags_) {
      for (const Slot slot : index_.At(word)) shared_[slot] = 0;
    }
  }
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  std::vector<RelatedCandidate> Nearest() {
    for (const std::string& slug : TiesOf(subject_)) {
      const auto found = index_.slots_by_slug_.find(slug);
      if (found != index_.slots_by_slug_.end()) chosen_.insert(found->second);
    }
    Choose({ReferredByWord(subject_.slug)});
    Choose({RefersWord(subject_.slug)});
    if (!subject_.outcome.empty()) Choose({OutcomeIndexWord(subject_.outcome)});
    std::vector<std::string> tags;
    for (const auto& [word, times] : tags_) tags.push_back(word);
    Choose(tags);
    ChooseFirst(ToolWord(subject_.tool));
    std::vector<RelatedCandidate> nearest;
    nearest.reserve(chosen_.size());
    for (const Slot slot : chosen_) nearest.push_back(index_.keys_[slot]);
    return nearest;
  }

 private:
  bool Before(Slot a, Slot b) const {
    if (shared_[a] != shared_[b]) return shared_[a] > shared_[b];
    return index_.keys_[a].slug < index_.keys_[b].slug;
  }

  // Those that share most tags of all that have one of the words, the subject left out.
  void Choose(const std::vector<std::string>& words) {
    std::vector<Slot> best;
    for (const std::string& word : words) {
      // A posting is in the order of slugs: behind one that is too late, all with as many tags are.
      bool late = false;
      for (const Slot slot : index_.At(word)) {
        if (best.size() == kMostRelated) {
          if (shared_[slot] < shared_[best.back()]) continue;
          if (shared_[slot] == shared_[best.back()]) {
            late = late || !Before(slot, best.back());
            if (late) continue;
          }
        }
        if (index_.keys_[slot].slug == subject_.slug) continue;
        if (std::find(best.begin(), best.end(), slot) != best.end()) continue;
        const auto place = std::upper_bound(best.begin(), best.end(), slot,
                                            [this](Slot a, Slot b) { return Before(a, b); });
        best.insert(place, slot);
        if (best.size() > kMostRelated) best.pop_back();
        late = false;
      }
    }
    chosen_.insert(best.begin(), best.end());
  }

  // The lowest slugs: of the family nothing else counts.
  void ChooseFirst(const std::string& word) {
    size_t taken = 0;
    for (const Slot slot : index_.At(word)) {
      if (index_.keys_[slot].slug == subject_.slug) continue;
      chosen_.insert(slot);
      if (++taken == kMostRelated) return;
    }
  }

  const RelatedIndex& index_;
  const RelatedSubject& subject_;
  std::vector<uint8_t>& shared_;
  std::map<std::string, int> tags_;
  std::set<Slot> chosen_;
};

const RelatedIndex::Posting& RelatedIndex::At(const std::string& word) const {
  static const Posting kNothing;
  const auto found = postings_.find(word);
  return found == postings_.end() ? kNothing : found->second;
}

RelatedIndex::Posting::iterator RelatedIndex::PlaceOf(Posting& posting,
                                                      std::string_view slug) const {
  return std::lower_bound(posting.begin(), posting.end(), slug,
                          [this](Slot a, std::string_view b) { return keys_[a].slug < b; });
}

void RelatedIndex::Put(RelatedCandidate key) {
  Remove(key.id);
  Slot slot = static_cast<Slot>(keys_.size());
  if (free_.empty()) {
    keys_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_by_id_[key.id] = slot;
  slots_by_slug_[key.slug] = slot;
  for (const std::string& word : IndexWordsOf(key)) {
    Posting& posting = postings_[word];
    posting.insert(PlaceOf(posting, key.slug), slot);
  }
  keys_[slot] = std::move(key);
}

void RelatedIndex::Remove(const std::string& id) {
  const auto found = slots_by_id_.find(id);
  if (found == slots_by_id_.end()) return;
  const Slot slot = found->second;
  const RelatedCandidate& key = keys_[slot];
  for (const std::string& word : IndexWordsOf(key)) {
    const auto at = postings_.find(word);
    std::erase(at->second, slot);
    if (at->second.empty()) postings_.erase(at);
  }
  const auto named = slots_by_slug_.find(key.slug);
  if (named != slots_by_slug_.end() && named->second == slot) slots_by_slug_.erase(named);
  slots_by_id_.erase(found);
  keys_[slot] = RelatedCandidate();
  free_.push_back(slot);
}

void RelatedIndex::Clear() { *this = RelatedIndex(); }

std::vector<Related> RelatedIndex::Find(const RelatedSubject& subject) const {
  return RankRelated(subject, Search(*this, subject).Nearest());
}

}  // namespace keys::catalog

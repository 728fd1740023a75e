#include "services/discovery/domain/shelf.h"

#include <queue>

namespace keys::discovery {
namespace {

using catalog::v1::Candidate;

std::string Shown(const Candidate& candidate) {
  v1::Recommendation shown;
  shown.set_id(candidate.id());
  shown.set_slug(candidate.slug());
  shown.set_title(candidate.title());
  if (candidate.has_description()) shown.set_description(candidate.description());
  shown.set_key_type(candidate.key_type());
  shown.set_version(candidate.version());
  shown.set_tool(candidate.tool());
  if (candidate.has_price_cents()) shown.set_price_cents(candidate.price_cents());
  shown.set_currency(candidate.currency());
  shown.set_available(candidate.available());
  return shown.SerializeAsString();
}

std::set<std::string> TypesOf(const Candidate& candidate) {
  std::set<std::string> types(candidate.key_types().begin(), candidate.key_types().end());
  types.insert(candidate.key_type());
  types.insert(candidate.tool());
  return types;
}

}  // namespace

// Where the search stands in one row.
struct Shelf::Cursor {
  int score = 0;
  Row::const_iterator at;
  Row::const_iterator end;
};

// The order of a queue whose first is the best.
struct Shelf::Behind {
  bool operator()(const Cursor& a, const Cursor& b) const {
    return a.score != b.score ? a.score < b.score : Before()(b.at->first, a.at->first);
  }
};

std::shared_ptr<const Features> Shelf::Interned(const Candidate& candidate) {
  Features features{.tool = candidate.tool(), .maturity = candidate.maturity()};
  auto& known = features_[features];
  if (known == nullptr) known = std::make_shared<const Features>(std::move(features));
  return known;
}

void Shelf::Put(const Candidate& candidate, const Popularity& popularity) {
  Remove(candidate.id());
  auto key = std::make_shared<ShelvedKey>();
  key->id = candidate.id();
  key->slug = candidate.slug();
  key->features = Interned(candidate);
  key->available = candidate.available();
  key->shown = Shown(candidate);
  Entry entry{.key = key, .popularity = popularity};
  if (key->available) {
    entry.row = &rows_[{.features = *key->features, .types = TypesOf(candidate)}];
    entry.row->emplace(Rank{popularity, key->slug}, key);
  }
  // An earlier entry is erased and not assigned to, because its name would go with its KEY.
  ids_.erase(key->slug);
  ids_.emplace(key->slug, key->id);
  entries_.emplace(candidate.id(), std::move(entry));
}

void Shelf::Remove(const std::string& id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  const Entry& entry = found->second;
  if (entry.row != nullptr) entry.row->erase({entry.popularity, entry.key->slug});
  const auto named = ids_.find(entry.key->slug);
  if (named != ids_.end() && named->second == id) ids_.erase(named);
  entries_.erase(found);
}

void Shelf::Clear() {
  ids_.clear();
  entries_.clear();
  rows_.clear();
  features_.clear();
}

void Shelf::SetPopularity(const std::string& id, const Popularity& popularity) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  if (entry.row != nullptr) {
    entry.row->erase({entry.popularity, entry.key->slug});
    entry.row->emplace(Rank{popularity, entry.key->slug}, entry.key);
  }
  entry.popularity = popularity;
}

ShelvedKeyPtr Shelf::Find(const std::string& name) const {
  const auto named = ids_.find(name);
  const auto found = entries_.find(named == ids_.end() ? name : named->second);
  return found == entries_.end() ? nullptr : found->second.key;
}

std::vector<ShelvedKeyPtr> Shelf::Best(const std::function<int(const Features&)>& score_of,
                                       const Wish& wish) const {
  std::priority_queue<Cursor, std::vector<Cursor>, Behind> rows;
  // Kinds of the same features stand side by side.
  const Features* scored = nullptr;
  int score = 0;
  for (const auto& [kind, row] : rows_) {
    if (row.empty() || (!wish.key_type.empty() && !kind.types.contains(wish.key_type))) continue;
    if (scored == nullptr || *scored != kind.features) score = score_of(kind.features);
    scored = &kind.features;
    rows.push({.score = score, .at = row.begin(), .end = row.end()});
  }
  std::vector<ShelvedKeyPtr> best;
  while (best.size() < wish.limit && !rows.empty()) {
    Cursor cursor = rows.top();
    rows.pop();
    const ShelvedKeyPtr& key = cursor.at->second;
    if (!wish.without.contains(key->id)) best.push_back(key);
    if (++cursor.at != cursor.end) rows.push(cursor);
  }
  return best;
}

std::vector<std::pair<std::string, Popularity>> Shelf::Moved(
    const std::function<Popularity(const std::string&, const std::string&)>& popularity_of) const {
  std::vector<std::pair<std::string, Popularity>> moved;
  for (const auto& [id, entry] : entries_) {
    const Popularity popularity = popularity_of(id, entry.key->slug);
    if (popularity != entry.popularity) moved.emplace_back(id, popularity);
  }
  return moved;
}

}  // namespace keys::discovery

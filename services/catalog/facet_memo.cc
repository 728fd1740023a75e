#include "services/catalog/facet_memo.h"

namespace keys::catalog {

std::optional<v1::Facets> FacetMemo::Find(const std::string& filters, int64_t revision) const {
  std::lock_guard lock(mutex_);
  if (revision != revision_) return std::nullopt;
  const auto found = known_.find(filters);
  if (found == known_.end()) return std::nullopt;
  return found->second;
}

void FacetMemo::Keep(const std::string& filters, int64_t revision, const v1::Facets& facets) {
  std::lock_guard lock(mutex_);
  if (revision < revision_) return;
  // Searches are many and rarely repeated, so a full memo begins anew.
  if (revision > revision_ || known_.size() >= kMostEntries) known_.clear();
  revision_ = revision;
  known_[filters] = facets;
}

}  // namespace keys::catalog

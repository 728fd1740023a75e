// Knows which slugs name a KEY: those that this run has seen, and those of the catalog. Not
// thread-safe: it belongs to its run.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "services/ingestion/published.h"

namespace keys::ingestion {

class KnownSlugs {
 public:
  explicit KnownSlugs(Published& published) : published_(published) {}

  void Add(std::string slug) { seen_.insert(std::move(slug)); }

  // If the catalog cannot be asked about a slug, it counts as unknown, which costs only a warning.
  bool IsKnown(std::string_view slug) {
    const std::string text(slug);
    if (seen_.count(text) > 0) return true;
    return published_.Load({text}).ok() && !published_.VersionsOf(text).empty();
  }

 private:
  Published& published_;
  std::set<std::string> seen_;
};

}  // namespace keys::ingestion

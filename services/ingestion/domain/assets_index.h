// Reads {assetsIndex: …}, which describes KEYS in JSON instead of folders. The library.json of
// Jupyter packs, {"version","packs":[…]}, is read too. An entry may lack tool, licence and
// documentation. A bad entry is rejected without the others. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/ingestion/domain/family.h"
#include "services/ingestion/domain/manifest.h"

namespace keys::ingestion {

struct IndexEntry {
  const Family* family = nullptr;
  std::string slug;     // as far as known
  std::string pointer;  // into the index
  // Absent when the entry is rejected; `findings` says why.
  std::optional<Manifest> manifest;
  Findings findings;
};

// Returns nothing when the index as a whole cannot be read; `findings` says why.
std::optional<std::vector<IndexEntry>> ParseAssetsIndex(std::string_view text, Findings& findings);

}  // namespace keys::ingestion

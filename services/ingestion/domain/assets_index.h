// {assetsIndex: …}: KEYS described in JSON instead of folders. The library.json of Jupyter packs,
// {"version","packs":[…]}, is one too. An entry may lack tool, licence and
// documentation; a bad one costs only itself. Pure.
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
  // Absent when rejected; `findings` says why.
  std::optional<Manifest> manifest;
  Findings findings;
};

// Absent when the index as a whole cannot be read; `findings` then says why.
std::optional<std::vector<IndexEntry>> ParseAssetsIndex(std::string_view text, Findings& findings);

}  // namespace keys::ingestion

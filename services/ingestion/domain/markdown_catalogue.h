// Reads JUPYTER_KEYS_LIBRARY.md, which describes KEYS that have nothing to download yet.
//
//   ### 1. error-budget-burn
//   **Title**: Error budget burn
//   **Slug**: `error-budget-burn`
//   **What It Unlocks**: Text, which may go on over several lines.
//   **Runtime**: 15 minutes
//   **Maturity**: `operator`
//   **Referenced By**:
//   - Runbook: `webhook-backlog-recovery`
//
// The file is read as CommonMark with GitHub's extensions, so that code, quotes, comments and
// emphasis mean what their author sees elsewhere. Text outside of `### <n>. <slug>` sections is for
// readers only and skipped; text that looks like such a section and is none is a warning. A bad
// section is rejected without the others. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "keys/catalog/v1/catalog.pb.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

inline constexpr std::string_view kCatalogueFolder = "jupyter-keys-md";
inline constexpr std::string_view kCataloguePath = "jupyter-keys-md/JUPYTER_KEYS_LIBRARY.md";
inline constexpr std::size_t kMaxCatalogueBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxCatalogueEntries = 10'000;

struct CatalogueEntry {
  // Everything that the section says. It has nothing to download.
  catalog::v1::Asset asset;
  Findings findings;
  bool ok() const { return findings.ok(); }
};

// Returns every section, good and bad, in order. Violations of the file as a whole and warnings of
// skipped sections go to `findings`. A byte order mark is skipped.
std::vector<CatalogueEntry> ParseCatalogue(std::string_view text, Findings& findings);

}  // namespace keys::ingestion

// Checks whether a file is a Jupyter notebook of format 4 (nbformat), and whether its outputs tell
// private names. Pure.
//
//   const auto notebook = CheckNotebook(text, "jupyter-keys/x/x.ipynb", findings);
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/ingestion/domain/finding.h"
#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

// Larger notebooks are shipped unchecked (NOTEBOOK_NOT_CHECKED), because a run must stay below 64
// MiB and a notebook is in memory twice while it is read.
inline constexpr std::size_t kMaxNotebookBytes = 12u << 20;

// The newest minor version of format 4 whose rules are known. Additions of a newer one are a
// warning (NOTEBOOK_NEWER) and no violation, so code that reads such a notebook must expect values
// of any shape.
inline constexpr int kNewestNotebookMinor = 5;

// Returns the notebook when it has no violation and could be read. Warns of host names and folders
// of the author in outputs, and of a notebook with too many values to be checked.
std::optional<Json> CheckNotebook(std::string_view text, const std::string& file,
                                  Findings& findings);

// Returns the text of a "multiline string": a string, or an array of strings to be joined.
std::string JoinLines(const Json* value);

}  // namespace keys::ingestion

// Jupyter notebooks, format 4 (nbformat): whether a file is one, and what its outputs give away.
// Pure.
//
//   const auto notebook = CheckNotebook(text, "jupyter-keys/x/x.ipynb", findings);
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/ingestion/domain/finding.h"
#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

// Larger ones are shipped without having been looked into (NOTEBOOK_NOT_CHECKED): a run must stay
// below 64 MiB, and a notebook is in memory twice while it is read.
inline constexpr std::size_t kMaxNotebookBytes = 12u << 20;

// The newest minor version of format 4 whose rules are known. What a newer one adds is a warning
// (NOTEBOOK_NEWER) and no violation, so that whoever reads the notebook meets values of any shape.
inline constexpr int kNewestNotebookMinor = 5;

// The notebook when it has no violation and could be read. Warns of host names and folders of the
// author in outputs, and when it holds too many values to be looked into.
std::optional<Json> CheckNotebook(std::string_view text, const std::string& file,
                                  Findings& findings);

// The text of a "multiline string": a string, or an array of strings that belong together.
std::string JoinLines(const Json* value);

}  // namespace keys::ingestion

// Checks the notebooks of a Jupyter KEY and makes a preview of the first.
#pragma once

#include <string>
#include <string_view>

#include "services/ingestion/assets/tree.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

// Checks every .ipynb file of the folder, one after the other. Returns the preview (HTML) of the
// one that is highest in the folder, else the first by name; empty when there is none.
std::string CheckNotebooks(int folder, const Tree& tree, std::string_view where,
                           Findings& findings);

// A Markdown file of the folder. It is rendered as safe HTML whose ids begin with `id_prefix`, or
// as an empty text when there is none. If it cannot be shown, a warning says why.
struct MarkdownFile {
  std::string_view path;  // in the folder
  std::string_view id_prefix;
  std::string_view where;  // the folder, for findings
};
std::string RenderMarkdownFile(int folder, const MarkdownFile& file, Findings& findings);

}  // namespace keys::ingestion

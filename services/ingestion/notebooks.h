// The notebooks of a Jupyter KEY: checked, and the first of them as a preview.
#pragma once

#include <string>
#include <string_view>

#include "services/ingestion/assets/tree.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

// Checks every .ipynb file of the folder, one after the other. Answers the preview (HTML) of the
// one that stands highest in the folder, else first by name; empty when there is none.
std::string CheckNotebooks(int folder, const Tree& tree, std::string_view where,
                           Findings& findings);

// A Markdown file of the folder as safe HTML, its ids beginning with `id_prefix`; empty when there
// is none. When there is one that cannot be shown, a warning says why.
struct MarkdownFile {
  std::string_view path;  // in the folder
  std::string_view id_prefix;
  std::string_view where;  // the folder, for findings
};
std::string RenderMarkdownFile(int folder, const MarkdownFile& file, Findings& findings);

}  // namespace keys::ingestion

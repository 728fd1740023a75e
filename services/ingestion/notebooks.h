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
// is none, or it is no text, or too large.
std::string RenderMarkdownFile(int folder, std::string_view path, std::string_view id_prefix);

}  // namespace keys::ingestion

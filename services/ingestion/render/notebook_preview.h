// A notebook as a static piece of HTML for people who have not bought it: cells in order, as
// Jupyter shows them, but no script, no style, and nothing loaded from elsewhere. HTML of outputs
// keeps what safe_html.h lets through, pictures stand inside the page, formulas as they are
// written. How it differs from Jupyter is told in README.md. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string>

#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

inline constexpr std::size_t kMaxPreviewBytes = 512 * 1024;

// `notebook` is one that CheckNotebook gave. At most kMaxPreviewBytes: cells that do not fit are
// left out from the first such on, and the last line says so.
std::string RenderNotebook(const Json& notebook);

}  // namespace keys::ingestion

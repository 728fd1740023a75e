// Renders a notebook as static HTML for people who have not bought it: cells in order, as Jupyter
// shows them, but without scripts, styles and anything loaded from elsewhere. Of the HTML of
// outputs, only what safe_html.h lets through is kept; pictures are embedded, and formulas are
// shown as written. README.md describes the differences from Jupyter. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string>

#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

inline constexpr std::size_t kMaxPreviewBytes = 512 * 1024;

// `notebook` must come from CheckNotebook. The result has at most kMaxPreviewBytes: from the first
// cell that does not fit, all are left out, and the last line says so.
std::string RenderNotebook(const Json& notebook);

}  // namespace keys::ingestion

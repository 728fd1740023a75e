// A notebook as a static piece of HTML for people who have not bought it: cells in order, every
// text escaped, no script, no style, nothing loaded from elsewhere; pictures only as PNG or JPEG
// inside the page. An output that has several forms shows its picture, else its plain text; HTML,
// SVG and JavaScript outputs are never shown. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string>

#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

inline constexpr std::size_t kMaxPreviewBytes = 512 * 1024;
// Of one output's text; the end is cut off.
inline constexpr std::size_t kMaxOutputBytes = 16 * 1024;

// `notebook` is one without violations. At most kMaxPreviewBytes: cells that do not fit are left
// out from the first such on, and the last line says so.
std::string RenderNotebook(const Json& notebook);

}  // namespace keys::ingestion

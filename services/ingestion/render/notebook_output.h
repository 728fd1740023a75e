// An output of a notebook's code cell as HTML for the preview. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

// Of one output's text; the end is cut off.
inline constexpr std::size_t kMaxOutputBytes = 16 * 1024;
// Of one output's HTML; a longer one shows another of its forms.
inline constexpr std::size_t kMaxOutputHtmlBytes = 128 * 1024;

// Several outputs that belong together: streams of one name that follow each other, else one.
std::string RenderOutput(std::span<const Json> outputs);
// How many of the outputs, from the first on, belong together. At least 1; `outputs` is not empty.
std::size_t CountTogether(std::span<const Json> outputs);

// A picture of a MIME bundle as a data: URL; empty when it has none that may be shown.
std::string PictureOf(const Json& bundle);
// The same for the address of a picture that is a data: URL itself.
std::string PictureOf(std::string_view url);

// Text of a program in a box of its own: without colours, its end cut off when it is long.
void AppendPre(std::string_view text, std::string_view kind, std::string& html);

}  // namespace keys::ingestion

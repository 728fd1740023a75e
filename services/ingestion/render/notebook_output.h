// Renders an output of a notebook's code cell as HTML for the preview. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

// The limit of one output's text; the rest is cut off.
inline constexpr std::size_t kMaxOutputBytes = 16 * 1024;
// The limit of one output's HTML. A longer one is shown in another of its forms.
inline constexpr std::size_t kMaxOutputHtmlBytes = 128 * 1024;

// Renders outputs that belong together: streams of one name that follow each other, else a single
// output.
std::string RenderOutput(std::span<const Json> outputs);
// Returns how many of the outputs, from the first on, belong together. At least 1. `outputs` must
// not be empty.
std::size_t CountTogether(std::span<const Json> outputs);

// Returns a picture of a MIME bundle as a data: URL, or an empty text when it has none that may be
// shown.
std::string PictureOf(const Json& bundle);
// Does the same for the address of a picture that is a data: URL itself.
std::string PictureOf(std::string_view url);

// Writes the text of a program in a box of its own, without colours; the end of a long text is cut
// off.
void AppendPre(std::string_view text, std::string_view kind, std::string& html);

}  // namespace keys::ingestion

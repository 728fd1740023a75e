// The words of a text as the rules compare them: runs of letters and digits after lower-casing
// (CONTRACT §3: "Node.js" gives node, js). Letters beyond ASCII belong to words and are compared as
// they are; blanks, quotes, dashes and pictures beyond ASCII, as phones and word processors write
// them, end a word as ASCII's do. `text` is valid UTF-8. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keys::discovery {

std::vector<std::string> WordsOf(std::string_view text);

}  // namespace keys::discovery

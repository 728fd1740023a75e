// The words of a text as the rules compare them: runs of letters and digits after lower-casing
// (CONTRACT §3: "Node.js" gives node, js). Letters beyond ASCII belong to words and are compared as
// they are. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keys::discovery {

std::vector<std::string> WordsOf(std::string_view text);

}  // namespace keys::discovery

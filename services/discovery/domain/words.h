// The words of a text as the rules compare them: runs of letters and digits after lower-casing
// (CONTRACT §3: "Node.js" gives node, js), in every script, as Unicode has them. Accents
// written apart and vowel signs belong to the word of their letter. `text` is valid UTF-8.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keys::discovery {

std::vector<std::string> WordsOf(std::string_view text);

}  // namespace keys::discovery

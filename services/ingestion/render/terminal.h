// What a program wrote to its terminal, as the text that stands there in the end. Pure.
#pragma once

#include <string>
#include <string_view>

namespace keys::ingestion {

// Without colours and other escape sequences (ECMA-48). A carriage return begins the line anew and
// a backspace goes back a character, as progress bars are written. `text` is UTF-8.
std::string TerminalText(std::string_view text);

}  // namespace keys::ingestion

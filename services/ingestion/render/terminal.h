// Makes the text that a terminal shows in the end of what a program wrote to it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace keys::ingestion {

// Drops colours and other escape sequences (ECMA-48). A carriage return begins the line anew and a
// backspace goes back a character, as progress bars use them. `text` is UTF-8.
std::string TerminalText(std::string_view text);

}  // namespace keys::ingestion

#include "services/ingestion/render/terminal.h"

#include <catch2/catch.hpp>

namespace keys::ingestion {
namespace {

TEST_CASE("escape sequences are not shown") {
  CHECK(TerminalText("\x1b[0;31mValueError\x1b[0m: x") == "ValueError: x");
  CHECK(TerminalText("\x1b[38;2;1;2;3mc\x1b[39m\x1b[K") == "c");
  CHECK(TerminalText("\x1b]8;;https://x.example\x07link\x1b]8;;\x1b\\!") == "link!");
  CHECK(TerminalText("\x1b(Ba\x1b=b\x1b") == "ab");
  CHECK(TerminalText("a\x1b[") == "a");
}

TEST_CASE("a line that is written over shows what stands there in the end") {
  CHECK(TerminalText(" 10%\r 50%\r100%\n") == "100%\n");
  CHECK(TerminalText("long line\rnew") == "newg line");
  CHECK(TerminalText("dos\r\nends\r\n") == "dos\nends\n");
  CHECK(TerminalText("a\b\bbc\u00e9\bx") == "bcx");
  CHECK(TerminalText("\u5341\u5341\r\u4e00") == "\u4e00\u5341");
}

}  // namespace
}  // namespace keys::ingestion

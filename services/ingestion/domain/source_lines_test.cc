#include "services/ingestion/domain/source_lines.h"

#include <catch2/catch.hpp>
#include <string>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

TEST_CASE("tables are found where GitHub finds them") {
  CHECK(WithPlainTables("a|b\n-|-\n1|2\n") == "a|b\n---|---\n1|2\n");
  CHECK(WithPlainTables("text:\n| a |\n|---|\n") == "text:\n\n| a |\n|---|\n");
  CHECK(WithPlainTables("> text:\n> | a |\n> |---|\n") == "> text:\n> \n> | a |\n> |---|\n");
  CHECK(WithPlainTables("- text:\n  | a | b |\n  |---|:-:|\n") ==
        "- text:\n  \n  | a | b |\n  |---|:---:|\n");
  // The table has empty cells, and HTML follows it.
  CHECK(WithPlainTables("|a||\n|---|---|\n||`x||y`\\|||\n") ==
        "|a| |\n|---|---|\n| |`x||y`\\|| |\n");
  CHECK(WithPlainTables("|a|\n|---|\n|b|\n<!-- x -->\n") == "|a|\n|---|\n|b|\n\n<!-- x -->\n");
  // These are no tables: another number of cells, a row of a table, code.
  CHECK(WithPlainTables("text:\n| a |\n|---|---|\n") == "text:\n| a |\n|---|---|\n");
  CHECK(WithPlainTables("|a|\n|---|\n|b|\n|---|\n") == "|a|\n|---|\n|b|\n|---|\n");
  CHECK(WithPlainTables("```\ntext\n| a |\n|---|\n```\n") == "```\ntext\n| a |\n|---|\n```\n");
}

TEST_CASE("lines that md4c mistakes are moved, and nothing else is changed") {
  const std::string item = "- a\n\n  ```\n  code\n  ```\n\n  text\n\n";
  for (std::size_t pad = 1; pad < 300; ++pad) {
    const std::string source = Concat({std::string(pad, 'x'), "\n\n", item, item});
    const std::string safe = WithSafeOffsets(source);
    const auto end = safe.find("code") + 4;
    INFO(pad);
    CHECK((end & 0xFF) != 4);
    CHECK(safe.size() <= source.size() + 2 * 16);
    std::string lines;
    for (const auto line : Split(safe, '\n')) lines += Concat({StripBlanks(line), "\n"});
    std::string expected;
    for (const auto line : Split(source, '\n')) expected += Concat({StripBlanks(line), "\n"});
    CHECK(lines.substr(lines.find('x')) == expected);
  }
}

}  // namespace
}  // namespace keys::ingestion

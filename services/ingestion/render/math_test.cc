#include "services/ingestion/render/math.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace keys::ingestion {
namespace {

using Formulas = std::vector<std::string>;

Formulas FormulasOf(std::string_view source, MathStyle style) {
  const MathText math(source, style);
  Formulas formulas;
  math.Restore(math.text(), [&](std::string_view part, bool is_tex) {
    if (is_tex) formulas.emplace_back(part);
  });
  CHECK(math.Restored(math.text()) == source);
  return formulas;
}
Formulas InJupyter(std::string_view source) { return FormulasOf(source, MathStyle::kJupyter); }
Formulas OnGitHub(std::string_view source) { return FormulasOf(source, MathStyle::kGitHub); }

TEST_CASE("formulas of a notebook are what MathJax takes for them") {
  CHECK(InJupyter("a $x_1$ b $$y\n\\\\ z$$ c") == Formulas{"$x_1$", "$$y\n\\\\ z$$"});
  CHECK(InJupyter("$\\text{a $b$ c}$") == Formulas{"$\\text{a $b$ c}$"});
  CHECK(InJupyter("\\begin{align*}\na &= b \\\\\n\\end{align*}") ==
        Formulas{"\\begin{align*}\na &= b \\\\\n\\end{align*}"});
  CHECK(InJupyter("\\\\(a*b*c\\\\) and \\\\[d\\\\]") == Formulas{"\\\\(a*b*c\\\\)", "\\\\[d\\\\]"});
  CHECK(InJupyter("costs \\$5 and \\$6") == Formulas{});
  CHECK(InJupyter("$a\n\nb$") == Formulas{});
  CHECK(InJupyter("$open") == Formulas{});
}

TEST_CASE("dollars in code are no formulas") {
  for (const char* source : {"`$a$`", "`` ` $a$ ``", "```sh\necho $a $b\n```", "~~~\n$a$\n~~~\n",
                             "````\n```\n$a$\n````"}) {
    INFO(source);
    CHECK(InJupyter(source) == Formulas{});
    CHECK(OnGitHub(source) == Formulas{});
  }
  CHECK(InJupyter("```\n$a$\n```\n$b$") == Formulas{"$b$"});
  CHECK(InJupyter("a ` b $c$") == Formulas{"$c$"});
}

TEST_CASE("prices in a README are no formulas") {
  CHECK(OnGitHub("costs $5 or $6") == Formulas{});
  CHECK(OnGitHub("US$5, A$6 and $HOME/$USER") == Formulas{});
  CHECK(OnGitHub("so $a_b$, ($c_d$) and $$e_f$$.") == Formulas{"$a_b$", "$c_d$", "$$e_f$$"});
}

TEST_CASE("whoever writes our marks gets none of another's formulas") {
  const MathText math(
      "$a$ \uE0F0"
      "0\uE0F1",
      MathStyle::kJupyter);
  CHECK(math.Restored(math.text()) ==
        "$a$ \uFFFD"
        "0\uFFFD");
}

TEST_CASE("time is bounded") {
  for (const std::string unit : {"$", "$ ", "${ ", "\\begin{x}", "`", "`` ", "\\\\(", "$$ a "}) {
    std::string source;
    while (source.size() < 128 * 1024) source += unit;
    CHECK(FormulasOf(source, MathStyle::kJupyter).size() <= source.size());
    CHECK(FormulasOf(source, MathStyle::kGitHub).size() <= source.size());
  }
}

}  // namespace
}  // namespace keys::ingestion

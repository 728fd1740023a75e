// Protects TeX in Markdown, because text between dollars is not Markdown. Formulas are taken out
// before the text is parsed, and put back as they are written. Pure.
//
//   MathText math(source, MathStyle::kJupyter);
//   … parse math.text(); in each text that the parser reports:
//   math.Restore(text, [](auto part, bool is_tex) {…});
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keys::ingestion {

enum class MathStyle {
  kJupyter,  // $…$, $$…$$, \\(…\\), \\[…\\], \begin{x}…\end{x}, wherever they stand but in code
  kGitHub,  // $…$ of one line between blanks or punctuation, and $$…$$
};

class MathText {
 public:
  MathText(std::string_view source, MathStyle style);

  // Returns the source with a mark for each formula.
  const std::string& text() const { return text_; }

  // Gives the parts of a text that came from text(), in order: plain ones, and formulas as written.
  using Part = std::function<void(std::string_view part, bool is_tex)>;
  void Restore(std::string_view text, const Part& part) const;
  std::string Restored(std::string_view text) const;

 private:
  void Mark(std::string_view formula);

  std::string text_;
  std::vector<std::string> formulas_;
};

}  // namespace keys::ingestion

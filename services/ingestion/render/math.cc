#include "services/ingestion/render/math.h"

#include <algorithm>
#include <optional>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

// These characters of the private use area are letters like any other to Markdown.
constexpr std::string_view kOpen = "\uE0F0";
constexpr std::string_view kClose = "\uE0F1";
// Formulas beyond these limits are left to Markdown.
constexpr std::size_t kMostFormulas = 20'000;
constexpr std::size_t kLongestFormula = 4096;  // bytes

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsAlnum(char c) {
  return IsDigit(c) || IsAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t RunOf(std::string_view text, std::size_t at, char c) {
  std::size_t end = at;
  while (end < text.size() && text[end] == c) ++end;
  return end - at;
}

bool IsLineStart(std::string_view text, std::size_t at) {
  for (int blanks = 0; at > 0 && text[at - 1] == ' '; --at) {
    if (++blanks > 3) return false;
  }
  return at == 0 || text[at - 1] == '\n';
}

// Returns the end of the code that begins at `at` with a backtick or tilde: of a fence or a code
// span. Returns `at` itself when none begins there.
std::size_t SkipCode(std::string_view text, std::size_t at) {
  const char mark = text[at];
  const std::size_t run = RunOf(text, at, mark);
  const auto line_end = std::min(text.find('\n', at), text.size());
  const std::string_view info = text.substr(at + run, line_end - at - run);
  const bool is_fence = run >= 3 && IsLineStart(text, at) &&
                        (mark == '~' || info.find('`') == std::string_view::npos);
  if (is_fence) {
    for (std::size_t line = line_end; line < text.size();) {
      std::size_t from = line + 1;
      while (from < text.size() && text[from] == ' ') ++from;
      line = std::min(text.find('\n', from), text.size());
      if (RunOf(text, from, mark) >= run) return line;
    }
    return text.size();
  }
  if (mark != '`') return at + run;
  for (std::size_t end = at + run; end < text.size();) {
    end = text.find('`', end);
    if (end == std::string_view::npos) break;
    const std::size_t closing = RunOf(text, end, '`');
    if (closing == run) return end + run;
    end += closing;
  }
  return at + run;
}

// The end of a formula behind its closing mark. Absent when there is no formula.
using End = std::optional<std::size_t>;

// Like MathJax's preprocessor in Jupyter, this looks for the same mark outside of braces, and not
// beyond a blank line.
End FindMark(std::string_view text, std::size_t from, std::string_view mark) {
  int braces = 0;
  text = text.substr(0, from + kLongestFormula);
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      std::size_t next = at + 1;
      while (next < text.size() && (text[next] == ' ' || text[next] == '\t')) ++next;
      if (next < text.size() && text[next] == '\n') return std::nullopt;
    }
    if (braces <= 0 && text.substr(at, mark.size()) == mark) {
      const bool is_longer = mark[0] == '$' && RunOf(text, at, '$') > mark.size();
      if (!is_longer) return at + mark.size();
    }
    if (c == '\\' && mark[0] != '\\') ++at;
    if (c == '{') ++braces;
    if (c == '}') --braces;
  }
  return std::nullopt;
}

End EndOfEnvironment(std::string_view text, std::size_t at) {
  constexpr std::string_view kBegin = "\\begin{";
  const auto close = text.find('}', at);
  if (close == std::string_view::npos || close - at > 40) return std::nullopt;
  const std::string_view name = text.substr(at + kBegin.size(), close - at - kBegin.size());
  const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return IsAsciiLetter(c) || c == '*';
  });
  if (!is_name) return std::nullopt;
  const std::string end = Concat({"\\end{", name, "}"});
  const auto found = text.substr(0, close + kLongestFormula).find(end, close);
  if (found == std::string_view::npos) return std::nullopt;
  return found + end.size();
}

End JupyterFormula(std::string_view text, std::size_t at) {
  if (text[at] == '$') {
    const std::size_t run = std::min<std::size_t>(RunOf(text, at, '$'), 2);
    return FindMark(text, at + run, text.substr(at, run));
  }
  if (text.substr(at, 7) == "\\begin{") return EndOfEnvironment(text, at);
  if (text.substr(at, 3) == "\\\\(") return FindMark(text, at + 3, "\\\\)");
  if (text.substr(at, 3) == "\\\\[") return FindMark(text, at + 3, "\\\\]");
  return std::nullopt;
}

End GitHubFormula(std::string_view text, std::size_t at) {
  if (text[at] != '$') return std::nullopt;
  if (RunOf(text, at, '$') >= 2) return FindMark(text, at + 2, "$$");
  if (at > 0 && IsAlnum(text[at - 1])) return std::nullopt;
  if (at + 1 == text.size() || IsBlank(text[at + 1])) return std::nullopt;
  for (std::size_t end = at + 1; end < text.size() && text[end] != '\n'; ++end) {
    if (text[end] == '\\') {
      ++end;
    } else if (text[end] == '$') {
      const bool closes =
          !IsBlank(text[end - 1]) &&
          (end + 1 == text.size() || (!IsAlnum(text[end + 1]) && text[end + 1] != '$'));
      return closes ? End(end + 1) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

MathText::MathText(std::string_view source, MathStyle style) {
  std::size_t kept = 0;  // what is before went into text_
  const auto keep = [&](std::size_t to) {
    text_ += source.substr(kept, to - kept);
    kept = to;
  };
  for (std::size_t at = 0; at < source.size();) {
    const char c = source[at];
    if (c == '`' || c == '~') {
      at = SkipCode(source, at);
      continue;
    }
    const bool begins = c == '$' || (c == '\\' && style == MathStyle::kJupyter);
    const End end = !begins || formulas_.size() >= kMostFormulas ? std::nullopt
                    : style == MathStyle::kJupyter               ? JupyterFormula(source, at)
                                                                 : GitHubFormula(source, at);
    if (end) {
      keep(at);
      Mark(source.substr(at, *end - at));
      at = kept = *end;
    } else if (c == '\\') {
      at = std::min(at + 2, source.size());
    } else if (c == '\xEE' && source.substr(at, 2) == kOpen.substr(0, 2)) {
      // An author's text has no use for these marks, so they are replaced.
      keep(at);
      text_ += "\uFFFD";
      at = kept = std::min(at + kOpen.size(), source.size());
    } else {
      at += c == '$' ? RunOf(source, at, '$') : 1;
    }
  }
  keep(source.size());
}

void MathText::Mark(std::string_view formula) {
  text_ += Concat({kOpen, std::to_string(formulas_.size()), kClose});
  formulas_.emplace_back(formula);
}

void MathText::Restore(std::string_view text, const Part& part) const {
  while (!text.empty()) {
    const auto at = text.find(kOpen);
    const auto end = at == std::string_view::npos ? at : text.find(kClose, at);
    if (end == std::string_view::npos) break;
    if (at > 0) part(text.substr(0, at), false);
    std::size_t index = 0;
    for (const char c : text.substr(at + kOpen.size(), end - at - kOpen.size())) {
      index = index * 10 + static_cast<std::size_t>(c - '0');
    }
    if (index < formulas_.size()) part(formulas_[index], true);
    text.remove_prefix(end + kClose.size());
  }
  if (!text.empty()) part(text, false);
}

std::string MathText::Restored(std::string_view text) const {
  std::string whole;
  Restore(text, [&](std::string_view part, bool) { whole += part; });
  return whole;
}

}  // namespace keys::ingestion

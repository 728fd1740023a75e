// Texts as people compare them, by ICU. Which form is used where, and why, is told in README.md.
//
//   text::Fold("Ｃａｆe\u0301") == text::Fold("CAFÉ")      // search, tags, categories, words
//   text::FoldName("A\u030A.md") == text::FoldName("å.md")  // names of files
//
// Arguments are UTF-8; other bytes stay as they are. Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace keys::text {

// Unicode Normalization Form C (UAX #15): the same characters in the same bytes.
std::string Nfc(std::string_view utf8);

// NFKC_Casefold (Unicode 3.13, R5): equal for texts that differ only in case, in normal form, in
// width or in characters that cannot be seen.
std::string Fold(std::string_view utf8);

// Canonical caseless matching (Unicode 3.13, D145): equal for names that a file system which
// ignores case and normal form takes for one. Width still counts.
std::string FoldName(std::string_view utf8);

// Returns the text from the first character on that can be seen.
std::string_view SkipBlanks(std::string_view utf8);

// Whether nothing in the text can be seen: it has only blanks of any script, controls and
// zero-width characters, or no character at all.
bool IsBlank(std::string_view utf8);

// Whether a character of the text changes how others are shown: a control of any kind, the end of a
// line, or one that turns the direction of writing ("gnp.exe" shown as "exe.png").
bool HasControl(std::string_view utf8);

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Removes the byte order mark that some editors write at the beginning of a file.
inline std::string_view WithoutByteOrderMark(std::string_view utf8) {
  if (utf8.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    utf8.remove_prefix(kByteOrderMark.size());
  }
  return utf8;
}

}  // namespace keys::text

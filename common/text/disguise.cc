#include "common/text/disguise.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf.h>
#include <unicode/utf8.h>

#include <cstddef>
#include <cstdio>

namespace keys::text {
namespace {

using Characters = std::u32string;

constexpr char32_t kZeroWidthSpace = 0x200B;
constexpr char32_t kZeroWidthNonJoiner = 0x200C;
constexpr char32_t kZeroWidthJoiner = 0x200D;
constexpr char32_t kSoftHyphen = 0x00AD;
constexpr char32_t kGraphemeJoiner = 0x034F;
constexpr char32_t kWordJoiner = 0x2060;
constexpr char32_t kBlackFlag = 0x1F3F4;
constexpr char32_t kCancelTag = 0xE007F;
// UTS #39 §5.4 takes more than this many for a disguise: they are painted over other lines.
constexpr int kMostMarks = 4;
// "gbeng", "usca" and the tag that ends them.
constexpr std::size_t kMostTags = 7;

Characters Decode(std::string_view utf8) {
  Characters characters;
  characters.reserve(utf8.size());
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), at, size, c);
    if (c >= 0) characters += static_cast<char32_t>(c);
  }
  return characters;
}

void Append(char32_t character, std::string& utf8) {
  char bytes[U8_MAX_LENGTH];
  std::size_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, character);
  utf8.append(bytes, size);
}

UChar32 At(const Characters& text, std::size_t at) { return static_cast<UChar32>(text[at]); }

bool IsTag(char32_t c) { return c >= 0xE0000 && c <= kCancelTag; }
bool IsVariationSelector(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR); }
bool IsVirama(UChar32 c) { return u_getCombiningClass(c) == 9; }
bool IsMark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }
bool IsPictograph(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC); }

bool Joins(UChar32 c) {
  const auto type = u_getIntPropertyValue(c, UCHAR_JOINING_TYPE);
  return type != U_JT_NON_JOINING && type != U_JT_TRANSPARENT;
}

UScriptCode ScriptOf(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return U_FAILURE(error) ? USCRIPT_COMMON : script;
}

// The character before `at` that is neither a mark nor a part of an emoji's looks; 0 without one.
UChar32 BaseBefore(const Characters& text, std::size_t at) {
  while (at-- > 0) {
    const UChar32 c = At(text, at);
    const bool decorates = IsMark(c) || IsVariationSelector(c) || IsTag(text[at]) ||
                           u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER);
    if (!decorates) return c;
  }
  return 0;
}

UChar32 Before(const Characters& text, std::size_t at) { return at > 0 ? At(text, at - 1) : 0; }
UChar32 After(const Characters& text, std::size_t at) {
  return at + 1 < text.size() ? At(text, at + 1) : 0;
}

// The nine explicit formatting characters of UAX #9, which reorder whatever stands beside them.
bool TurnsDirection(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// A tag character outside of a flag: text that people cannot see and programs read.
bool IsHiddenTag(const Characters& text, std::size_t at) {
  if (!IsTag(text[at])) return false;
  std::size_t begin = at;
  while (begin > 0 && IsTag(text[begin - 1])) --begin;
  std::size_t end = at + 1;
  while (end < text.size() && IsTag(text[end])) ++end;
  return begin == 0 || text[begin - 1] != kBlackFlag || end - begin > kMostTags ||
         text[end - 1] != kCancelTag || text.find(kCancelTag, begin) != end - 1;
}

bool NeedsJoiner(const Characters& text, std::size_t at) {
  const UChar32 before = BaseBefore(text, at);
  const UChar32 after = After(text, at);
  if (IsVirama(Before(text, at)) || IsVirama(after)) return true;
  if (Joins(before) || Joins(after)) return true;
  return text[at] == kZeroWidthJoiner && IsPictograph(before) && IsPictograph(after);
}

bool NeedsSelector(const Characters& text, std::size_t at) {
  const UChar32 before = Before(text, at);
  if (before == 0 || u_hasBinaryProperty(before, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return false;
  return before >= 0x80 || u_hasBinaryProperty(before, UCHAR_EMOJI);
}

bool HasRightToLeft(const Characters& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto direction = u_charDirection(At(text, at));
    const bool is_mark = u_hasBinaryProperty(At(text, at), UCHAR_BIDI_CONTROL);
    if (is_mark) continue;
    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) return true;
  }
  return false;
}

bool BreaksBetweenLetters(UChar32 c) {
  return c != 0 && uscript_breaksBetweenLetters(ScriptOf(c)) != 0;
}

// Whether a script needs the unseen character where it stands (UAX #31 §2.3, UTS #51).
bool IsNeeded(const Characters& text, std::size_t at) {
  const char32_t c = text[at];
  if (IsTag(c)) return true;  // of a flag, or IsHiddenTag has found it
  if (c == kZeroWidthJoiner || c == kZeroWidthNonJoiner) return NeedsJoiner(text, at);
  if (IsVariationSelector(At(text, at))) return NeedsSelector(text, at);
  if (u_hasBinaryProperty(At(text, at), UCHAR_BIDI_CONTROL)) return HasRightToLeft(text);
  if (c == kZeroWidthSpace || c == kWordJoiner) {
    return BreaksBetweenLetters(BaseBefore(text, at)) || BreaksBetweenLetters(After(text, at));
  }
  if (c == kSoftHyphen) return u_isalpha(BaseBefore(text, at)) && u_isalpha(After(text, at));
  if (c == kGraphemeJoiner) return IsMark(After(text, at));
  return false;
}

// Returns true for a character that misleads in any text.
bool IsDisguise(const Characters& text, std::size_t at) {
  const char32_t c = text[at];
  const bool is_deprecated = c >= 0x206A && c <= 0x206F;
  const bool annotates = c >= 0xFFF9 && c <= 0xFFFB;
  return TurnsDirection(c) || is_deprecated || annotates || IsHiddenTag(text, at) ||
         U_IS_UNICODE_NONCHAR(At(text, at));
}

bool IsUnseen(char32_t character) {
  const auto c = static_cast<UChar32>(character);
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x7F && c <= 0x9F);
}

}  // namespace

std::optional<std::uint32_t> FindDisguise(std::string_view utf8, Shape shape) {
  const Characters text = Decode(utf8);
  int marks = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const UChar32 c = At(text, at);
    // Vowel signs of Tibetan and other scripts that stand in line have the class 0.
    marks = u_getCombiningClass(c) != 0 ? marks + 1 : 0;
    const bool is_stray = shape == Shape::kLine && IsUnseen(text[at]) && !IsNeeded(text, at);
    if (marks > kMostMarks || IsDisguise(text, at) || is_stray) return c;
  }
  return std::nullopt;
}

std::string ShowDisguises(std::string_view utf8) {
  if (!FindDisguise(utf8, Shape::kProse)) return std::string(utf8);
  const Characters text = Decode(utf8);
  std::string shown;
  for (std::size_t at = 0; at < text.size(); ++at) {
    Append(IsDisguise(text, at) ? 0xFFFD : text[at], shown);
  }
  return shown;
}

std::string CodePointName(std::uint32_t character) {
  char name[16];
  std::snprintf(name, sizeof name, "U+%04X", character);
  return name;
}

}  // namespace keys::text

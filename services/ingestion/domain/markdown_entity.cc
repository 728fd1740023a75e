#include "services/ingestion/domain/markdown_entity.h"

#include <cstdint>
#include <utility>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    {"amp", "&"},         {"lt", "<"},         {"gt", ">"},         {"quot", "\""},
    {"apos", "'"},        {"nbsp", "\u00a0"},  {"ndash", "\u2013"}, {"mdash", "\u2014"},
    {"hellip", "\u2026"}, {"copy", "\u00a9"},  {"reg", "\u00ae"},   {"trade", "\u2122"},
    {"lsquo", "\u2018"},  {"rsquo", "\u2019"}, {"ldquo", "\u201c"}, {"rdquo", "\u201d"},
    {"laquo", "\u00ab"},  {"raquo", "\u00bb"}, {"times", "\u00d7"}, {"middot", "\u00b7"},
    {"bull", "\u2022"},   {"rarr", "\u2192"},  {"larr", "\u2190"},  {"euro", "\u20ac"},
    {"sect", "\u00a7"},   {"para", "\u00b6"},  {"deg", "\u00b0"},   {"colon", ":"},
    {"lbrace", "{"},      {"rbrace", "}"},     {"lbrack", "["},     {"rbrack", "]"},
    {"lpar", "("},        {"rpar", ")"},       {"ast", "*"},        {"lowbar", "_"},
    {"num", "#"},         {"vert", "|"},       {"grave", "`"},      {"bsol", "\\"}};

void AppendUtf8(std::uint32_t c, std::string& text) {
  const auto byte = [&text](std::uint32_t bits) { text += static_cast<char>(bits); };
  const auto rest = [&](int shift) { byte(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    rest(0);
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    rest(6);
    rest(0);
  } else {
    byte(0xF0 | (c >> 18));
    rest(12);
    rest(6);
    rest(0);
  }
}

// Reads "#233" or "#xE9". Returns U+FFFD for a number that is no character.
std::uint32_t NumberOf(std::string_view digits) {
  const bool is_hex = digits[0] == 'x' || digits[0] == 'X';
  if (is_hex) digits.remove_prefix(1);
  std::uint32_t c = 0;
  for (const char digit : digits) {
    const int value = IsDigit(digit) ? digit - '0' : AsciiLower(digit) - 'a' + 10;
    c = c * (is_hex ? 16 : 10) + static_cast<std::uint32_t>(value);
    if (c > 0x10FFFF) return 0xFFFD;
  }
  return c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c;
}

}  // namespace

std::string DecodeEntity(std::string_view entity) {
  if (entity.size() < 3) return std::string(entity);
  const std::string_view name = entity.substr(1, entity.size() - 2);
  if (name[0] == '#' && name.size() > 1) {
    std::string text;
    AppendUtf8(NumberOf(name.substr(1)), text);
    return text;
  }
  for (const auto& [known, text] : kNames) {
    if (known == name) return std::string(text);
  }
  return std::string(entity);
}

}  // namespace keys::ingestion

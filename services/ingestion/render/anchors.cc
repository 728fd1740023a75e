#include "services/ingestion/render/anchors.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kLongestId = 200;  // bytes

std::string Lower(std::string_view utf8) {
  std::string lower;
  icu::StringByteSink<std::string> sink(&lower);
  UErrorCode error = U_ZERO_ERROR;
  icu::CaseMap::utf8ToLower("", 0, {utf8.data(), static_cast<std::int32_t>(utf8.size())}, sink,
                            nullptr, error);
  return U_FAILURE(error) ? std::string(utf8) : lower;
}

// Whether GitHub keeps the character in a slug: letters, marks, digits, "_" and its like, hyphens
// and blanks.
bool IsOfGitHubSlug(UChar32 c) {
  constexpr std::uint32_t kWord = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK;
  return c == '-' || c == ' ' || (U_GET_GC_MASK(c) & kWord) != 0;
}

std::string GitHubSlug(std::string_view text) {
  const std::string lower = Lower(text);
  const auto size = static_cast<std::int32_t>(lower.size());
  std::string slug;
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t from = at;
    UChar32 c = 0;
    U8_NEXT(lower.data(), at, size, c);
    if (c >= 0 && IsOfGitHubSlug(c)) slug.append(lower, from, at - from);
  }
  return slug;
}

// HTML allows any id without blanks.
bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; });
}

}  // namespace

std::string WithoutPercents(std::string_view text) {
  const auto digit = [](char c) {
    if (IsDigit(c)) return c - '0';
    const char lower = AsciiLower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_triple =
        text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    plain += is_triple ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    if (is_triple) i += 2;
  }
  return plain;
}

std::string Anchors::SlugOf(std::string_view text) const {
  // GitHub keeps the blank behind a picture, so "# ![logo](x.png) Title" becomes "#-title".
  std::string slug =
      style_ == AnchorStyle::kGitHub ? GitHubSlug(text) : std::string(StripBlanks(text));
  std::replace(slug.begin(), slug.end(), ' ', '-');
  return IsId(slug) ? slug : "";
}

void Anchors::AddHeading(std::string_view text) {
  std::string slug = SlugOf(text);
  if (!slug.empty()) {
    const int before = used_[slug]++;
    if (before > 0) slug += "-" + std::to_string(before);
    ids_.insert(slug);
  }
  headings_.push_back(std::move(slug));
}

void Anchors::AddId(std::string_view id) {
  if (IsId(id)) ids_.insert(std::string(id));
}

void Anchors::Want(std::string_view fragment) {
  std::string id = WithoutPercents(fragment);
  wanted_.insert(Lower(id));
  wanted_.insert(std::move(id));
}

std::optional<std::string> Anchors::NextHeading() {
  if (next_ == headings_.size()) return std::nullopt;
  return TakeId(headings_[next_++]);
}

std::optional<std::string> Anchors::TakeId(std::string_view id) {
  const std::string key(id);
  if (wanted_.count(key) == 0 || !IsId(id) || !taken_.insert(key).second) return std::nullopt;
  return prefix_ + key;
}

std::optional<std::string> Anchors::Find(std::string_view fragment) const {
  const std::string id = WithoutPercents(fragment);
  for (const std::string& one : {id, Lower(id)}) {
    if (ids_.count(one) > 0) return prefix_ + one;
  }
  return std::nullopt;
}

}  // namespace keys::ingestion

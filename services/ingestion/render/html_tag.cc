#include "services/ingestion/render/html_tag.h"

#include <algorithm>

#include "common/base/text.h"
#include "services/ingestion/domain/markdown_entity.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f";
constexpr std::size_t kMostAttributes = 64;
// A tag with more attributes is text. Otherwise a text of tags that are never closed would be read
// to its end again and again.
constexpr int kMostWritten = 200;
constexpr std::size_t kLongestReference = 40;

bool IsBlankCharacter(char c) { return kBlanks.find(c) != std::string_view::npos; }

// Reads the inside of a tag behind its name.
class TagReader {
 public:
  explicit TagReader(std::string_view html, std::size_t at) : html_(html), at_(at) {}

  // Returns false when the tag does not end.
  bool ReadAttributes(HtmlTag& tag) {
    for (int written = 0; written < kMostWritten; ++written) {
      SkipWhile([](char c) { return IsBlankCharacter(c) || c == '/'; });
      if (at_ == html_.size()) return false;
      if (html_[at_] == '>') {
        tag.size = at_ + 1;
        return true;
      }
      auto attribute = ReadAttribute();
      if (!attribute) return false;
      if (tag.attributes.size() < kMostAttributes && !tag.Has(attribute->first)) {
        tag.attributes.push_back(*std::move(attribute));
      }
    }
    return false;
  }

 private:
  template <typename Test>
  std::string_view SkipWhile(const Test& test) {
    const std::size_t from = at_;
    while (at_ < html_.size() && test(html_[at_])) ++at_;
    return html_.substr(from, at_ - from);
  }

  std::optional<std::pair<std::string, std::string>> ReadAttribute() {
    const std::size_t from = at_++;  // a name may begin with '='
    SkipWhile([](char c) { return !IsBlankCharacter(c) && c != '=' && c != '>' && c != '/'; });
    const std::string name = ToAsciiLower(html_.substr(from, at_ - from));
    const std::size_t behind_name = at_;
    SkipWhile(IsBlankCharacter);
    if (at_ == html_.size() || html_[at_] != '=') {
      at_ = behind_name;
      return std::pair(name, std::string());
    }
    ++at_;
    SkipWhile(IsBlankCharacter);
    if (at_ == html_.size()) return std::nullopt;
    const char quote = html_[at_];
    if (quote != '"' && quote != '\'') {
      const auto value = SkipWhile([](char c) { return !IsBlankCharacter(c) && c != '>'; });
      return std::pair(name, WithoutReferences(value));
    }
    const auto end = html_.find(quote, ++at_);
    if (end == std::string_view::npos) return std::nullopt;
    const auto value = html_.substr(at_, end - at_);
    at_ = end + 1;
    return std::pair(name, WithoutReferences(value));
  }

  const std::string_view html_;
  std::size_t at_;
};

HtmlTag Nothing(std::string_view html, std::size_t end, std::size_t end_size) {
  HtmlTag tag;
  tag.size = end == std::string_view::npos ? html.size() : end + end_size;
  return tag;
}

}  // namespace

std::size_t ReferenceSize(std::string_view text) {
  const auto end = text.substr(0, kLongestReference).find(';');
  if (end == std::string_view::npos || end < 2 || text[0] != '&') return 0;
  std::string_view name = text.substr(1, end - 1);
  const bool is_number = name[0] == '#';
  if (is_number) name.remove_prefix(1);
  const bool is_hex = is_number && !name.empty() && AsciiLower(name[0]) == 'x';
  if (is_hex) name.remove_prefix(1);
  const bool fits = !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    const char lower = AsciiLower(c);
    return IsDigit(c) || (is_hex && lower >= 'a' && lower <= 'f') ||
           (!is_number && IsAsciiLetter(c));
  });
  return fits ? end + 1 : 0;
}

std::string WithoutReferences(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const auto from = text.find('&');
    plain += text.substr(0, from);
    if (from == std::string_view::npos) break;
    text.remove_prefix(from);
    const std::size_t size = ReferenceSize(text);
    plain += size > 0 ? DecodeEntity(text.substr(0, size)) : "&";
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return plain;
}

std::string_view HtmlTag::Find(std::string_view attribute) const {
  for (const auto& [name, value] : attributes) {
    if (name == attribute) return value;
  }
  return {};
}

bool HtmlTag::Has(std::string_view attribute) const {
  return std::any_of(attributes.begin(), attributes.end(),
                     [&](const auto& one) { return one.first == attribute; });
}

std::optional<HtmlTag> ReadTag(std::string_view html) {
  if (html.size() < 2) return std::nullopt;
  if (html.substr(0, 4) == "<!--") {
    // "<!-->" is a whole comment, too.
    return Nothing(html, html.find("-->", 2), 3);
  }
  if (html[1] == '!' || html[1] == '?') return Nothing(html, html.find('>'), 1);
  HtmlTag tag;
  tag.kind = html[1] == '/' ? HtmlTag::Kind::kEnd : HtmlTag::Kind::kStart;
  std::size_t at = html[1] == '/' ? 2 : 1;
  const std::size_t from = at;
  if (at == html.size() || !IsAsciiLetter(html[at])) return std::nullopt;
  while (at < html.size() && (IsAsciiLetter(html[at]) || IsDigit(html[at]) || html[at] == '-'))
    ++at;
  if (at == html.size()) return std::nullopt;
  if (!IsBlankCharacter(html[at]) && html[at] != '>' && html[at] != '/') return std::nullopt;
  tag.name = ToAsciiLower(html.substr(from, at - from));
  if (!TagReader(html, at).ReadAttributes(tag)) return std::nullopt;
  return tag;
}

std::size_t EndOfRawText(std::string_view html, std::string_view name) {
  const std::string end = Concat({"</", name});
  for (std::size_t at = html.find("</"); at != std::string_view::npos;
       at = html.find("</", at + 2)) {
    if (ToAsciiLower(html.substr(at, end.size())) == end) return at;
  }
  return html.size();
}

}  // namespace keys::ingestion

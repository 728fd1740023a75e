#include "gateway/filters/entity_tag.h"

#include <algorithm>
#include <optional>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"

namespace keys::gateway {
namespace {

// Between the quotes, a tag has visible characters except the quote, and bytes above ASCII.
bool IsTagChar(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7f && c != '"';
}

struct Tag {
  bool weak = false;
  // The tag with its quotes.
  std::string_view text;
};

// Takes the next member off the front with the comma and blanks behind it. Returns nothing at the
// end, or where something begins that is no entity tag, because from there on members cannot be
// told from the content of quotes.
std::optional<Tag> TakeMember(std::string_view& list) {
  list.remove_prefix(std::min(list.find_first_not_of(" \t,"), list.size()));
  Tag tag{.weak = list.starts_with("W/"), .text = {}};
  const std::string_view opaque = list.substr(tag.weak ? 2 : 0);
  if (!opaque.starts_with('"')) return std::nullopt;
  const auto end = std::find_if_not(opaque.begin() + 1, opaque.end(), IsTagChar);
  if (end == opaque.end() || *end != '"') return std::nullopt;
  tag.text = opaque.substr(0, static_cast<size_t>(end - opaque.begin()) + 1);
  list = opaque.substr(tag.text.size());
  list.remove_prefix(std::min(list.find_first_not_of(" \t"), list.size()));
  if (!list.empty() && list.front() != ',') return std::nullopt;
  return tag;
}

}  // namespace

std::string EntityTagOf(std::string_view bytes, std::string_view service_tag) {
  return StrCat("\"", service_tag, service_tag.empty() ? "" : ".",
                crypto::Base64UrlEncode(crypto::Sha256(bytes)), "\"");
}

bool MatchesAny(std::string_view field, std::string_view tag, TagComparison comparison) {
  if (StripBlanks(field) == "*") return true;
  while (const std::optional<Tag> member = TakeMember(field)) {
    if (member->text != tag) continue;
    if (!member->weak || comparison == TagComparison::kWeak) return true;
  }
  return false;
}

Condition CheckConditions(const HeaderFields& headers, std::string_view tag) {
  const auto expected = headers.Joined("if-match");
  if (expected.has_value() && !MatchesAny(*expected, tag, TagComparison::kStrong)) {
    return Condition::kFailed;
  }
  const auto known = headers.Joined("if-none-match");
  const bool fresh = known.has_value() && MatchesAny(*known, tag, TagComparison::kWeak);
  return fresh ? Condition::kNotModified : Condition::kNone;
}

}  // namespace keys::gateway

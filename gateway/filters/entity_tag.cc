#include "gateway/filters/entity_tag.h"

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"

namespace keys::gateway {

std::string EntityTagOf(std::string_view bytes, std::string_view service_tag) {
  return StrCat("\"", service_tag, service_tag.empty() ? "" : ".",
                crypto::Base64UrlEncode(crypto::Sha256(bytes)), "\"");
}

bool MatchesAny(std::string_view field, std::string_view tag) {
  // Our tags hold no commas, so splitting cannot cut one that could match.
  for (std::string_view part : Split(field, ',')) {
    part = StripBlanks(part);
    if (part == "*") return true;
    if (part.starts_with("W/")) part.remove_prefix(2);
    if (part == tag) return true;
  }
  return false;
}

}  // namespace keys::gateway

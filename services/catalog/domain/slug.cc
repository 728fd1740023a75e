#include "services/catalog/domain/slug.h"

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {
namespace {

// The second segments of addresses of the API and of pages, because /marketplace/{slug} is a KEY's
// page.
constexpr std::string_view kReserved[] = {"keys",       "bundles",   "discover", "entitlements",
                                          "orders",     "analytics", "admin",    "downloads",
                                          "situations", "orgs",      "me"};

}  // namespace

bool IsSlug(std::string_view text) {
  if (text.empty() || text.size() > kLongestSlug || text.front() == '-' || text.back() == '-') {
    return false;
  }
  char before = 'a';
  for (const char c : text) {
    const bool fits = (c >= 'a' && c <= 'z') || IsDigit(c) || (c == '-' && before != '-');
    if (!fits) return false;
    before = c;
  }
  return true;
}

absl::Status CheckSlug(std::string_view slug) {
  if (IsOneOf(slug, kReserved)) {
    return error::Make(error::Reason::SLUG_RESERVED,
                       Concat({"`", slug, "` is a word of the API; choose another slug."}));
  }
  if (IsUuid(slug)) {
    return error::Make(error::Reason::SLUG_RESERVED, "A slug must not look like an id.");
  }
  if (!IsSlug(slug)) {
    return error::Invalid("/slug", "WRONG_FORMAT",
                          "A slug has at most 100 characters: words of a-z and 0-9, joined by "
                          "single hyphens.");
  }
  return absl::OkStatus();
}

}  // namespace keys::catalog

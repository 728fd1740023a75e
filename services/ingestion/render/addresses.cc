#include "services/ingestion/render/addresses.h"

#include <algorithm>
#include <iterator>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kSafeStarts[] = {"http://", "https://", "mailto:"};

}  // namespace

bool IsSafeLink(std::string_view url) {
  const bool has_odd = std::any_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
  });
  if (has_odd) return false;
  const std::string lower = ToAsciiLower(url.substr(0, 8));
  return std::any_of(std::begin(kSafeStarts), std::end(kSafeStarts), [&](std::string_view start) {
    return lower.size() >= start.size() && lower.substr(0, start.size()) == start;
  });
}

bool IsPath(std::string_view url) {
  const auto end = url.substr(0, url.find_first_of("/?#")).find(':');
  return !url.empty() && url[0] != '#' && end == std::string_view::npos;
}

bool IsHttp(std::string_view url) {
  return IsSafeLink(url) && ToAsciiLower(url.substr(0, 4)) == "http";
}

std::string_view FileNameOf(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  while (!url.empty() && url.back() == '/') url.remove_suffix(1);
  if (url.substr(0, 5) == "data:") return "picture";
  const auto slash = url.rfind('/');
  if (slash != std::string_view::npos) url.remove_prefix(slash + 1);
  return url.empty() ? "picture" : url;
}

}  // namespace keys::ingestion

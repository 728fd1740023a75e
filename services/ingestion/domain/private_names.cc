#include "services/ingestion/domain/private_names.h"

#include <algorithm>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

// RFC 6762 reserves .local and RFC 8375 home.arpa. The others are common in private networks.
constexpr std::string_view kPrivateEndings[] = {".internal", ".local",    ".localdomain", ".lan",
                                                ".corp",     ".intranet", ".home.arpa"};
constexpr std::string_view kHomes[] = {"/home/", "/Users/", ":\\Users\\", ":\\\\Users\\\\"};
constexpr std::string_view kNobody[] = {"jovyan", "shared", "public", "user", "username"};

bool IsNameCharacter(char c) {
  return IsDigit(c) || IsAsciiLetter(c) || c == '.' || c == '-' || c == '_';
}

std::string_view NameAt(std::string_view text) {
  return text.substr(
      0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), IsNameCharacter) -
                                  text.begin()));
}

// Clouds give machines such names: ip-10-0-3-17.
bool IsAddressName(std::string_view name) {
  if (name.substr(0, 3) != "ip-") return false;
  const auto parts = Split(name.substr(0, name.find('.')), '-');
  return parts.size() == 5 && std::all_of(parts.begin() + 1, parts.end(), [](auto part) {
           return !part.empty() && part.size() <= 3 &&
                  std::all_of(part.begin(), part.end(), IsDigit);
         });
}

bool IsPrivateHost(std::string_view name) {
  while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.remove_suffix(1);
  if (name.empty() || name.front() == '.') return false;
  if (IsAddressName(name)) return true;
  const std::string lower = ToAsciiLower(name);
  return std::any_of(std::begin(kPrivateEndings), std::end(kPrivateEndings), [&](auto ending) {
    return lower.size() > ending.size() &&
           lower.compare(lower.size() - ending.size(), ending.size(), ending) == 0;
  });
}

}  // namespace

bool FindPrivateHost(std::string_view text) {
  while (!text.empty()) {
    const std::string_view name = NameAt(text);
    // A longer run is no host name (RFC 1035) but, say, encoded bytes.
    if (name.size() <= 253 && IsPrivateHost(name)) return true;
    text.remove_prefix(std::max<std::size_t>(name.size(), 1));
  }
  return false;
}

bool FindHomePath(std::string_view text) {
  for (std::string_view home : kHomes) {
    for (auto at = text.find(home); at != text.npos; at = text.find(home, at + 1)) {
      // In "example.com/home/x" the folder is part of an address.
      if (home[0] == '/' && at > 0 && IsNameCharacter(text[at - 1])) continue;
      const std::string name = ToAsciiLower(NameAt(text.substr(at + home.size())));
      const bool is_nobody = name.empty() || std::find(std::begin(kNobody), std::end(kNobody),
                                                       name) != std::end(kNobody);
      if (!is_nobody) return true;
    }
  }
  return false;
}

}  // namespace keys::ingestion

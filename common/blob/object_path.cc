#include "common/blob/object_path.h"

#include <algorithm>

#include "absl/status/status.h"
#include "common/base/text.h"

namespace keys::blob {
namespace {

constexpr size_t kMostParts = 16;
constexpr size_t kLongestPart = 200;  // file systems end at 255, and a writer's own name is longer

bool IsPartCharacter(char c) {
  return IsDigit(c) || IsAsciiLetter(c) || c == '.' || c == '_' || c == '+' || c == '-';
}

bool IsPart(std::string_view part) {
  return !part.empty() && part.size() <= kLongestPart && part.front() != '.' &&
         std::all_of(part.begin(), part.end(), IsPartCharacter);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> SplitObjectPath(std::string_view path) {
  const std::vector<std::string_view> parts = Split(path, '/');
  if (parts.size() > kMostParts || !std::all_of(parts.begin(), parts.end(), IsPart)) {
    return absl::InvalidArgumentError("this is no path of an object");
  }
  return std::vector<std::string>(parts.begin(), parts.end());
}

}  // namespace keys::blob

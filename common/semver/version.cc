#include "common/semver/version.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "common/base/text.h"

namespace keys::semver {
namespace {

bool IsIdentifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return IsDigit(c) || IsAsciiLetter(c) || c == '-';
  });
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

std::string Padded(std::uint64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

template <typename T>
int Sign(const T& a, const T& b) {
  if (a < b) return -1;
  return b < a ? 1 : 0;
}

// Numbers of any length: without leading zeros the longer one is the larger one.
int CompareIdentifiers(const std::string& a, const std::string& b) {
  const bool a_number = IsDigits(a);
  const bool b_number = IsDigits(b);
  if (a_number != b_number) return a_number ? -1 : 1;
  if (a_number && a.size() != b.size()) return Sign(a.size(), b.size());
  return Sign(a, b);
}

int ComparePrerelease(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return Sign(a.empty(), b.empty());
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (int order = CompareIdentifiers(a[i], b[i]); order != 0) return order;
  }
  return Sign(a.size(), b.size());
}

absl::Status Bad(std::string_view text, std::string_view why) {
  return absl::InvalidArgumentError(
      Concat({"\"", text.substr(0, 64), "\" is not a SemVer 2.0 version: ", why}));
}

}  // namespace

std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  if (!IsDigits(text) || text.size() > 16 || (text.size() > 1 && text[0] == '0')) {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  for (char c : text) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  if (value > kMaxNumber) return std::nullopt;
  return value;
}

std::optional<std::vector<std::string>> ParsePrerelease(std::string_view text) {
  std::vector<std::string> identifiers;
  for (std::string_view identifier : Split(text, '.')) {
    if (!IsIdentifier(identifier)) return std::nullopt;
    if (identifier.size() > 1 && identifier[0] == '0' && IsDigits(identifier)) return std::nullopt;
    identifiers.emplace_back(identifier);
  }
  return identifiers;
}

bool IsBuildMetadata(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, '.');
  return std::all_of(parts.begin(), parts.end(), IsIdentifier);
}

absl::StatusOr<Version> Version::Parse(std::string_view text) {
  if (text.size() > kMaxVersionLength) return Bad(text, "it is too long");
  std::string_view rest = text;
  Version version;
  if (const auto plus = rest.find('+'); plus != std::string_view::npos) {
    const std::string_view build = rest.substr(plus + 1);
    if (!IsBuildMetadata(build)) return Bad(text, "the build metadata is malformed");
    version.build_ = std::string(build);
    rest = rest.substr(0, plus);
  }
  if (const auto dash = rest.find('-'); dash != std::string_view::npos) {
    auto prerelease = ParsePrerelease(rest.substr(dash + 1));
    if (!prerelease) return Bad(text, "the pre-release is malformed");
    version.prerelease_ = *std::move(prerelease);
    rest = rest.substr(0, dash);
  }
  const std::vector<std::string_view> numbers = Split(rest, '.');
  if (numbers.size() != 3) return Bad(text, "it needs exactly major.minor.patch");
  std::uint64_t* const targets[] = {&version.major_, &version.minor_, &version.patch_};
  for (int i = 0; i < 3; ++i) {
    const auto number = ParseNumber(numbers[static_cast<std::size_t>(i)]);
    if (!number) return Bad(text, "major, minor and patch are numbers without leading zeros");
    *targets[i] = *number;
  }
  return version;
}

Version Version::Of(std::uint64_t major, std::uint64_t minor, std::uint64_t patch,
                    std::vector<std::string> prerelease) {
  Version version;
  version.major_ = major;
  version.minor_ = minor;
  version.patch_ = patch;
  version.prerelease_ = std::move(prerelease);
  return version;
}

std::string Version::ToString() const {
  std::string text =
      Concat({std::to_string(major_), ".", std::to_string(minor_), ".", std::to_string(patch_)});
  char separator = '-';
  for (const std::string& identifier : prerelease_) {
    text += separator + identifier;
    separator = '.';
  }
  return build_.empty() ? text : text + "+" + build_;
}

std::string Version::SortKey() const {
  // Sixteen digits hold kMaxNumber. '~' sorts a release after every pre-release. Each identifier
  // ends with '!', which is below every identifier character, so that a prefix sorts first;
  // numbers carry their length and a '0' that puts them before words.
  std::string key = Concat({Padded(major_, 16), ".", Padded(minor_, 16), ".", Padded(patch_, 16)});
  if (prerelease_.empty()) return key + "~";
  key += "-";
  for (const std::string& identifier : prerelease_) {
    key += IsDigits(identifier) ? Concat({"0", Padded(identifier.size(), 3), identifier, "!"})
                                : Concat({"1", identifier, "!"});
  }
  return key;
}

int Compare(const Version& a, const Version& b) {
  if (int order = Sign(a.major(), b.major()); order != 0) return order;
  if (int order = Sign(a.minor(), b.minor()); order != 0) return order;
  if (int order = Sign(a.patch(), b.patch()); order != 0) return order;
  return ComparePrerelease(a.prerelease(), b.prerelease());
}

std::optional<std::size_t> LatestIndex(std::span<const Version> versions) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (!best) {
      best = i;
      continue;
    }
    const Version& champion = versions[*best];
    const bool is_better = versions[i].IsPrerelease() == champion.IsPrerelease()
                               ? Compare(versions[i], champion) > 0
                               : champion.IsPrerelease();
    if (is_better) best = i;
  }
  return best;
}

}  // namespace keys::semver

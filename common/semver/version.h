// SemVer 2.0 versions: strict parsing and full precedence.
//
// Version::Parse accepts exactly what semver.org's grammar accepts, with npm's two limits: at most
// kMaxVersionLength characters, and major, minor and patch at most 2^53 - 1. "v1.0", "1.0" and
// " 1.0.0" are InvalidArgument. Values are immutable and safe to share between threads.
//
//   ASSIGN_OR_RETURN(auto version, keys::semver::Version::Parse("2.1.0-beta.2"));
//   if (Compare(version, other) > 0) …            // precedence; build metadata does not count
//   order_by_bytes = version.SortKey();           // same order as Compare, for an index in "C"
//   newest = versions[*LatestIndex(versions)];    // releases before pre-releases
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace keys::semver {

inline constexpr std::size_t kMaxVersionLength = 256;          // characters; npm's MAX_LENGTH
inline constexpr std::uint64_t kMaxNumber = (1ULL << 53) - 1;  // npm's MAX_SAFE_INTEGER

class Version {
 public:
  static absl::StatusOr<Version> Parse(std::string_view text);
  // Builds the bounds that ranges compute. `prerelease` must hold valid identifiers.
  static Version Of(std::uint64_t major, std::uint64_t minor, std::uint64_t patch,
                    std::vector<std::string> prerelease = {});

  std::uint64_t major() const { return major_; }
  std::uint64_t minor() const { return minor_; }
  std::uint64_t patch() const { return patch_; }
  const std::vector<std::string>& prerelease() const { return prerelease_; }
  const std::string& build() const { return build_; }
  bool IsPrerelease() const { return !prerelease_.empty(); }

  // Returns the version as it was parsed: major.minor.patch[-prerelease][+build].
  std::string ToString() const;
  // Returns bytes whose order is the precedence order. They must be compared bytewise (COLLATE
  // "C").
  std::string SortKey() const;

 private:
  std::uint64_t major_ = 0;
  std::uint64_t minor_ = 0;
  std::uint64_t patch_ = 0;
  std::vector<std::string> prerelease_;
  std::string build_;
};

// Returns <0, 0 or >0 by SemVer 2.0 §11. Build metadata is ignored.
int Compare(const Version& a, const Version& b);

// Returns dot-separated pre-release identifiers: non-empty, [0-9A-Za-z-], no leading zero in
// numbers. Absent if `text` is anything else.
std::optional<std::vector<std::string>> ParsePrerelease(std::string_view text);

// Accepts build metadata: like pre-release identifiers, but leading zeros are allowed.
bool IsBuildMetadata(std::string_view text);

// Returns a number without leading zeros, at most kMaxNumber.
std::optional<std::uint64_t> ParseNumber(std::string_view text);

// Returns the version that "latest" means: the highest release, or the highest pre-release if there
// is no release. Absent for an empty list.
std::optional<std::size_t> LatestIndex(std::span<const Version> versions);

}  // namespace keys::semver

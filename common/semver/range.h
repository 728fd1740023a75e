// npm version ranges: `^1.2`, `~1.2.3`, `1.x`, `>=18 <21`, `1.2 - 2`, `a || b`, `*`.
//
// A range means what npm's semver 7 takes it to mean, with its rule for pre-releases: 2.0.0-beta.2
// satisfies a range only if one comparator of the same alternative names a pre-release of 2.0.0
// itself. Immutable; safe to share between threads.
//
//   ASSIGN_OR_RETURN(auto range, keys::semver::Range::Parse(">=18 <21 || ^22.1"));
//   if (range.Contains(version)) …
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/semver/version.h"

namespace keys::semver {

inline constexpr std::size_t kMaxRangeLength = 256;  // characters; far above any real range

enum class Operator { kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kEqual };

struct Comparator {
  Operator op;
  Version version;
};

class Range {
 public:
  // Returns InvalidArgument with a sentence for anything that npm refuses and for texts above
  // kMaxRangeLength.
  static absl::StatusOr<Range> Parse(std::string_view text);

  bool Contains(const Version& version) const;

  // Returns the canonical form: comparators only, e.g. ">=1.2.0 <2.0.0-0||<0.0.0-0"; "" stands for
  // any.
  std::string ToString() const;

 private:
  // A version satisfies the range if it satisfies every comparator of one alternative. An
  // alternative without comparators means "any release".
  std::vector<std::vector<Comparator>> alternatives_;
};

}  // namespace keys::semver

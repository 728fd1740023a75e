#include <string>

#include "common/base/check.h"
#include "common/semver/range.h"
#include "common/semver/version.h"
#include "tests/fuzz/targets.h"

namespace keys::fuzz {
namespace {

using semver::Compare;
using semver::Version;

int Sign(int value) { return (value > 0) - (value < 0); }

void CheckRange(std::string_view text, const absl::StatusOr<Version>& version) {
  const auto range = semver::Range::Parse(text);
  if (!range.ok()) return;
  const auto again = semver::Range::Parse(range->ToString());
  // The canonical form may be longer than what is accepted.
  if (!again.ok()) {
    CHECK_THAT(range->ToString().size() > semver::kMaxRangeLength, "a canonical form is a range");
    return;
  }
  CHECK_THAT(again->ToString() == range->ToString(), "a canonical form is its own");
  if (version.ok()) {
    CHECK_THAT(again->Contains(*version) == range->Contains(*version), "and means the same");
  }
}

}  // namespace

void SemVer(std::string_view input) {
  const Lines lines = SplitLine(input);
  const auto version = Version::Parse(lines.rest);
  CheckRange(lines.first, version);
  const auto other = Version::Parse(lines.first);
  if (version.ok()) CHECK_THAT(version->ToString() == lines.rest, "a version has one spelling");
  if (!version.ok() || !other.ok()) return;
  const int order = Sign(Compare(*version, *other));
  CHECK_THAT(order == -Sign(Compare(*other, *version)), "order is the same from both sides");
  CHECK_THAT(order == Sign(version->SortKey().compare(other->SortKey())), "keys sort as versions");
}

}  // namespace keys::fuzz

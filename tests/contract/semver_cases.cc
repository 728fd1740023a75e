// Answers with common/semver about ranges and versions, for a test that asks npm's semver the same.
//
//   keys-semver-cases < lines        a line: RANGE <tab> VERSION <tab> VERSION …
// Answers a line each: "valid" or "invalid", then for each version "1" or "0" for in the
// range or not, "?" for none, and at last the order of the valid versions as their positions,
// lowest first.
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "common/semver/range.h"
#include "common/semver/version.h"

namespace {

using keys::semver::Range;
using keys::semver::Version;

struct Placed {
  std::string sort_key;
  std::size_t position;
};

void Answer(const std::string& line) {
  const auto parts = keys::Split(line, '\t');
  const auto range = Range::Parse(parts[0]);
  std::cout << (range.ok() ? "valid" : "invalid");
  std::vector<Placed> order;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto version = Version::Parse(parts[i]);
    std::cout << '\t';
    if (!version.ok()) {
      std::cout << '?';
      continue;
    }
    std::cout << (range.ok() && range->Contains(*version) ? '1' : '0');
    order.push_back({version->SortKey(), i - 1});
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Placed& a, const Placed& b) { return a.sort_key < b.sort_key; });
  std::cout << '\t';
  for (const Placed& placed : order) std::cout << placed.position << ' ';
  std::cout << '\n';
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) Answer(line);
}

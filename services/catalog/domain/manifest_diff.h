// What changed between two manifests, and which changes break whoever uses the older one. Pure.
//
// A change is breaking when there is something to do before the newer version works: a variable to
// set, a side effect to accept, a dependency to add, a route that is gone, a range that no longer
// admits what is installed, another runtime, scope or license.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keys::catalog {

struct ManifestChange {
  // JSON pointer into the newer manifest; into the older one for what was removed.
  std::string pointer;
  // JSON; empty: was not there.
  std::string from;
  std::string to;
  bool breaking = false;

  friend bool operator==(const ManifestChange&, const ManifestChange&) = default;
};

// In the order of the members of `from`, then of those that are new. The version itself is no
// change. A text that is not one JSON object counts as an empty one.
std::vector<ManifestChange> DiffManifests(std::string_view from, std::string_view to);

// Some version that satisfies the npm range `from` does not satisfy `to`. A text that is no range
// admits nothing but itself.
bool IsNarrower(std::string_view from, std::string_view to);

}  // namespace keys::catalog

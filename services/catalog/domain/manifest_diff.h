// Finds what changed between two manifests, and which changes break users of the older one. Pure.
//
// A change is breaking when a user must act before the newer version works: a variable to set, a
// side effect to accept, a dependency to add, a route that is gone, a range that no longer admits
// what is installed, another runtime, scope or license.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keys::catalog {

struct ManifestChange {
  // A JSON pointer into the newer manifest, or into the older one for a member that was removed.
  std::string pointer;
  // The values as JSON. Empty when the member was not there.
  std::string from;
  std::string to;
  bool breaking = false;

  friend bool operator==(const ManifestChange&, const ManifestChange&) = default;
};

// Returns the changes in the order of the members of `from`, then those of new members. The version
// itself is no change. A text that is not one JSON object counts as an empty one.
std::vector<ManifestChange> DiffManifests(std::string_view from, std::string_view to);

// Whether some version that satisfies the npm range `from` does not satisfy `to`. A text that is no
// range admits nothing but itself.
bool IsNarrower(std::string_view from, std::string_view to);

}  // namespace keys::catalog

// What lies between two versions of a KEY, and whether the version number is honest about it. Pure.
#pragma once

#include <string>

#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

struct VersionContent {
  std::string version;
  // One JSON object.
  std::string manifest;
  // Empty: not known.
  v1::AssetFiles files;
};

// Severity: major for a breaking change of the manifest, and for a file that is gone (other than
// documentation and tests: its path is how others use it); minor for new files and any other change
// of the manifest; patch for other bytes in the same files.
v1::VersionDiff DiffVersions(const VersionContent& from, const VersionContent& to);

}  // namespace keys::catalog

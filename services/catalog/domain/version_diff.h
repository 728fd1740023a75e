// Compares two versions of a KEY, and checks that the version number admits the changes. Pure.
#pragma once

#include <string>

#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

struct VersionContent {
  std::string version;
  // The manifest, one JSON object.
  std::string manifest;
  // Empty when the files are not known.
  v1::AssetFiles files;
};

// The severity is major for a breaking change of the manifest, and for a file that was removed,
// unless it is documentation or a test, because others use a file by its path. It is minor for new
// files and any other change of the manifest, and patch for other bytes in the same files.
v1::VersionDiff DiffVersions(const VersionContent& from, const VersionContent& to);

}  // namespace keys::catalog

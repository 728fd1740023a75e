// Reads every file of an asset's folder once: for its digest and for secrets in it
// (domain/secret_scan.h). Memory does not grow with the files. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ingestion/assets/tree.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

// `where` is the folder's path below the assets root. A private key or a live token is a violation,
// a weaker sign a warning, each with file and line. Returns the files' raw SHA-256s in the tree's
// order; kAborted when a file cannot be read any more.
absl::StatusOr<std::vector<std::string>> ScanFiles(int folder, const Tree& tree,
                                                   std::string_view where, Findings& findings);

}  // namespace keys::ingestion

// Looks for secrets in every file of an asset's folder (domain/secret_scan.h). Thread-safe.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "services/ingestion/assets/tree.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

// `where` is the folder's path below the assets root. A private key or a live token is a violation,
// less than that a warning, each with file and line. kAborted when a file cannot be read any more.
absl::Status ScanForSecrets(int folder, const Tree& tree, std::string_view where,
                            Findings& findings);

}  // namespace keys::ingestion

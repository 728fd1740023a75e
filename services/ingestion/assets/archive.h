// Writes an asset's folder as a zip whose bytes depend on nothing but names, bytes and the owner's
// x bits: entries stored, sorted by bytes, dated 1980-01-01, mode 0644 or 0755, no extra fields.
// The same tree gives the same SHA-256 on any machine, umask, time zone, locale and walk order.
//
//   ASSIGN_OR_RETURN(const Archive archive, WriteArchive(folder.get(), tree, "/tmp/x/key.zip"));
//
// Memory does not grow with the files. Thread-safe: no state.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/ingestion/assets/tree.h"

namespace keys::ingestion {

struct Archive {
  std::string sha256_hex;
  std::int64_t size_bytes = 0;
};

// `tree` is the result of WalkTree for `folder`, without violations; `target` is a path that may be
// written. kAborted when a file differs from what the walk saw; other errors mean that `target`
// could not be written.
absl::StatusOr<Archive> WriteArchive(int folder, const Tree& tree, const std::string& target);

// Returns the hex SHA-256 and the size of a file's bytes.
absl::StatusOr<Archive> HashFile(const Descriptor& file);

}  // namespace keys::ingestion

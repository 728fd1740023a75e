// Secrets given as files: NAME_FILE names a file whose content is the value of NAME.
//
//   ASSIGN_OR_RETURN(std::string secret, ReadSecretFile("/run/secrets/cursor_key"));
//
// A byte order mark and the line end of the last line are no part of the value, because editors and
// `echo` add them. kInvalidArgument, which never repeats the content, for a file that cannot be
// read, is empty, has a NUL byte, or is larger than kMaxSecretFileBytes. The value is read once, at
// start. Thread-safe.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace keys::config {

inline constexpr size_t kMaxSecretFileBytes = 64 * 1024;

absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

}  // namespace keys::config

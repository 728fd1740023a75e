// The storage of a process, by its configuration: STORAGE_URL and, for s3://, AWS_ACCESS_KEY_ID,
// AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
//
//   std::vector<config::Variable> variables = StorageVariables("where archives are stored");
//   ASSIGN_OR_RETURN(auto store, OpenStorage(process.config()));
//
// kInvalidArgument, as MakeObjectStore, for a configuration that names no storage. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/blob/object_store.h"
#include "common/config/config.h"

namespace keys::blob {

// `help` says what the process keeps there.
std::vector<config::Variable> StorageVariables(const std::string& help);

absl::StatusOr<std::unique_ptr<ObjectStore>> OpenStorage(const config::Config& config);

}  // namespace keys::blob

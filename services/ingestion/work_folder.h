// A private folder for archives on their way to the object store, below TMPDIR (else /tmp) and
// removed with everything in it at the end. The folder of a process that was killed is removed when
// the next process makes its own.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace keys::ingestion {

class WorkFolder {
 public:
  // Returns UNAVAILABLE when no folder can be made.
  static absl::StatusOr<std::unique_ptr<WorkFolder>> Make();
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  std::string At(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  explicit WorkFolder(std::string path) : path_(std::move(path)) {}

  const std::string path_;
};

}  // namespace keys::ingestion

#include "common/blob/file_store.h"
#include "common/blob/object_store.h"

namespace keys::blob {

absl::StatusOr<std::unique_ptr<ObjectStore>> MakeObjectStore(std::string_view storage_url) {
  constexpr std::string_view kFile = "file://";
  if (storage_url.substr(0, kFile.size()) == kFile) {
    const std::string_view folder = storage_url.substr(kFile.size());
    if (folder.size() > 1 && folder.front() == '/' && folder.find('%') == std::string_view::npos) {
      return std::make_unique<FileStore>(std::string(folder));
    }
  }
  return absl::InvalidArgumentError(
      "the storage is named as file:///folder, an absolute path without percent signs");
}

}  // namespace keys::blob

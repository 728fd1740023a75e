#include <algorithm>
#include <filesystem>
#include <system_error>

#include "common/base/text.h"
#include "common/blob/file_store.h"
#include "common/error/error.h"
#include "common/log/log.h"

namespace keys::blob {

absl::StatusOr<std::vector<std::string>> FileStore::List(std::string_view prefix,
                                                         std::string_view after, size_t limit) {
  namespace fs = std::filesystem;
  const fs::path bucket = fs::path(root_) / kBucket;
  std::error_code failure;
  std::vector<std::string> paths;
  if (!fs::exists(bucket, failure)) return paths;
  fs::recursive_directory_iterator walk(bucket, failure);
  for (; !failure && walk != fs::recursive_directory_iterator(); walk.increment(failure)) {
    // Links are not followed, and a file that begins with a dot is the remainder of a writer that
    // was killed, so neither is listed as an object.
    if (!walk->is_regular_file() || walk->is_symlink()) continue;
    if (walk->path().filename().string()[0] == '.') continue;
    std::string path = walk->path().lexically_relative(bucket).string();
    const bool fits = path.compare(0, prefix.size(), prefix) == 0 && path > after;
    if (fits) paths.push_back(std::move(path));
  }
  if (failure) {
    log::Error("storage.failed", {{"operation", "list"}, {"cause", failure.message()}});
    return error::Make(error::Reason::STORAGE_UNAVAILABLE, "The storage is not available.");
  }
  const size_t kept = std::min(limit, paths.size());
  std::partial_sort(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(kept), paths.end());
  paths.resize(kept);
  return paths;
}

}  // namespace keys::blob

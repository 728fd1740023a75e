// Objects as files: <root>/marketplace/<path>.
//
// Every part of a path is opened relative to its parent and without following symbolic links, so
// nothing outside the root can be named, whatever somebody put into the tree. A writer that is
// killed leaves a file `.put-…`, which no object path can name. Promises: object_store.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/blob/object_store.h"

namespace keys::blob {

class FileStore : public ObjectStore {
 public:
  // `root` exists or can be made at the first Put.
  explicit FileStore(std::string root);

  absl::Status Put(std::string_view path, const std::string& local_file,
                   std::string_view sha256_hex) override;
  absl::StatusOr<ObjectInfo> Head(std::string_view path) override;
  absl::StatusOr<std::unique_ptr<ObjectReader>> Open(std::string_view path) override;
  // Each call walks the whole folder.
  absl::StatusOr<std::vector<std::string>> List(std::string_view prefix, std::string_view after,
                                                size_t limit) override;
  absl::Status Move(std::string_view from, std::string_view to) override;

 private:
  const std::string root_;
};

}  // namespace keys::blob

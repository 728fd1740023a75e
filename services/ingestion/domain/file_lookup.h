// Finds the file of a folder that a path in a manifest means. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keys::ingestion {

// Finds the file of exactly this name, else one whose name is the same text in another normal form:
// an editor may write "é" as one character into the manifest, and a file system as two into the
// file's name. `files` is sorted by bytes. The view points into `files`.
std::optional<std::string_view> FindFile(const std::vector<std::string>& files,
                                         std::string_view path);

}  // namespace keys::ingestion

// Walks an asset's folder without trusting it: it follows, opens and counts only what the archive
// could hold. Links of any kind, devices, names that have another meaning on other systems, and
// everything beyond the limits are violations, and all of them are reported.
//
//   const Tree tree = WalkTree(folder.get(), "runbook-keys/x", findings);
//   auto manifest = ReadFileBeneath(folder.get(), "pack.json", kMaxManifestBytes);
//
// Every part of a path is opened relative to its parent with O_NOFOLLOW, so that a link that
// appears during the walk is not followed. Thread-safe: no state.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ingestion/assets/descriptor.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

inline constexpr std::int64_t kMaxArchiveBytes = 100LL * 1024 * 1024;  // docs/contract.md §2
inline constexpr std::size_t kMaxFiles = 10'000;                       // docs/contract.md §2
inline constexpr std::size_t kMaxEntries = 2 * kMaxFiles;              // files and folders
inline constexpr int kMaxFolderDepth = 32;  // levels below the asset's folder
inline constexpr std::size_t kMaxTreePathBytes = 1024;
inline constexpr std::size_t kMaxAssetsPerFamily = 100'000;

struct TreeFile {
  std::string path;  // below the asset's folder
  std::int64_t size = 0;
  bool is_executable = false;  // by the owner's x bit
};

struct Tree {
  std::vector<TreeFile> files;     // sorted by bytes
  std::int64_t archive_bytes = 0;  // what the archive will have
  std::vector<std::string> Paths() const;
};

// `where` is the folder's path below the assets root, for findings. If there are violations, the
// tree is not complete.
Tree WalkTree(int folder, std::string_view where, Findings& findings);

struct FolderEntry {
  std::string name;
  // Empty for a folder that can be used, else the reason why it cannot: SYMLINK, SPECIAL_FILE,
  // NAME_….
  std::string code;
};

// Lists the folders in `folder`, and entries in a folder's place that must be reported, sorted by
// name. Plain files and hidden names are left out. A folder that does not exist gives an empty
// list.
absl::StatusOr<std::vector<FolderEntry>> ListFolders(int folder);

// kNotFound when there is none; kFailedPrecondition when a link or a file is in its place.
absl::StatusOr<Descriptor> OpenFolderAt(int parent, const std::string& name);
// Opens the root folder, which may be a link, because the operator chose it.
absl::StatusOr<Descriptor> OpenRoot(const std::string& path);

// Opens a regular file below `folder`. kNotFound; kFailedPrecondition for anything that is no plain
// file or passes through a link; kPermissionDenied when it cannot be read.
absl::StatusOr<Descriptor> OpenFileBeneath(int folder, std::string_view path);

// At most `max_bytes` of a file. `is_cut` says whether there is more.
struct FileText {
  std::string text;
  bool is_cut = false;
};
absl::StatusOr<FileText> ReadFileBeneath(int folder, std::string_view path, std::size_t max_bytes);

}  // namespace keys::ingestion

// Walks an asset's folder without trusting it: nothing is followed, opened or counted that the
// archive could not hold. Links of any kind, devices, names that mean something else elsewhere and
// anything beyond the limits are violations; all of them are found.
//
//   const Tree tree = WalkTree(folder.get(), "runbook-keys/x", findings);
//   auto manifest = ReadFileBeneath(folder.get(), "pack.json", kMaxManifestBytes);
//
// Every part of a path is opened relative to its parent with O_NOFOLLOW, so a link that appears
// while we read leads nowhere. Thread-safe: no state.
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

// `where` is the folder's path below the assets root, for findings. With violations the tree is
// not complete.
Tree WalkTree(int folder, std::string_view where, Findings& findings);

struct FolderEntry {
  std::string name;
  // Empty for a folder; else why it is none that can be used: SYMLINK, SPECIAL_FILE, NAME_….
  std::string code;
};

// The folders in `folder`, and what stands in a folder's place and must be reported, sorted by
// name. Plain files are left out, hidden names too. kNotFound-like trouble gives an empty list.
absl::StatusOr<std::vector<FolderEntry>> ListFolders(int folder);

// kNotFound when there is none; kFailedPrecondition for a link or a file in its place.
absl::StatusOr<Descriptor> OpenFolderAt(int parent, const std::string& name);
// The folder itself may be a link: it is the operator's.
absl::StatusOr<Descriptor> OpenRoot(const std::string& path);

// A regular file below `folder`. kNotFound, kFailedPrecondition for anything that is no plain file
// or passes through a link, kPermissionDenied when it cannot be read.
absl::StatusOr<Descriptor> OpenFileBeneath(int folder, std::string_view path);

// At most `max_bytes` of it; `is_cut` tells whether there is more.
struct FileText {
  std::string text;
  bool is_cut = false;
};
absl::StatusOr<FileText> ReadFileBeneath(int folder, std::string_view path, std::size_t max_bytes);

}  // namespace keys::ingestion

#include "services/ingestion/assets/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/ingestion/assets/file_name.h"
#include "services/ingestion/domain/codes.h"

namespace keys::ingestion {
namespace {

// Each file costs a local header, a central header and its name in both. There are no extra fields
// (archive.h).
constexpr std::int64_t kHeaderBytes = 30 + 46;
constexpr std::int64_t kEndBytes = 22;

absl::Status FromErrno(std::string_view name) {
  const int code = errno;
  const std::string shown = Concat({"\"", Printable(name), "\""});
  if (code == ENOENT) return absl::NotFoundError(shown + " does not exist");
  if (code == EACCES || code == EPERM) return absl::PermissionDeniedError(shown);
  // O_NOFOLLOW and O_DIRECTORY answer ELOOP and ENOTDIR to a link.
  return absl::FailedPreconditionError(Concat({shown, ": errno ", std::to_string(code)}));
}

absl::StatusOr<Descriptor> OpenAt(int parent, const std::string& name, int flags) {
  Descriptor descriptor(::openat(parent, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags));
  if (!descriptor.ok()) return FromErrno(name);
  return descriptor;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// Returns the sorted names in a folder without "." and "..", at most `limit` + 1 of them.
absl::StatusOr<std::vector<std::string>> ListNames(int folder, std::size_t limit) {
  // This uses a descriptor of its own, because closedir closes it and readdir moves its offset.
  const int copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return FromErrno(".");
  const std::unique_ptr<DIR, CloseFolder> stream(::fdopendir(copy));
  if (stream == nullptr) {
    ::close(copy);
    return FromErrno(".");
  }
  std::vector<std::string> names;
  while (names.size() <= limit) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr && errno != 0) return FromErrno(".");
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Walk {
 public:
  Walk(std::string_view where, Findings& findings) : where_(where), findings_(findings) {}

  // `below` is empty or ends with '/'.
  void Enter(int folder, const std::string& below, int depth) {
    const auto names = ListNames(folder, kMaxEntries);
    if (!names.ok()) {
      Violate(below, code::kUnreadable, "The folder cannot be read.");
      return;
    }
    for (const std::string& name : *names) {
      if (is_over_) return;
      if (++entries_ > kMaxEntries) {
        End(code::kFolderTooManyFiles, "The folder holds more than 10,000 files.");
        return;
      }
      Visit(folder, below, name, depth);
    }
  }

  Tree Finish() {
    std::sort(tree_.files.begin(), tree_.files.end(),
              [](const TreeFile& a, const TreeFile& b) { return a.path < b.path; });
    tree_.archive_bytes += kEndBytes;
    return std::move(tree_);
  }

 private:
  void Visit(int parent, const std::string& below, const std::string& name, int depth) {
    const std::string path = below + name;
    if (const std::string_view code = CheckFileName(name); !code.empty()) {
      Violate(path, code, "The name cannot be used in an archive for everybody.");
      return;
    }
    if (path.size() > kMaxTreePathBytes) {
      Violate(std::string(Shortened(path, 100)), code::kPathTooLong,
              "A path is longer than 1,024 bytes.");
      return;
    }
    if (const std::string_view other = clashes_.Add(path); !other.empty()) {
      Violate(path, code::kCaseClash,
              Concat({"It differs from \"", other,
                      "\" only in upper and lower case or in how its accents are "
                      "written."}));
    }
    struct stat status = {};
    if (::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      Violate(path, code::kUnreadable, "It cannot be looked at.");
    } else if (S_ISLNK(status.st_mode)) {
      Violate(path, code::kSymlink, "Symbolic links are not allowed.");
    } else if (S_ISDIR(status.st_mode)) {
      VisitFolder(parent, path, name, depth);
    } else if (S_ISREG(status.st_mode)) {
      VisitFile(parent, path, name, status);
    } else {
      Violate(path, code::kSpecialFile, "It is neither a file nor a folder.");
    }
  }

  void VisitFolder(int parent, const std::string& path, const std::string& name, int depth) {
    if (depth == kMaxFolderDepth) {
      Violate(path, code::kFolderTooDeep, "Folders are nested deeper than 32 levels.");
      return;
    }
    const auto folder = OpenAt(parent, name, O_DIRECTORY);
    if (!folder.ok()) {
      Violate(path, code::kUnreadable, "The folder cannot be opened.");
      return;
    }
    Enter(folder->get(), path + "/", depth + 1);
  }

  void VisitFile(int parent, const std::string& path, const std::string& name,
                 const struct stat& status) {
    // The file is opened here, so that an unreadable one is reported with everything else and not
    // found while archiving.
    if (!OpenAt(parent, name, O_NONBLOCK).ok()) {
      Violate(path, code::kUnreadable, "The file cannot be opened.");
      return;
    }
    tree_.archive_bytes += kHeaderBytes + 2 * static_cast<std::int64_t>(path.size());
    // The file system reports the sizes, and adding them without this check could overflow.
    const std::int64_t room = kMaxArchiveBytes - tree_.archive_bytes - kEndBytes;
    if (status.st_size > room) {
      End(code::kFolderTooLarge, "The archive would be larger than 100 MiB.");
      return;
    }
    tree_.archive_bytes += status.st_size;
    tree_.files.push_back({path, status.st_size, (status.st_mode & S_IXUSR) != 0});
    if (tree_.files.size() > kMaxFiles) {
      End(code::kFolderTooManyFiles, "The folder holds more than 10,000 files.");
    }
  }

  // A limit is exceeded, so going on would only cost time.
  void End(std::string_view code, std::string detail) {
    is_over_ = true;
    Violate("", code, std::move(detail));
  }

  void Violate(const std::string& path, std::string_view code, std::string detail) {
    findings_.Violate({path.empty() ? where_ : Concat({where_, "/", Printable(path)}), "",
                       std::string(code), std::move(detail)});
  }

  const std::string where_;
  Findings& findings_;
  Tree tree_;
  CaseClashes clashes_;
  std::size_t entries_ = 0;
  bool is_over_ = false;
};

}  // namespace

std::vector<std::string> Tree::Paths() const {
  std::vector<std::string> paths;
  paths.reserve(files.size());
  for (const TreeFile& file : files) paths.push_back(file.path);
  return paths;
}

Tree WalkTree(int folder, std::string_view where, Findings& findings) {
  Walk walk(where, findings);
  walk.Enter(folder, "", 0);
  return walk.Finish();
}

absl::StatusOr<std::vector<FolderEntry>> ListFolders(int folder) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, ListNames(folder, kMaxAssetsPerFamily));
  if (names.size() > kMaxAssetsPerFamily) {
    return absl::ResourceExhaustedError("more than 100,000 entries");
  }
  std::vector<FolderEntry> entries;
  for (const std::string& name : names) {
    struct stat status = {};
    if (name[0] == '.' || ::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      continue;
    }
    if (S_ISREG(status.st_mode)) continue;
    std::string code(CheckFileName(name));
    if (code.empty() && S_ISLNK(status.st_mode)) code = code::kSymlink;
    if (code.empty() && !S_ISDIR(status.st_mode)) code = code::kSpecialFile;
    entries.push_back({name, std::move(code)});
  }
  return entries;
}

absl::StatusOr<Descriptor> OpenFolderAt(int parent, const std::string& name) {
  return OpenAt(parent, name, O_DIRECTORY);
}

absl::StatusOr<Descriptor> OpenRoot(const std::string& path) {
  Descriptor root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.ok()) return FromErrno(path);
  return root;
}

absl::StatusOr<Descriptor> OpenFileBeneath(int folder, std::string_view path) {
  Descriptor parent;
  int at = folder;
  const auto parts = Split(path, '/');
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (parts[i].empty() || parts[i] == "." || parts[i] == "..") {
      return absl::FailedPreconditionError("not a path below the folder");
    }
    ASSIGN_OR_RETURN(parent, OpenAt(at, std::string(parts[i]), O_DIRECTORY));
    at = parent.get();
  }
  // Without O_NONBLOCK, opening a pipe would wait for a writer.
  ASSIGN_OR_RETURN(Descriptor file, OpenAt(at, std::string(parts.back()), O_NONBLOCK));
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return FromErrno(path);
  if (!S_ISREG(status.st_mode)) return absl::FailedPreconditionError("not a plain file");
  return file;
}

absl::StatusOr<FileText> ReadFileBeneath(int folder, std::string_view path, std::size_t max_bytes) {
  ASSIGN_OR_RETURN(const Descriptor file, OpenFileBeneath(folder, path));
  FileText result;
  result.text.resize(max_bytes + 1);
  std::size_t got = 0;
  while (got < result.text.size()) {
    const ssize_t n = ::read(file.get(), result.text.data() + got, result.text.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return FromErrno(path);
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  result.is_cut = got > max_bytes;
  result.text.resize(std::min(got, max_bytes));
  return result;
}

}  // namespace keys::ingestion

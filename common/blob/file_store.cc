#include "common/blob/file_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/blob/object_path.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/crypto/secure.h"
#include "common/error/error.h"
#include "common/log/log.h"

namespace keys::blob {
namespace {

constexpr mode_t kFolderMode = 0750;
constexpr mode_t kFileMode = 0640;
constexpr size_t kCopyBytes = 256 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

// O_NOFOLLOW and O_DIRECTORY answer ELOOP and ENOTDIR to a symbolic link. No object of the store is
// a link, so this reads as "not found".
absl::Status FromErrno(std::string_view operation, std::string_view name) {
  const int code = errno;
  if (code == ENOENT || code == ELOOP || code == ENOTDIR) {
    return absl::NotFoundError("there is no such object");
  }
  log::Error(
      "storage.failed",
      {{"operation", operation}, {"name", name}, {"cause", std::generic_category().message(code)}});
  return error::Make(error::Reason::STORAGE_UNAVAILABLE, "The storage is not available.");
}

absl::StatusOr<Descriptor> OpenAt(int folder, const std::string& name, int flags) {
  Descriptor file(::openat(folder, name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (file.get() < 0) return FromErrno("open", name);
  return file;
}

absl::Status Sync(const Descriptor& descriptor, std::string_view name) {
  return ::fsync(descriptor.get()) == 0 ? absl::OkStatus() : FromErrno("fsync", name);
}

// Opens the folder that holds the last part of the object's path. A writer makes the folders that
// are missing and syncs every folder on the way, because another writer may have made one and not
// synced it yet.
absl::StatusOr<Descriptor> OpenFolder(const std::string& root,
                                      const std::vector<std::string>& parts, bool make) {
  if (make) {
    std::error_code failure;
    std::filesystem::create_directories(root, failure);
  }
  Descriptor folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0) return FromErrno("open", root);
  std::vector<std::string> names = {std::string(kBucket)};
  names.insert(names.end(), parts.begin(), parts.end() - 1);
  for (const std::string& name : names) {
    if (make) {
      if (::mkdirat(folder.get(), name.c_str(), kFolderMode) != 0 && errno != EEXIST) {
        return FromErrno("mkdir", name);
      }
      RETURN_IF_ERROR(Sync(folder, name));
    }
    ASSIGN_OR_RETURN(folder, OpenAt(folder.get(), name, O_RDONLY | O_DIRECTORY));
  }
  return folder;
}

// Writing to a file moves its ctime, which nobody can set back.
std::string IdentityOf(const struct stat& status) {
  const auto nanoseconds = [](const timespec& time) {
    return StrCat(time.tv_sec, ".", time.tv_nsec);
  };
  return StrCat(status.st_dev, ":", status.st_ino, ":", status.st_size, ":",
                nanoseconds(status.st_mtim), ":", nanoseconds(status.st_ctim));
}

absl::StatusOr<int64_t> RegularFileSize(const Descriptor& file, std::string_view name) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return FromErrno("stat", name);
  if (!S_ISREG(status.st_mode)) return absl::NotFoundError("there is no such object");
  return status.st_size;
}

absl::Status WriteAll(const Descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return FromErrno("write", "");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// Reads `from` to its end, copies it into `to` unless that is null, and returns the SHA-256 of what
// was read.
absl::StatusOr<std::string> ReadThrough(const Descriptor& from, const Descriptor* to) {
  crypto::Sha256Stream digest;
  std::string buffer(kCopyBytes, '\0');
  while (true) {
    const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FromErrno("read", "");
    if (got == 0) return digest.FinishHex();
    const std::string_view bytes(buffer.data(), static_cast<size_t>(got));
    digest.Update(bytes);
    if (to != nullptr) RETURN_IF_ERROR(WriteAll(*to, bytes));
  }
}

// True when the object is there and holds these bytes, durably.
bool HoldsAlready(const Descriptor& folder, const std::string& name, std::string_view sha256_hex) {
  const int fd = ::openat(folder.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  const Descriptor file(fd);
  if (fd < 0) return false;
  const auto digest = ReadThrough(file, nullptr);
  return digest.ok() && *digest == sha256_hex && ::fsync(fd) == 0 && ::fsync(folder.get()) == 0;
}

absl::Status CopyInto(const Descriptor& folder, const std::string& temporary,
                      const Descriptor& source, std::string_view sha256_hex) {
  ASSIGN_OR_RETURN(const Descriptor file,
                   OpenAt(folder.get(), temporary, O_WRONLY | O_CREAT | O_EXCL));
  ASSIGN_OR_RETURN(const std::string digest, ReadThrough(source, &file));
  if (digest != sha256_hex) {
    return absl::DataLossError("the file's SHA-256 is not the one it was announced with");
  }
  return Sync(file, temporary);
}

class FileReader : public ObjectReader {
 public:
  FileReader(Descriptor file, int64_t size) : file_(std::move(file)), size_(size) {
    struct stat status {};
    if (::fstat(file_.get(), &status) == 0) identity_ = IdentityOf(status);
  }

  absl::StatusOr<size_t> ReadAt(int64_t offset, absl::Span<char> buffer) const override {
    size_t done = 0;
    while (done < buffer.size()) {
      const ssize_t got = ::pread(file_.get(), buffer.data() + done, buffer.size() - done,
                                  static_cast<off_t>(offset + static_cast<int64_t>(done)));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return FromErrno("read", "");
      if (got == 0) break;
      done += static_cast<size_t>(got);
    }
    return done;
  }
  int64_t Size() const override { return size_; }
  std::string Identity() const override { return identity_; }

 private:
  const Descriptor file_;
  const int64_t size_;
  std::string identity_;
};

}  // namespace

FileStore::FileStore(std::string root) : root_(std::move(root)) {}

absl::Status FileStore::Put(std::string_view path, const std::string& local_file,
                            std::string_view sha256_hex) {
  ASSIGN_OR_RETURN(const auto parts, SplitObjectPath(path));
  const std::string& name = parts.back();
  const Descriptor source(::open(local_file.c_str(), O_RDONLY | O_CLOEXEC));
  if (source.get() < 0) return FromErrno("open", local_file);
  RETURN_IF_ERROR(RegularFileSize(source, local_file).status());
  ASSIGN_OR_RETURN(const Descriptor folder, OpenFolder(root_, parts, /*make=*/true));
  if (HoldsAlready(folder, name, sha256_hex)) return absl::OkStatus();

  const std::string temporary = ".put-" + crypto::HexEncode(crypto::RandomBytes(12));
  absl::Status status = CopyInto(folder, temporary, source, sha256_hex);
  if (status.ok() && ::renameat(folder.get(), temporary.c_str(), folder.get(), name.c_str()) != 0) {
    status = FromErrno("rename", name);
  }
  if (!status.ok()) {
    ::unlinkat(folder.get(), temporary.c_str(), 0);
    return status;
  }
  return Sync(folder, name);
}

absl::StatusOr<ObjectInfo> FileStore::Head(std::string_view path) {
  ASSIGN_OR_RETURN(const auto reader, Open(path));
  return ObjectInfo{.size_bytes = reader->Size()};
}

absl::StatusOr<std::unique_ptr<ObjectReader>> FileStore::Open(std::string_view path) {
  ASSIGN_OR_RETURN(const auto parts, SplitObjectPath(path));
  ASSIGN_OR_RETURN(const Descriptor folder, OpenFolder(root_, parts, /*make=*/false));
  ASSIGN_OR_RETURN(Descriptor file, OpenAt(folder.get(), parts.back(), O_RDONLY | O_NONBLOCK));
  ASSIGN_OR_RETURN(const int64_t size, RegularFileSize(file, parts.back()));
  return std::make_unique<FileReader>(std::move(file), size);
}

absl::Status FileStore::Move(std::string_view from, std::string_view to) {
  ASSIGN_OR_RETURN(const auto from_parts, SplitObjectPath(from));
  ASSIGN_OR_RETURN(const auto to_parts, SplitObjectPath(to));
  ASSIGN_OR_RETURN(const Descriptor old_folder, OpenFolder(root_, from_parts, /*make=*/false));
  ASSIGN_OR_RETURN(const Descriptor new_folder, OpenFolder(root_, to_parts, /*make=*/true));
  if (::renameat(old_folder.get(), from_parts.back().c_str(), new_folder.get(),
                 to_parts.back().c_str()) != 0) {
    return FromErrno("rename", from);
  }
  RETURN_IF_ERROR(Sync(new_folder, to));
  return Sync(old_folder, from);
}

}  // namespace keys::blob

#include "services/ingestion/assets/archive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"

namespace keys::ingestion {
namespace {

constexpr zip_uint16_t kDosDate = 0x0021;  // 1980-01-01, the first date zip can write
constexpr std::size_t kReadBytes = 256 * 1024;

// One file of the tree as libzip reads it: opened only while its bytes are copied, so that ten
// thousand files need one descriptor. Owned by its zip_source.
struct FileSource {
  int folder;
  const TreeFile* file;
  Descriptor descriptor;
  std::int64_t left = 0;
  zip_error_t error;
};

zip_int64_t Fail(FileSource& source, int zip_code, int system_code) {
  zip_error_set(&source.error, zip_code, system_code);
  return -1;
}

zip_int64_t OpenSource(FileSource& source) {
  auto opened = OpenFileBeneath(source.folder, source.file->path);
  struct stat status = {};
  const bool is_same =
      opened.ok() && ::fstat(opened->get(), &status) == 0 && status.st_size == source.file->size;
  if (!is_same) return Fail(source, ZIP_ER_CHANGED, 0);
  source.descriptor = *std::move(opened);
  source.left = source.file->size;
  return 0;
}

zip_int64_t ReadSource(FileSource& source, void* buffer, zip_uint64_t length) {
  const auto wanted = std::min(static_cast<std::int64_t>(length), source.left);
  if (wanted == 0) return 0;
  ssize_t got = 0;
  do {
    got = ::read(source.descriptor.get(), buffer, static_cast<std::size_t>(wanted));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return Fail(source, ZIP_ER_READ, errno);
  // The file has become shorter since the walk.
  if (got == 0) return Fail(source, ZIP_ER_CHANGED, 0);
  source.left -= got;
  return got;
}

zip_int64_t StatSource(const FileSource& source, void* buffer, zip_uint64_t length) {
  if (length < sizeof(zip_stat_t)) return -1;
  auto* status = static_cast<zip_stat_t*>(buffer);
  zip_stat_init(status);
  status->size = static_cast<zip_uint64_t>(source.file->size);
  status->valid = ZIP_STAT_SIZE;
  return sizeof(zip_stat_t);
}

zip_int64_t SourceCallback(void* user, void* buffer, zip_uint64_t length,
                           zip_source_cmd_t command) {
  auto& source = *static_cast<FileSource*>(user);
  switch (command) {
    case ZIP_SOURCE_OPEN:
      return OpenSource(source);
    case ZIP_SOURCE_READ:
      return ReadSource(source, buffer, length);
    case ZIP_SOURCE_CLOSE:
      source.descriptor = Descriptor();
      return 0;
    case ZIP_SOURCE_STAT:
      return StatSource(source, buffer, length);
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&source.error, buffer, length);
    case ZIP_SOURCE_FREE:
      delete &source;
      return 0;
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                            ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                            ZIP_SOURCE_SUPPORTS, -1);
    default:
      return Fail(source, ZIP_ER_OPNOTSUPP, 0);
  }
}

struct DiscardZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, DiscardZip>;

absl::Status FromZip(zip_t* zip, std::string_view doing) {
  zip_error_t* error = zip_get_error(zip);
  const std::string text = Concat({doing, ": ", zip_error_strerror(error)});
  if (zip_error_code_zip(error) == ZIP_ER_CHANGED) return absl::AbortedError(text);
  return absl::UnavailableError(text);
}

absl::Status AddFile(zip_t* zip, int folder, const TreeFile& file) {
  auto source = std::make_unique<FileSource>(FileSource{folder, &file, {}, 0, {}});
  zip_error_init(&source->error);
  zip_source_t* made = zip_source_function(zip, SourceCallback, source.get());
  if (made == nullptr) return FromZip(zip, "source");
  source.release();  // freed by ZIP_SOURCE_FREE
  const zip_int64_t added = zip_file_add(zip, file.path.c_str(), made, ZIP_FL_ENC_UTF_8);
  if (added < 0) {
    zip_source_free(made);
    return FromZip(zip, "add");
  }
  const auto index = static_cast<zip_uint64_t>(added);
  const zip_uint32_t mode = S_IFREG | (file.is_executable ? 0755U : 0644U);
  if (zip_set_file_compression(zip, index, ZIP_CM_STORE, 0) != 0 ||
      zip_file_set_dostime(zip, index, 0, kDosDate, 0) != 0 ||
      zip_file_set_external_attributes(zip, index, 0, ZIP_OPSYS_UNIX, mode << 16U) != 0) {
    return FromZip(zip, "attributes");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Archive> HashFile(const Descriptor& file) {
  crypto::Sha256Stream stream;
  std::string buffer(kReadBytes, '\0');
  Archive archive;
  while (true) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::UnavailableError("the file cannot be read");
    if (got == 0) break;
    stream.Update(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
    archive.size_bytes += got;
  }
  archive.sha256_hex = stream.FinishHex();
  return archive;
}

absl::StatusOr<Archive> WriteArchive(int folder, const Tree& tree, const std::string& target) {
  int code = 0;
  Zip zip(zip_open(target.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code));
  if (zip == nullptr) {
    return absl::UnavailableError(Concat({"zip_open: error ", std::to_string(code)}));
  }
  for (const TreeFile& file : tree.files) RETURN_IF_ERROR(AddFile(zip.get(), folder, file));
  if (zip_close(zip.get()) != 0) return FromZip(zip.get(), "close");
  zip.release();  // a successful close has freed it

  const Descriptor written(::open(target.c_str(), O_RDONLY | O_CLOEXEC));
  if (!written.ok()) return absl::UnavailableError("the archive is gone");
  return HashFile(written);
}

}  // namespace keys::ingestion

// Where the bytes of KEYS lie: objects named by paths below the bucket folder `marketplace`.
//
//   ASSIGN_OR_RETURN(auto store, blob::MakeObjectStore("file:///var/lib/keys/storage"));
//   RETURN_IF_ERROR(store->Put("keys/node/x/1.0.0/key.zip", "/tmp/x.zip", sha256_hex));
//   ASSIGN_OR_RETURN(auto reader, store->Open("keys/node/x/1.0.0/key.zip"));
//   ASSIGN_OR_RETURN(size_t got, reader->ReadAt(offset, absl::MakeSpan(buffer)));
//
// Errors: kInvalidArgument for a path that is none (see object_path.h); kNotFound when there is no
// such object, which callers turn into their own word; STORAGE_UNAVAILABLE when the storage fails,
// with the cause in the log only. Stores and readers are thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/blob/sigv4.h"

namespace keys::blob {

// The bucket's name at S3, and the folder's name in file storage. Archives that are stored already
// lie under it, so it cannot change.
inline constexpr std::string_view kBucket = "marketplace";

struct ObjectInfo {
  int64_t size_bytes = 0;
};

// A reader keeps showing the bytes that it was opened on, even when the object is replaced
// meanwhile.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  // Returns how many bytes were read: fewer than asked for only at the end of the object, 0 behind
  // it.
  virtual absl::StatusOr<size_t> ReadAt(int64_t offset, absl::Span<char> buffer) const = 0;
  virtual int64_t Size() const = 0;
  // A name of these very bytes: it differs from that of any other object, and from this object's
  // after it was written to, as far as the storage can tell. It says nothing about bytes that rot
  // where they lie.
  virtual std::string Identity() const = 0;
};

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  // Makes the object hold the bytes of `local_file`, whose SHA-256 must be `sha256_hex`
  // (kDataLoss, and nothing changes, when it is not). Atomic: others see the whole object or what
  // was there before. When it returns Ok the object survives a power cut. Doing it again is the
  // same as once.
  virtual absl::Status Put(std::string_view path, const std::string& local_file,
                           std::string_view sha256_hex) = 0;
  virtual absl::StatusOr<ObjectInfo> Head(std::string_view path) = 0;
  virtual absl::StatusOr<std::unique_ptr<ObjectReader>> Open(std::string_view path) = 0;

  // At most `limit` paths that begin with `prefix` and come after `after`, in the order of their
  // bytes; fewer only at the end.
  virtual absl::StatusOr<std::vector<std::string>> List(std::string_view prefix,
                                                        std::string_view after, size_t limit) = 0;
  // Gives the object another path and replaces an object that is there.
  virtual absl::Status Move(std::string_view from, std::string_view to) = 0;
};

// `storage_url` is file:///folder, which is made when it is missing, or
// s3://bucket?endpoint=https://host&region=eu-1&style=path (s3_url.h), which needs `credentials`.
// kInvalidArgument otherwise. Nothing is opened or made before the first call.
absl::StatusOr<std::unique_ptr<ObjectStore>> MakeObjectStore(std::string_view storage_url,
                                                             sigv4::Credentials credentials = {});

}  // namespace keys::blob

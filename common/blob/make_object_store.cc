#include <utility>

#include "common/base/status_macros.h"
#include "common/blob/file_store.h"
#include "common/blob/object_store.h"
#include "common/blob/s3_store.h"
#include "common/blob/s3_url.h"

namespace keys::blob {
namespace {

constexpr std::string_view kFile = "file://";
constexpr std::string_view kS3 = "s3://";

absl::StatusOr<std::unique_ptr<ObjectStore>> MakeS3(std::string_view storage_url,
                                                    sigv4::Credentials credentials) {
  ASSIGN_OR_RETURN(S3Place place, ParseS3Url(storage_url));
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return absl::InvalidArgumentError(
        "an s3:// storage needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }
  return MakeS3Store({.place = std::move(place), .credentials = std::move(credentials)});
}

}  // namespace

absl::StatusOr<std::unique_ptr<ObjectStore>> MakeObjectStore(std::string_view storage_url,
                                                             sigv4::Credentials credentials) {
  if (storage_url.substr(0, kS3.size()) == kS3) return MakeS3(storage_url, std::move(credentials));
  if (storage_url.substr(0, kFile.size()) == kFile) {
    const std::string_view folder = storage_url.substr(kFile.size());
    if (folder.size() > 1 && folder.front() == '/' && folder.find('%') == std::string_view::npos) {
      return std::make_unique<FileStore>(std::string(folder));
    }
  }
  return absl::InvalidArgumentError(
      "the storage is named as file:///folder, an absolute path without percent signs, or as "
      "s3://bucket?endpoint=https://host&region=name&style=path|virtual");
}

}  // namespace keys::blob

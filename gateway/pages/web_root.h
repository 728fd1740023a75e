// The files of the built storefront (WEB_ROOT), read into memory once and served from there.
//
//   ASSIGN_OR_RETURN(const WebRoot files, WebRoot::Load("gateway/web/dist"));
//   const WebFile* script = files.Find("assets/main-4f2a.js");
//
// A file NAME with NAME.gz or NAME.br beside it is also kept in that encoding; the build has made
// them, nothing is compressed here. Const after Load; thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace keys::gateway {

inline constexpr size_t kMaxWebFileBytes = size_t{8} << 20;
inline constexpr size_t kMaxWebRootBytes = size_t{64} << 20;
inline constexpr size_t kMaxWebFiles = 2'000;
// The most segments of a path, with the file's name. The routes of files can name no more.
inline constexpr size_t kMaxWebPathSegments = 3;

// The same content in one encoding.
struct WebVariant {
  std::string bytes;
  // A strong entity tag, which differs for each encoding (RFC 9110 §8.8.3.3).
  std::string entity_tag;
};

struct WebFile {
  std::string content_type;
  WebVariant plain;
  // A variant without bytes was not made by the build.
  WebVariant gzip;
  WebVariant brotli;
  // The file's name changes with its content (below assets/), so it may be kept for ever.
  bool immutable = false;
};

class WebRoot {
 public:
  // Makes an object without files.
  WebRoot() = default;
  // INVALID_ARGUMENT names the file and the limit that it breaks, or says that index.html is
  // missing. Hidden files, and everything that is no regular file, are skipped.
  static absl::StatusOr<WebRoot> Load(const std::string& folder);

  // Finds a file by its path below the folder, parts joined by "/". Returns null when there is
  // none.
  const WebFile* Find(std::string_view path) const;
  bool empty() const { return files_.empty(); }
  size_t files() const { return files_.size(); }

 private:
  std::map<std::string, WebFile, std::less<>> files_;
};

}  // namespace keys::gateway

#include "gateway/pages/web_root.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "gateway/filters/entity_tag.h"

namespace keys::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kGzip = ".gz";
constexpr std::string_view kBrotli = ".br";
constexpr std::string_view kAssets = "assets/";
constexpr std::string_view kIndex = "index.html";

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
};

std::string ContentTypeOf(std::string_view path) {
  const size_t dot = path.rfind('.');
  const std::string_view ending = dot == std::string_view::npos ? "" : path.substr(dot);
  for (const auto& [known, type] : kTypes) {
    if (ending == known) return std::string(type);
  }
  return "application/octet-stream";
}

absl::Status Wrong(std::string_view path, std::string_view why) {
  return absl::InvalidArgumentError(StrCat("WEB_ROOT: ", path, " ", why));
}

// Reads all files by path, within the limits.
class Reader {
 public:
  explicit Reader(const fs::path& folder) : folder_(folder) {}

  absl::StatusOr<std::map<std::string, std::string>> ReadAll() {
    std::error_code problem;
    fs::recursive_directory_iterator at(folder_, problem);
    while (!problem && at != fs::recursive_directory_iterator()) {
      RETURN_IF_ERROR(Visit(at));
      at.increment(problem);
    }
    if (problem) return Wrong(folder_.string(), StrCat("cannot be read: ", problem.message()));
    return std::move(files_);
  }

 private:
  absl::Status Visit(fs::recursive_directory_iterator& at) {
    const fs::directory_entry& entry = *at;
    if (entry.path().filename().string().starts_with('.')) {
      if (entry.is_directory()) at.disable_recursion_pending();
      return absl::OkStatus();
    }
    if (!entry.is_regular_file() || entry.is_symlink()) return absl::OkStatus();
    return Take(entry.path());
  }

  absl::Status Take(const fs::path& file) {
    const std::string path = file.lexically_relative(folder_).generic_string();
    if (files_.size() == kMaxWebFiles) {
      return Wrong(path, StrCat("is one file too many: at most ", kMaxWebFiles, " are served"));
    }
    if (std::count(path.begin(), path.end(), '/') >= static_cast<int>(kMaxWebPathSegments)) {
      return Wrong(path, StrCat("lies deeper than ", kMaxWebPathSegments, " levels"));
    }
    std::ifstream stream(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (stream.bad() || !stream.is_open()) return Wrong(path, "cannot be read");
    if (bytes.size() > kMaxWebFileBytes) {
      return Wrong(path, StrCat("is larger than ", kMaxWebFileBytes, " bytes"));
    }
    total_ += bytes.size();
    if (total_ > kMaxWebRootBytes) {
      return Wrong(path, StrCat("makes more than ", kMaxWebRootBytes, " bytes in all"));
    }
    files_.emplace(path, std::move(bytes));
    return absl::OkStatus();
  }

  const fs::path folder_;
  std::map<std::string, std::string> files_;
  size_t total_ = 0;
};

WebVariant VariantOf(std::string bytes) {
  std::string tag = EntityTagOf(bytes, "");
  return {std::move(bytes), std::move(tag)};
}

}  // namespace

absl::StatusOr<WebRoot> WebRoot::Load(const std::string& folder) {
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) return Wrong(folder, "is no folder");
  ASSIGN_OR_RETURN(auto found, Reader(folder).ReadAll());
  if (!found.contains(std::string(kIndex))) {
    return Wrong(folder, "has no index.html: build the storefront (npm run build in gateway/web)");
  }
  WebRoot root;
  // In the order of the map "a.js" comes before "a.js.br" and "a.js.gz".
  for (auto& [path, bytes] : found) {
    const std::string_view name = path;
    const bool gzip = name.ends_with(kGzip);
    if (gzip || name.ends_with(kBrotli)) {
      const auto plain = root.files_.find(name.substr(0, name.size() - kGzip.size()));
      if (plain != root.files_.end()) {
        (gzip ? plain->second.gzip : plain->second.brotli) = VariantOf(std::move(bytes));
        continue;
      }
    }
    WebFile file{.content_type = ContentTypeOf(name), .plain = {}, .gzip = {}, .brotli = {}};
    file.plain = VariantOf(std::move(bytes));
    file.immutable = name.starts_with(kAssets);
    root.files_.emplace(path, std::move(file));
  }
  return root;
}

const WebFile* WebRoot::Find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace keys::gateway

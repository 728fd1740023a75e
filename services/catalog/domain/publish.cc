#include "services/catalog/domain/publish.h"

#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/semver/version.h"
#include "rapidjson/document.h"
#include "services/catalog/domain/slug.h"
#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {
namespace {

using error::Reason;

bool IsSha256(const std::string& text) {
  if (text.size() != 64) return false;
  for (const char c : text) {
    if (!IsDigit(c) && !(c >= 'a' && c <= 'f')) return false;
  }
  return true;
}

bool IsPicturePath(const std::string& path) {
  constexpr std::string_view kFolder = "screenshots/";
  const size_t digest = kFolder.size();
  if (!path.starts_with(kFolder) || path.size() < digest + 64) return false;
  const std::string ending = path.substr(digest + 64);
  return IsSha256(path.substr(digest, 64)) &&
         (ending == ".png" || ending == ".jpg" || ending == ".webp");
}

bool HasNul(const std::string& text) { return text.find('\0') != std::string::npos; }

bool IsJsonObject(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  return !document.HasParseError() && document.IsObject();
}

template <typename Fault>
void CheckContent(const v1::Asset& asset, const Fault& fault) {
  if (asset.files_size() > kMostFiles) fault("/files", "TOO_LONG", "At most 10,000 files.");
  for (const v1::AssetFile& file : asset.files()) {
    if (file.sha256().size() == kDigestBytes && !file.path().empty()) continue;
    fault("/files", "WRONG_FORMAT", "A file has a path and a digest of 32 bytes.");
    break;
  }
  if (asset.screenshots_size() > kMostScreenshots) {
    fault("/screenshots", "TOO_LONG", "At most 9 screenshots.");
  }
  for (const v1::AssetPicture& picture : asset.screenshots()) {
    if (IsPicturePath(picture.object_path()) && picture.width() > 0 && picture.height() > 0)
      continue;
    fault("/screenshots", "WRONG_FORMAT",
          "A screenshot has a size and the path screenshots/<sha256>.<png, jpg or webp>.");
    break;
  }
  if (asset.manifest().size() > kLongestManifest) {
    fault("/manifest", "TOO_LONG", "A manifest has at most 256 KiB.");
  } else if (!asset.manifest().empty() && !IsJsonObject(asset.manifest())) {
    fault("/manifest", "WRONG_FORMAT", "A manifest is one JSON object.");
  }
  if (asset.readme_html().size() > kLongestReadmeHtml || HasNul(asset.readme_html())) {
    fault("/readme_html", "TOO_LONG", "A README is text of at most 512 KiB.");
  }
  if (asset.changelog_html().size() > kLongestChangelogHtml || HasNul(asset.changelog_html())) {
    fault("/changelog_html", "TOO_LONG", "A changelog is text of at most 256 KiB.");
  }
  if (asset.preview_html().size() > kLongestPreviewHtml || HasNul(asset.preview_html())) {
    fault("/preview_html", "TOO_LONG", "A preview is text of at most 1 MiB.");
  }
}

}  // namespace

absl::Status CheckAsset(const v1::Asset& asset) {
  RETURN_IF_ERROR(CheckSlug(asset.slug()));
  std::vector<error::Violation> violations;
  const auto fault = [&violations](const char* pointer, const char* code, const char* detail) {
    violations.push_back(error::MakeViolation(pointer, code, detail));
  };
  if (!semver::Version::Parse(asset.version()).ok()) {
    fault("/version", "WRONG_FORMAT", "A version is SemVer 2.0.");
  }
  if (asset.family().empty()) fault("/family", "REQUIRED", "An asset belongs to a family.");
  if (asset.title().empty()) fault("/title", "REQUIRED", "A KEY has a title.");
  if (!IsOneOf(asset.tool(), kTools)) fault("/tool", "UNKNOWN_WORD", "This tool is not known.");
  if (asset.key_type().empty() || asset.key_types().empty()) {
    fault("/key_types", "REQUIRED", "A KEY has at least one type.");
  }
  const int of_bytes = asset.has_sha256() + asset.has_size_bytes() + asset.has_storage_path();
  if (of_bytes != 0 && of_bytes != 3) {
    fault("/sha256", "REQUIRED", "Digest, size and path of the archive come together.");
  }
  if (asset.has_sha256() && !IsSha256(asset.sha256())) {
    fault("/sha256", "WRONG_FORMAT", "A digest is 64 hexadecimal digits in lower case.");
  }
  if (asset.content_hash().empty()) fault("/content_hash", "REQUIRED", "It tells what changed.");
  CheckContent(asset, fault);
  return error::Invalid(std::move(violations));
}

absl::StatusOr<PublishStep> DecidePublish(const v1::Asset& asset,
                                          const std::optional<KnownKey>& key,
                                          const std::optional<KnownVersion>& version) {
  if (!key.has_value()) return PublishStep::kAddKey;
  if (key->family != asset.family()) {
    return error::Make(Reason::CONFLICT,
                       Concat({"The slug `", asset.slug(), "` belongs to ", key->family, "."}));
  }
  // Facts from a folder are not replaced by those of an index or a catalogue.
  if (asset.source_rank() > key->source_rank) return PublishStep::kNothing;
  if (!version.has_value()) return PublishStep::kAddVersion;
  if (version->sha256.has_value()) {
    if (!asset.has_sha256()) return PublishStep::kNothing;
    if (asset.sha256() != *version->sha256) {
      return error::Make(
          Reason::VERSION_IMMUTABLE,
          Concat({"Version ", asset.version(), " of `", asset.slug(),
                  "` is published with other bytes; give the change a new version."}));
    }
  } else if (asset.has_sha256()) {
    return PublishStep::kAttachBytes;
  }
  return version->content_hash == asset.content_hash() &&
                 version->source_rank == asset.source_rank()
             ? PublishStep::kNothing
             : PublishStep::kReplaceFacts;
}

}  // namespace keys::catalog

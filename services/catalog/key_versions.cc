// Keys answers about versions: lists by range, one version, differences, previews.
#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/semver/range.h"
#include "services/catalog/domain/precondition.h"
#include "services/catalog/domain/version_diff.h"
#include "services/catalog/keys.h"
#include "services/catalog/store/content_store.h"
#include "services/catalog/store/version_store.h"

namespace keys::catalog {
namespace {

absl::StatusOr<StoredVersion> GetStored(pg::Executor& db, const v1::KeyDetail& key,
                                        const std::string& version) {
  ASSIGN_OR_RETURN(std::optional<StoredVersion> found, FindVersion(db, key.id(), version));
  if (!found.has_value()) return NoSuchVersion(key.slug(), version);
  return *std::move(found);
}

// Writes a version into a query. Of the characters that SemVer allows, only "+" has another meaning
// there.
std::string Escaped(const std::string& version) {
  std::string escaped;
  for (const char c : version) escaped += c == '+' ? std::string("%2B") : std::string(1, c);
  return escaped;
}

v1::KeyVersionDetail ToVersionDetail(const std::string& slug, const v1::KeyVersion& version,
                                     StoredPages pages) {
  v1::KeyVersionDetail detail;
  detail.set_version(version.version());
  *detail.mutable_created_at() = version.created_at();
  if (version.has_changelog_md_path()) detail.set_changelog_md_path(version.changelog_md_path());
  if (version.has_sha256()) detail.set_sha256(version.sha256());
  if (version.has_size_bytes()) detail.set_size_bytes(version.size_bytes());
  detail.set_yanked(version.yanked());
  if (pages.readme_html) detail.set_readme_html(*std::move(pages.readme_html));
  if (pages.changelog_html) detail.set_changelog_html(*std::move(pages.changelog_html));
  if (pages.has_preview) {
    detail.set_preview_html_path(
        Concat({"/marketplace/keys/", slug, "/preview?version=", Escaped(version.version())}));
  }
  if (pages.facts.has_license_spdx()) detail.set_license_spdx(pages.facts.license_spdx());
  detail.set_attributes(pages.facts.attributes());
  AddScreenshots(pages.facts, *detail.mutable_screenshots());
  return detail;
}

absl::StatusOr<VersionContent> GetContent(pg::Executor& db, const v1::KeyDetail& key,
                                          const std::string& version) {
  ASSIGN_OR_RETURN(const StoredVersion stored, GetStored(db, key, version));
  ASSIGN_OR_RETURN(std::optional<StoredContent> content, FindContent(db, stored.id));
  if (!content.has_value()) return NoSuchVersion(key.slug(), version);
  return VersionContent{.version = version,
                        .manifest = std::move(content->manifest),
                        .files = std::move(content->files)};
}

}  // namespace

absl::StatusOr<v1::ListVersionsResponse> Keys::ListVersions(
    rpc::Call& call, const v1::ListVersionsRequest& request) {
  std::optional<semver::Range> range;
  if (request.has_range()) {
    absl::StatusOr<semver::Range> parsed = semver::Range::Parse(request.range());
    if (!parsed.ok()) {
      return error::Invalid("?range", "WRONG_FORMAT", "`range` is an npm version range.");
    }
    range = *std::move(parsed);
  }
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(const StoredKey key, GetVisible(db, call, request.slug()));
  ASSIGN_OR_RETURN(std::vector<StoredVersion> versions, FindVersions(db, key.detail.id()));
  v1::ListVersionsResponse response;
  for (StoredVersion& version : versions) {
    if (range.has_value()) {
      ASSIGN_OR_RETURN(const semver::Version parsed,
                       semver::Version::Parse(version.shown.version()));
      if (!range->Contains(parsed)) continue;
    }
    *response.add_versions() = std::move(version.shown);
  }
  return response;
}

absl::StatusOr<v1::GetVersionResponse> Keys::GetVersion(rpc::Call& call,
                                                        const v1::GetVersionRequest& request) {
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(const StoredKey key, GetVisible(db, call, request.slug()));
  ASSIGN_OR_RETURN(std::optional<StoredVersion> version,
                   FindVersion(db, key.detail.id(), request.version()));
  if (!version.has_value()) return NoSuchVersion(key.detail.slug(), request.version());
  // If-Match of a yank is compared with this tag.
  call.set_entity_tag(EntityTag(key.row_version));
  ASSIGN_OR_RETURN(StoredPages pages, FindPages(db, version->id));
  v1::GetVersionResponse response;
  *response.mutable_version() =
      ToVersionDetail(key.detail.slug(), version->shown, std::move(pages));
  return response;
}

absl::StatusOr<v1::ListFilesResponse> Keys::ListFiles(rpc::Call& call,
                                                      const v1::ListFilesRequest& request) {
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(const StoredKey key, GetVisible(db, call, request.slug()));
  ASSIGN_OR_RETURN(const StoredVersion version, GetStored(db, key.detail, request.version()));
  ASSIGN_OR_RETURN(const v1::AssetFiles stored, FindFiles(db, version.id));
  v1::ListFilesResponse response;
  int64_t total = 0;
  for (const v1::AssetFile& file : stored.files()) {
    v1::FileEntry* shown = response.add_files();
    shown->set_path(file.path());
    shown->set_size_bytes(file.size_bytes());
    total += file.size_bytes();
  }
  std::sort(response.mutable_files()->begin(), response.mutable_files()->end(),
            [](const auto& a, const auto& b) { return a.path() < b.path(); });
  response.set_total_bytes(total);
  response.set_count(response.files_size());
  response.set_files_known(response.files_size() > 0);
  return response;
}

absl::StatusOr<v1::DiffVersionsResponse> Keys::Diff(rpc::Call& call,
                                                    const v1::DiffVersionsRequest& request) {
  if (request.from().empty()) {
    return error::Invalid("?from", "REQUIRED", "`from` is the version to compare with.");
  }
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(const StoredKey key, GetVisible(db, call, request.slug()));
  const std::string to = request.has_to() ? request.to() : key.detail.version();
  ASSIGN_OR_RETURN(const VersionContent before, GetContent(db, key.detail, request.from()));
  ASSIGN_OR_RETURN(const VersionContent after, GetContent(db, key.detail, to));
  v1::DiffVersionsResponse response;
  *response.mutable_diff() = DiffVersions(before, after);
  return response;
}

absl::StatusOr<v1::GetPreviewResponse> Keys::GetPreview(rpc::Call& call,
                                                        const v1::GetPreviewRequest& request) {
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(const StoredKey key, GetVisible(db, call, request.slug()));
  const std::string wanted = request.has_version() ? request.version() : key.detail.version();
  ASSIGN_OR_RETURN(const StoredVersion version, GetStored(db, key.detail, wanted));
  ASSIGN_OR_RETURN(std::optional<std::string> preview, FindPreview(db, version.id));
  if (!preview.has_value()) {
    return error::Make(error::Reason::NOT_FOUND,
                       Concat({"`", key.detail.slug(), "` has no public preview."}));
  }
  v1::GetPreviewResponse response;
  response.set_html(*std::move(preview));
  return response;
}

}  // namespace keys::catalog

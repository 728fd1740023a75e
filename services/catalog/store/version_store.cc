#include "services/catalog/store/version_store.h"

#include "common/base/status_macros.h"
#include "common/pg/check.h"
#include "common/time/proto_time.h"

namespace keys::catalog {
namespace {

using pg::Statement;

constexpr Statement kVersions{
    "catalog.find_versions",
    "SELECT id, version, created_at, changelog_md_path, sha256, size_bytes, "
    "yanked_at IS NOT NULL, storage_path, content_hash, source_rank "
    "FROM marketplace_key_versions WHERE key_id = $1 ORDER BY sort_key DESC, version DESC"};
constexpr Statement kVersion{
    "catalog.find_version",
    "SELECT id, version, created_at, changelog_md_path, sha256, size_bytes, "
    "yanked_at IS NOT NULL, storage_path, content_hash, source_rank "
    "FROM marketplace_key_versions WHERE key_id = $1 AND version = $2"};
constexpr Statement kLatest{
    "catalog.find_latest_version",
    "SELECT id, version, created_at, changelog_md_path, sha256, size_bytes, "
    "yanked_at IS NOT NULL, storage_path, content_hash, source_rank "
    "FROM marketplace_key_versions WHERE key_id = $1 AND yanked_at IS NULL "
    "ORDER BY sha256 IS NULL, is_release DESC, sort_key DESC, version DESC LIMIT 1"};
struct VersionRow {
  std::string id;
  std::string version;
  absl::Time created_at;
  std::optional<std::string> changelog_md_path;
  std::optional<std::string> sha256;
  std::optional<int64_t> size_bytes;
  bool yanked;
  std::optional<std::string> storage_path;
  std::string content_hash;
  int32_t source_rank;
};

constexpr Statement kYank{
    "catalog.yank_version",
    "WITH yanked AS (UPDATE marketplace_key_versions SET yanked_at = $3, yanked_reason = $2, "
    "updated_at = $3 WHERE id = $1 AND yanked_at IS NULL RETURNING key_id) "
    "UPDATE marketplace_keys k SET row_version = k.row_version + 1, updated_at = $3 "
    "FROM yanked y WHERE k.id = y.key_id"};

StoredVersion ToVersion(VersionRow& row) {
  StoredVersion version{.id = std::move(row.id),
                        .storage_path = std::move(row.storage_path),
                        .content_hash = std::move(row.content_hash),
                        .source_rank = row.source_rank};
  version.shown.set_version(std::move(row.version));
  *version.shown.mutable_created_at() = ToProto(row.created_at);
  if (row.changelog_md_path) version.shown.set_changelog_md_path(*row.changelog_md_path);
  if (row.sha256) version.shown.set_sha256(*row.sha256);
  if (row.size_bytes) version.shown.set_size_bytes(*row.size_bytes);
  version.shown.set_yanked(row.yanked);
  return version;
}

std::optional<StoredVersion> ToVersion(std::optional<VersionRow> row) {
  return row.has_value() ? std::optional<StoredVersion>(ToVersion(*row)) : std::nullopt;
}

}  // namespace

absl::StatusOr<std::vector<StoredVersion>> FindVersions(pg::Executor& db,
                                                        const std::string& key_id) {
  ASSIGN_OR_RETURN(std::vector<VersionRow> rows, db.Query<VersionRow>(kVersions, key_id));
  std::vector<StoredVersion> versions;
  versions.reserve(rows.size());
  for (VersionRow& row : rows) versions.push_back(ToVersion(row));
  return versions;
}

absl::StatusOr<std::optional<StoredVersion>> FindVersion(pg::Executor& db,
                                                         const std::string& key_id,
                                                         const std::string& version) {
  ASSIGN_OR_RETURN(std::optional<VersionRow> row,
                   db.QueryOne<VersionRow>(kVersion, key_id, version));
  return ToVersion(std::move(row));
}

absl::StatusOr<std::optional<StoredVersion>> FindLatestVersion(pg::Executor& db,
                                                               const std::string& key_id) {
  ASSIGN_OR_RETURN(std::optional<VersionRow> row, db.QueryOne<VersionRow>(kLatest, key_id));
  return ToVersion(std::move(row));
}

absl::StatusOr<bool> MarkYanked(pg::Transaction& tx, const std::string& version_id,
                                const std::string& reason, absl::Time now) {
  ASSIGN_OR_RETURN(const int64_t changed, tx.Execute(kYank, version_id, reason, now));
  return changed > 0;
}

absl::Status CheckVersionStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<VersionRow>(db, kVersions));
  RETURN_IF_ERROR(pg::CheckStatement<VersionRow>(db, kVersion));
  RETURN_IF_ERROR(pg::CheckStatement<VersionRow>(db, kLatest));
  return pg::CheckCommand(db, kYank);
}

}  // namespace keys::catalog

#include "services/catalog/store/content_store.h"

#include "common/base/status_macros.h"
#include "common/pg/check.h"
#include "services/catalog/store/asset_columns.h"

namespace keys::catalog {
namespace {

using pg::Statement;

constexpr Statement kFindContent{
    "catalog.find_content",
    "SELECT v.facts, c.files, c.manifest FROM marketplace_key_versions v "
    "LEFT JOIN marketplace_key_contents c ON c.version_id = v.id "
    "WHERE v.id = $1"};
struct ContentRow {
  pg::Bytes facts;
  std::optional<pg::Bytes> files;
  std::optional<pg::Json> manifest;
};

constexpr Statement kPages{
    "catalog.find_pages",
    "SELECT v.facts, c.readme_html, c.changelog_html, c.preview_html IS NOT NULL "
    "FROM marketplace_key_versions v LEFT JOIN marketplace_key_contents c ON c.version_id = v.id "
    "WHERE v.id = $1"};
struct PagesRow {
  pg::Bytes facts;
  std::optional<std::string> readme_html;
  std::optional<std::string> changelog_html;
  bool has_preview;
};

constexpr Statement kFiles{"catalog.find_files",
                           "SELECT files FROM marketplace_key_contents WHERE version_id = $1"};
struct FilesRow {
  pg::Bytes files;
};

constexpr Statement kPreview{
    "catalog.find_preview",
    "SELECT preview_html FROM marketplace_key_contents WHERE version_id = $1"};
struct PreviewRow {
  std::optional<std::string> preview_html;
};

constexpr Statement kWrite{
    "catalog.write_content",
    "INSERT INTO marketplace_key_contents (version_id, files, manifest, readme_html, "
    "changelog_html, preview_html, created_at, updated_at) "
    "VALUES ($1, $2, $3::json, $4, $5, $6, $7, $7) "
    "ON CONFLICT (version_id) DO UPDATE SET files = excluded.files, manifest = excluded.manifest, "
    "readme_html = excluded.readme_html, changelog_html = excluded.changelog_html, "
    "preview_html = excluded.preview_html, updated_at = excluded.updated_at"};

}  // namespace

absl::StatusOr<std::optional<StoredContent>> FindContent(pg::Executor& db,
                                                         const std::string& version_id) {
  ASSIGN_OR_RETURN(std::optional<ContentRow> row,
                   db.QueryOne<ContentRow>(kFindContent, version_id));
  if (!row.has_value()) return std::nullopt;
  StoredContent content;
  if (row->files.has_value() && !content.files.ParseFromString(row->files->data)) {
    return absl::InternalError("the files of a version cannot be read");
  }
  if (row->manifest.has_value()) {
    content.manifest = std::move(row->manifest->text);
    return content;
  }
  v1::Asset facts;
  if (!facts.ParseFromString(row->facts.data)) {
    return absl::InternalError("the facts of a version cannot be read");
  }
  content.manifest = AttributesOf(facts);
  return content;
}

absl::StatusOr<StoredPages> FindPages(pg::Executor& db, const std::string& version_id) {
  ASSIGN_OR_RETURN(std::optional<PagesRow> row, db.QueryOne<PagesRow>(kPages, version_id));
  if (!row.has_value()) return StoredPages{};
  v1::Asset facts;
  if (!facts.ParseFromString(row->facts.data)) {
    return absl::InternalError("the facts of a version cannot be read");
  }
  return StoredPages{.facts = std::move(facts),
                     .readme_html = std::move(row->readme_html),
                     .changelog_html = std::move(row->changelog_html),
                     .has_preview = row->has_preview};
}

absl::StatusOr<v1::AssetFiles> FindFiles(pg::Executor& db, const std::string& version_id) {
  ASSIGN_OR_RETURN(const std::optional<FilesRow> row, db.QueryOne<FilesRow>(kFiles, version_id));
  v1::AssetFiles files;
  if (row.has_value() && !files.ParseFromString(row->files.data)) {
    return absl::InternalError("the files of a version cannot be read");
  }
  return files;
}

absl::StatusOr<std::optional<std::string>> FindPreview(pg::Executor& db,
                                                       const std::string& version_id) {
  ASSIGN_OR_RETURN(std::optional<PreviewRow> row, db.QueryOne<PreviewRow>(kPreview, version_id));
  if (!row.has_value()) return std::nullopt;
  return std::move(row->preview_html);
}

absl::Status WriteContent(pg::Transaction& tx, const std::string& version_id,
                          const v1::Asset& asset, absl::Time now) {
  v1::AssetFiles files;
  *files.mutable_files() = asset.files();
  const std::string manifest = asset.manifest().empty() ? AttributesOf(asset) : asset.manifest();
  return tx
      .Execute(kWrite, version_id, pg::Bytes{files.SerializeAsString()}, pg::Json{manifest},
               Given(asset.has_readme_html(), asset.readme_html()),
               Given(asset.has_changelog_html(), asset.changelog_html()),
               // A preview for buyers only is not stored at all.
               Given(asset.has_preview_html() && asset.preview_public(), asset.preview_html()), now)
      .status();
}

v1::Asset FactsOf(const v1::Asset& asset) {
  v1::Asset facts = asset;
  facts.clear_files();
  facts.clear_manifest();
  facts.clear_readme_html();
  facts.clear_changelog_html();
  facts.clear_preview_html();
  return facts;
}

absl::Status CheckContentStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<ContentRow>(db, kFindContent));
  RETURN_IF_ERROR(pg::CheckStatement<PagesRow>(db, kPages));
  RETURN_IF_ERROR(pg::CheckStatement<FilesRow>(db, kFiles));
  RETURN_IF_ERROR(pg::CheckStatement<PreviewRow>(db, kPreview));
  return pg::CheckCommand(db, kWrite);
}

}  // namespace keys::catalog

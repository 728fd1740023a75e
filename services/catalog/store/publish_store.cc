#include "services/catalog/store/publish_store.h"

#include <optional>

#include "common/base/status_macros.h"
#include "common/pg/check.h"
#include "common/semver/version.h"
#include "common/text/words.h"
#include "services/catalog/store/asset_columns.h"
#include "services/catalog/store/content_store.h"
#include "services/catalog/store/word_store.h"

namespace keys::catalog {
namespace {

using pg::Statement;

// The most different words of one field. A README of 64 KiB cannot have more in any script.
constexpr size_t kMostIndexedWords = 24'000;

// kProject fills in the facts in the same transaction.
constexpr Statement kInsertKey{
    "catalog.insert_key",
    "INSERT INTO marketplace_keys (id, slug, family, tool, key_type, key_types, title, tags, "
    "preview_public, attributes, key_references, incomplete, source_rank, version, facts_hash, "
    "available, currency, status, row_version, created_at, updated_at) "
    "VALUES ($1, $2, $3, $4, $5, $6::text[], $7, '{}', true, '{}', '{}', false, $8, $9, '', false, "
    "$10, 'published', 0, $11, $11)"};
constexpr Statement kInsertVersion{
    "catalog.insert_version",
    "INSERT INTO marketplace_key_versions (id, key_id, version, sort_key, is_release, sha256, "
    "size_bytes, storage_path, changelog_md_path, facts, content_hash, source_rank, created_at, "
    "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7::bigint, $8, $9, $10, $11, $12, $13, $13)"};
constexpr Statement kUpdateVersion{
    "catalog.update_version",
    "UPDATE marketplace_key_versions SET sha256 = coalesce(sha256, $2), "
    "size_bytes = coalesce(size_bytes, $3::bigint), storage_path = coalesce(storage_path, $4), "
    "changelog_md_path = $5, facts = $6, content_hash = $7, source_rank = $8, updated_at = $9 "
    "WHERE id = $1"};
constexpr Statement kDropWeaker{
    "catalog.drop_weaker_versions",
    "DELETE FROM marketplace_key_versions WHERE key_id = $1 AND sha256 IS NULL "
    "AND source_rank > $2"};

constexpr Statement kLatestFacts{
    "catalog.latest_facts",
    "SELECT version, facts, content_hash, source_rank, sha256 IS NOT NULL AND yanked_at IS NULL "
    "FROM marketplace_key_versions WHERE key_id = $1 ORDER BY yanked_at IS NOT NULL, "
    "sha256 IS NULL, is_release DESC, sort_key DESC, version DESC LIMIT 1"};
struct FactsRow {
  std::string version;
  pg::Bytes facts;
  std::string content_hash;
  int32_t source_rank;
  bool available;
};

constexpr Statement kProject{
    "catalog.project_facts",
    "UPDATE marketplace_keys SET tool = $2, key_type = $3, key_types = $4::text[], title = $5, "
    "description = $6, category = $7, difficulty = $8, tags = $9::text[], license_spdx = $10, "
    "outcome = $11, maturity = $12, severity_level = $13, preview_public = $14, "
    "attributes = $15::json, key_references = $16::text[], incomplete = $17, source_rank = $18, "
    "version = $19, available = $20, facts_hash = $21, updated_at = $22, "
    "row_version = row_version + 1 "
    "WHERE id = $1 AND (version, available, facts_hash, source_rank) IS DISTINCT FROM "
    "($19, $20, $21, $18)"};

// $2 has the words of the title, $3 of slug and tags, $4 of the description, $5 of the README.
constexpr Statement kIndexWords{
    "catalog.index_words",
    "UPDATE marketplace_keys SET search_head = array_to_tsvector(catalog_lexemes('a', $2::text[]) "
    "|| catalog_lexemes('b', $3::text[]) || catalog_lexemes('c', $4::text[])), "
    "search_all = array_to_tsvector(catalog_lexemes('', $2::text[] || $3::text[] || $4::text[] "
    "|| $5::text[])), words_old = false WHERE id = $1"};

constexpr Statement kFindOldWords{
    "catalog.find_old_words",
    "SELECT id FROM marketplace_keys WHERE words_old ORDER BY id LIMIT $1::int"};
struct OldWordsRow {
  std::string id;
};

constexpr Statement kPublished{
    "catalog.find_published",
    "SELECT k.slug, k.family, v.version, v.content_hash, v.sha256, v.source_rank "
    "FROM marketplace_keys k JOIN marketplace_key_versions v ON v.key_id = k.id "
    "WHERE k.slug = ANY($1::text[]) ORDER BY k.slug, v.sort_key"};
struct PublishedRow {
  std::string slug;
  std::string family;
  std::string version;
  std::string content_hash;
  std::optional<std::string> sha256;
  int32_t source_rank;
};

std::vector<std::string> Texts(const google::protobuf::RepeatedPtrField<std::string>& field) {
  return {field.begin(), field.end()};
}

std::optional<int64_t> SizeOf(const v1::Asset& asset) {
  return asset.has_size_bytes() ? std::optional<int64_t>(asset.size_bytes()) : std::nullopt;
}

}  // namespace

absl::Status InsertKey(pg::Transaction& tx, const NewKey& key, const v1::Asset& asset,
                       absl::Time now) {
  return tx
      .Execute(kInsertKey, key.id, asset.slug(), asset.family(), asset.tool(), asset.key_type(),
               Texts(asset.key_types()), asset.title(), asset.source_rank(), asset.version(),
               key.currency, now)
      .status();
}

absl::Status InsertVersion(pg::Transaction& tx, const std::string& version_id,
                           const std::string& key_id, const v1::Asset& asset, absl::Time now) {
  ASSIGN_OR_RETURN(const semver::Version version, semver::Version::Parse(asset.version()));
  return tx
      .Execute(kInsertVersion, version_id, key_id, asset.version(), version.SortKey(),
               !version.IsPrerelease(), Given(asset.has_sha256(), asset.sha256()), SizeOf(asset),
               Given(asset.has_storage_path(), asset.storage_path()),
               Given(asset.has_changelog_md_path(), asset.changelog_md_path()),
               pg::Bytes{FactsOf(asset).SerializeAsString()}, asset.content_hash(),
               asset.source_rank(), now)
      .status();
}

absl::Status UpdateVersion(pg::Transaction& tx, const std::string& version_id,
                           const v1::Asset& asset, absl::Time now) {
  return tx
      .Execute(kUpdateVersion, version_id, Given(asset.has_sha256(), asset.sha256()), SizeOf(asset),
               Given(asset.has_storage_path(), asset.storage_path()),
               Given(asset.has_changelog_md_path(), asset.changelog_md_path()),
               pg::Bytes{FactsOf(asset).SerializeAsString()}, asset.content_hash(),
               asset.source_rank(), now)
      .status();
}

absl::Status DropWeakerVersions(pg::Transaction& tx, const std::string& key_id, int source_rank) {
  return tx.Execute(kDropWeaker, key_id, int32_t{source_rank}).status();
}

namespace {

absl::Status IndexWords(pg::Transaction& tx, const std::string& key_id, const v1::Asset& asset) {
  std::string labels = asset.slug();
  for (const std::string& tag : asset.tags()) labels += " " + tag;
  const std::vector<std::string> title = text::IndexedWords(asset.title(), kMostIndexedWords);
  const std::vector<std::string> tags = text::IndexedWords(labels, kMostIndexedWords);
  const std::vector<std::string> description =
      text::IndexedWords(asset.description(), kMostIndexedWords);
  const std::vector<std::string> readme =
      text::IndexedWords(asset.readme_text(), kMostIndexedWords);
  RETURN_IF_ERROR(tx.Execute(kIndexWords, key_id, title, tags, description, readme).status());
  std::vector<std::string> words = title;
  words.insert(words.end(), tags.begin(), tags.end());
  words.insert(words.end(), description.begin(), description.end());
  words.insert(words.end(), readme.begin(), readme.end());
  return AddWords(tx, words);
}

// The latest version of a KEY with its author's facts.
struct Latest {
  FactsRow row;
  v1::Asset asset;
};

absl::StatusOr<Latest> FindLatest(pg::Transaction& tx, const std::string& key_id) {
  ASSIGN_OR_RETURN(std::optional<FactsRow> row, tx.QueryOne<FactsRow>(kLatestFacts, key_id));
  if (!row.has_value()) return absl::InternalError("a KEY has no version");
  v1::Asset asset;
  if (!asset.ParseFromString(row->facts.data)) {
    return absl::InternalError("the facts of a version cannot be read");
  }
  return Latest{.row = *std::move(row), .asset = std::move(asset)};
}

}  // namespace

absl::StatusOr<int> RemakeOldWords(pg::Transaction& tx, int most) {
  ASSIGN_OR_RETURN(const std::vector<OldWordsRow> keys,
                   tx.Query<OldWordsRow>(kFindOldWords, int32_t{most}));
  for (const OldWordsRow& key : keys) {
    ASSIGN_OR_RETURN(const Latest latest, FindLatest(tx, key.id));
    RETURN_IF_ERROR(IndexWords(tx, key.id, latest.asset));
  }
  return static_cast<int>(keys.size());
}

absl::StatusOr<bool> ProjectLatest(pg::Transaction& tx, const std::string& key_id, absl::Time now) {
  ASSIGN_OR_RETURN(const Latest latest, FindLatest(tx, key_id));
  const v1::Asset& asset = latest.asset;
  ASSIGN_OR_RETURN(
      const int64_t changed,
      tx.Execute(kProject, key_id, asset.tool(), asset.key_type(), Texts(asset.key_types()),
                 asset.title(), Given(asset.has_description(), asset.description()),
                 Given(asset.has_category(), asset.category()),
                 Given(asset.has_difficulty(), asset.difficulty()), Texts(asset.tags()),
                 Given(asset.has_license_spdx(), asset.license_spdx()),
                 Given(asset.has_outcome(), asset.outcome()),
                 Given(asset.has_maturity(), asset.maturity()),
                 Given(asset.has_severity_level(), asset.severity_level()), asset.preview_public(),
                 pg::Json{AttributesOf(asset)}, Texts(asset.references()), asset.incomplete(),
                 latest.row.source_rank, latest.row.version, latest.row.available,
                 latest.row.content_hash, now));
  if (changed == 0) return false;
  RETURN_IF_ERROR(IndexWords(tx, key_id, asset));
  return true;
}

absl::StatusOr<std::vector<v1::GetPublishedResponse::Version>> FindPublished(
    pg::Executor& db, const std::vector<std::string>& slugs) {
  ASSIGN_OR_RETURN(std::vector<PublishedRow> rows, db.Query<PublishedRow>(kPublished, slugs));
  std::vector<v1::GetPublishedResponse::Version> versions(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    versions[i].set_slug(std::move(rows[i].slug));
    versions[i].set_family(std::move(rows[i].family));
    versions[i].set_version(std::move(rows[i].version));
    versions[i].set_content_hash(std::move(rows[i].content_hash));
    if (rows[i].sha256) versions[i].set_sha256(*std::move(rows[i].sha256));
    versions[i].set_source_rank(rows[i].source_rank);
  }
  return versions;
}

absl::Status CheckPublishStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<FactsRow>(db, kLatestFacts));
  RETURN_IF_ERROR(pg::CheckStatement<OldWordsRow>(db, kFindOldWords));
  RETURN_IF_ERROR(pg::CheckStatement<PublishedRow>(db, kPublished));
  for (const Statement& statement :
       {kInsertKey, kInsertVersion, kUpdateVersion, kDropWeaker, kProject, kIndexWords}) {
    RETURN_IF_ERROR(pg::CheckCommand(db, statement));
  }
  return absl::OkStatus();
}

}  // namespace keys::catalog

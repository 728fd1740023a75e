#include "services/catalog/store/page_store.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/id/id.h"
#include "common/pg/check.h"
#include "common/time/proto_time.h"
#include "services/catalog/store/key_columns.h"

namespace keys::catalog {
namespace {

// LIMIT 1 as in change_store.cc.
constexpr char kRest[] =
    ", v.versions, v.created, v.changelogs, v.digests, v.sizes, v.yanked, "
    "p.facts, c.readme_html, c.changelog_html, coalesce(c.preview_html IS NOT NULL, false), "
    "b.ids, b.slugs, b.titles, b.types, b.prices, b.currencies, b.key_counts "
    "FROM (SELECT revision FROM catalog_revision LIMIT 1) r CROSS JOIN marketplace_keys k "
    "LEFT JOIN marketplace_key_versions p ON p.key_id = k.id AND p.version = k.version "
    "LEFT JOIN marketplace_key_contents c ON c.version_id = p.id "
    "CROSS JOIN LATERAL (SELECT coalesce(array_agg(o.version), '{}') AS versions, "
    "coalesce(array_agg(o.created), '{}') AS created, "
    "coalesce(array_agg(o.changelog_md_path), '{}') AS changelogs, "
    "coalesce(array_agg(o.sha256), '{}') AS digests, "
    "coalesce(array_agg(o.size_bytes::text), '{}') AS sizes, "
    "coalesce(array_agg(o.yanked), '{}') AS yanked "
    "FROM (SELECT version, (extract(epoch FROM created_at) * 1000000)::bigint AS created, "
    "changelog_md_path, sha256, size_bytes, (yanked_at IS NOT NULL)::int::bigint AS yanked "
    "FROM marketplace_key_versions WHERE key_id = k.id "
    "ORDER BY sort_key DESC, version DESC) o) v "
    "CROSS JOIN LATERAL (SELECT coalesce(array_agg(o.id::text), '{}') AS ids, "
    "coalesce(array_agg(o.slug), '{}') AS slugs, coalesce(array_agg(o.title), '{}') AS titles, "
    "coalesce(array_agg(o.bundle_type), '{}') AS types, "
    "coalesce(array_agg(o.price_cents), '{}') AS prices, "
    "coalesce(array_agg(o.currency), '{}') AS currencies, "
    "coalesce(array_agg(o.key_count), '{}') AS key_counts "
    "FROM (SELECT b.id, b.slug, b.title, b.bundle_type, b.price_cents, b.currency, "
    "(SELECT count(*) FROM marketplace_bundle_keys other JOIN marketplace_keys m "
    "ON m.id = other.key_id WHERE other.bundle_id = b.id AND m.status = 'published') AS key_count "
    "FROM marketplace_bundle_keys bk JOIN marketplace_bundles b ON b.id = bk.bundle_id "
    "WHERE bk.key_id = k.id AND b.deleted_at IS NULL ORDER BY b.price_cents, b.slug LIMIT 20) o) b "
    "WHERE ";
static_assert(kMostBundlesOfKey == 20, "the statement says how many bundles a page names");

struct PageRow {
  int64_t revision;
  std::string id;
  std::string slug;
  std::string title;
  std::optional<std::string> description;
  std::string tool;
  std::string key_type;
  std::vector<std::string> key_types;
  std::optional<std::string> category;
  std::optional<std::string> difficulty;
  std::vector<std::string> tags;
  std::string version;
  std::optional<std::string> license_spdx;
  std::optional<std::string> outcome;
  std::optional<std::string> maturity;
  std::optional<int64_t> price_cents;
  std::string currency;
  bool available;
  std::string status;
  pg::Json attributes;
  bool incomplete;
  std::string family;
  std::vector<std::string> references;
  int32_t source_rank;
  int64_t row_version;
  absl::Time created_at;
  absl::Time updated_at;
  // These lists have an entry for each version, the highest first.
  std::vector<std::string> versions;
  std::vector<int64_t> created_micros;
  std::vector<std::optional<std::string>> changelogs;
  std::vector<std::optional<std::string>> digests;
  std::vector<std::optional<std::string>> sizes;
  std::vector<int64_t> yanked;
  // These are of the version that the KEY shows.
  std::optional<pg::Bytes> facts;
  std::optional<std::string> readme_html;
  std::optional<std::string> changelog_html;
  bool has_preview;
  // These lists have an entry for each bundle, the cheapest first.
  std::vector<std::string> bundle_ids;
  std::vector<std::string> bundle_slugs;
  std::vector<std::string> bundle_titles;
  std::vector<std::string> bundle_types;
  std::vector<int64_t> bundle_prices;
  std::vector<std::string> bundle_currencies;
  std::vector<int64_t> bundle_key_counts;
};

// A statement of its own for each name: planned once a connection, where one for both names would
// be planned for each page, because what is NULL decides which index it uses.
pg::Statement BySlug() {
  static const std::string kSql = StrCat("SELECT r.revision, ", kKeyColumns, kRest, "k.slug = $1");
  return {"catalog.find_page", kSql};
}
pg::Statement ById() {
  static const std::string kSql = StrCat("SELECT r.revision, ", kKeyColumns, kRest, "k.id = $1");
  return {"catalog.find_page_by_id", kSql};
}

absl::Status FillVersions(v1::KeyDetail& detail, PageRow& row) {
  for (size_t i = 0; i < row.versions.size(); ++i) {
    v1::KeyVersion& version = *detail.add_versions();
    version.set_version(std::move(row.versions[i]));
    *version.mutable_created_at() = ToProto(absl::FromUnixMicros(row.created_micros[i]));
    if (row.changelogs[i]) version.set_changelog_md_path(*std::move(row.changelogs[i]));
    if (row.digests[i]) version.set_sha256(*std::move(row.digests[i]));
    version.set_yanked(row.yanked[i] != 0);
    if (!row.sizes[i].has_value()) continue;
    int64_t size = 0;
    if (!absl::SimpleAtoi(*row.sizes[i], &size)) return absl::InternalError("a size is no number");
    version.set_size_bytes(size);
  }
  return absl::OkStatus();
}

void FillBundles(v1::KeyDetail& detail, PageRow& row) {
  for (size_t i = 0; i < row.bundle_ids.size(); ++i) {
    v1::ContainingBundle& bundle = *detail.add_bundles();
    bundle.set_id(std::move(row.bundle_ids[i]));
    bundle.set_slug(std::move(row.bundle_slugs[i]));
    bundle.set_title(std::move(row.bundle_titles[i]));
    bundle.set_bundle_type(std::move(row.bundle_types[i]));
    bundle.set_price_cents(row.bundle_prices[i]);
    bundle.set_currency(std::move(row.bundle_currencies[i]));
    bundle.set_key_count(static_cast<int32_t>(row.bundle_key_counts[i]));
  }
}

void FillTexts(v1::KeyDetail& detail, PageRow& row) {
  if (row.readme_html) detail.set_readme_html(*std::move(row.readme_html));
  if (row.changelog_html) detail.set_changelog_html(*std::move(row.changelog_html));
  if (row.has_preview) {
    detail.set_preview_html_path(StrCat("/marketplace/keys/", detail.slug(), "/preview"));
  }
}

}  // namespace

absl::StatusOr<std::optional<StoredPage>> FindPage(pg::Executor& db,
                                                   const std::string& slug_or_id) {
  const std::optional<std::string> id = NormalizeUuid(slug_or_id);
  ASSIGN_OR_RETURN(
      std::optional<PageRow> row,
      db.QueryOne<PageRow>(id.has_value() ? ById() : BySlug(), id.value_or(slug_or_id)));
  if (!row.has_value()) return std::nullopt;
  StoredPage page{.revision = row->revision};
  page.key = {.family = std::move(row->family),
              .references = std::move(row->references),
              .source_rank = row->source_rank,
              .row_version = row->row_version};
  v1::KeyDetail& detail = page.key.detail;
  FillKey(detail, *row);
  RETURN_IF_ERROR(FillVersions(detail, *row));
  FillTexts(detail, *row);
  FillBundles(detail, *row);
  if (row->facts.has_value() && !page.facts.ParseFromString(row->facts->data)) {
    return absl::InternalError("the facts of a version cannot be read");
  }
  return page;
}

absl::Status CheckPageStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<PageRow>(db, BySlug()));
  return pg::CheckStatement<PageRow>(db, ById());
}

}  // namespace keys::catalog

#include "services/catalog/store/bundle_store.h"

#include "common/base/status_macros.h"
#include "common/id/id.h"
#include "common/pg/check.h"

namespace keys::catalog {
namespace {

using pg::Statement;

// Returns one row for each KEY of a bundle. A bundle without KEYS has one row without a KEY.
constexpr Statement kFindBundle{
    "catalog.find_bundles",
    "SELECT b.id, b.slug, b.title, b.description, b.bundle_type, b.price_cents, b.currency, "
    "b.row_version, b.rule_tool, b.rule_maturity, k.id, k.slug, k.title, k.key_type, k.tool, "
    "k.version, k.price_cents, "
    "k.currency, k.available, k.status, k.description FROM marketplace_bundles b "
    "LEFT JOIN marketplace_bundle_keys bk ON bk.bundle_id = b.id "
    "LEFT JOIN marketplace_keys k ON k.id = bk.key_id "
    "WHERE b.deleted_at IS NULL AND ($1::text IS NULL OR b.bundle_type = $1) "
    "AND ($2::text IS NULL OR b.slug = $2 OR b.id = $3::uuid) "
    "ORDER BY b.price_cents, b.slug, bk.position"};
struct BundleRow {
  std::string id;
  std::string slug;
  std::string title;
  std::optional<std::string> description;
  std::string bundle_type;
  int64_t price_cents;
  std::string currency;
  int64_t row_version;
  std::optional<std::string> rule_tool;
  std::optional<std::string> rule_maturity;
  std::optional<std::string> key_id;
  std::optional<std::string> key_slug;
  std::optional<std::string> key_title;
  std::optional<std::string> key_type;
  std::optional<std::string> key_tool;
  std::optional<std::string> key_version;
  std::optional<int64_t> key_price_cents;
  std::optional<std::string> key_currency;
  std::optional<bool> key_available;
  std::optional<std::string> key_status;
  std::optional<std::string> key_description;
};

constexpr Statement kUpsert{
    "catalog.upsert_bundle",
    "INSERT INTO marketplace_bundles (id, slug, title, description, bundle_type, price_cents, "
    "currency, row_version, created_at, updated_at, rule_tool, rule_maturity) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8, $9, $10) "
    "ON CONFLICT (slug) DO UPDATE SET title = excluded.title, "
    "description = excluded.description, bundle_type = excluded.bundle_type, "
    "price_cents = excluded.price_cents, currency = excluded.currency, "
    "row_version = marketplace_bundles.row_version + 1, deleted_at = NULL, "
    "updated_at = excluded.updated_at, rule_tool = excluded.rule_tool, "
    "rule_maturity = excluded.rule_maturity RETURNING id"};
struct IdRow {
  std::string id;
};
constexpr Statement kRemoveKeys{"catalog.remove_bundle_keys",
                                "DELETE FROM marketplace_bundle_keys WHERE bundle_id = $1 "
                                "AND key_id <> ALL($2::uuid[])"};
constexpr Statement kAddKeys{
    "catalog.add_bundle_keys",
    "INSERT INTO marketplace_bundle_keys (bundle_id, key_id, position, created_at) "
    "SELECT $1::uuid, part.key_id, part.position, $3::timestamptz "
    "FROM unnest($2::uuid[]) WITH ORDINALITY AS part (key_id, position) "
    "ON CONFLICT (bundle_id, key_id) DO UPDATE SET position = excluded.position"};
constexpr Statement kTakeOff{"catalog.take_bundle_off_sale",
                             "UPDATE marketplace_bundles SET deleted_at = $2, updated_at = $2, "
                             "row_version = row_version + 1 WHERE id = $1"};

constexpr Statement kMembers{
    "catalog.find_bundle_members",
    "SELECT k.slug FROM marketplace_keys k WHERE k.status = 'published' "
    "AND ($1::text IS NULL OR k.tool = $1) AND ($2::text IS NULL OR k.maturity = $2) "
    "ORDER BY k.slug LIMIT $3::int"};
struct SlugRow {
  std::string slug;
};
constexpr Statement kGrow{
    "catalog.grow_bundles",
    "WITH fitting AS (SELECT b.id AS bundle_id, k.id AS key_id, k.slug FROM marketplace_bundles b "
    "JOIN marketplace_keys k ON k.id = ANY($1::uuid[]) AND k.status = 'published' "
    "WHERE b.deleted_at IS NULL AND num_nulls(b.rule_tool, b.rule_maturity) < 2 "
    "AND (b.rule_tool IS NULL OR b.rule_tool = k.tool) "
    "AND (b.rule_maturity IS NULL OR b.rule_maturity = k.maturity)), "
    "added AS (INSERT INTO marketplace_bundle_keys (bundle_id, key_id, position, created_at) "
    "SELECT f.bundle_id, f.key_id, (SELECT coalesce(max(bk.position), 0) FROM "
    "marketplace_bundle_keys bk WHERE bk.bundle_id = f.bundle_id) "
    "+ row_number() OVER (PARTITION BY f.bundle_id ORDER BY f.slug), $2::timestamptz FROM fitting "
    "f "
    "ON CONFLICT (bundle_id, key_id) DO NOTHING RETURNING bundle_id, key_id), "
    "grown AS (SELECT a.bundle_id, array_agg(f.slug ORDER BY f.slug) AS slugs FROM added a "
    "JOIN fitting f USING (bundle_id, key_id) GROUP BY a.bundle_id) "
    "UPDATE marketplace_bundles b SET row_version = b.row_version + 1, updated_at = $2 "
    "FROM grown g WHERE b.id = g.bundle_id RETURNING b.id, b.slug, g.slugs"};

v1::BundleForSale ToBundle(const BundleRow& row) {
  v1::BundleForSale bundle;
  bundle.set_id(row.id);
  bundle.set_slug(row.slug);
  bundle.set_title(row.title);
  if (row.description) bundle.set_description(*row.description);
  bundle.set_bundle_type(row.bundle_type);
  bundle.set_price_cents(row.price_cents);
  bundle.set_currency(row.currency);
  if (row.rule_tool) bundle.mutable_rule()->set_tool(*row.rule_tool);
  if (row.rule_maturity) bundle.mutable_rule()->set_maturity(*row.rule_maturity);
  return bundle;
}

void AddKey(const BundleRow& row, v1::BundleForSale& bundle) {
  v1::KeyForSale* key = bundle.add_keys();
  key->set_id(*row.key_id);
  key->set_slug(row.key_slug.value_or(""));
  key->set_title(row.key_title.value_or(""));
  key->set_key_type(row.key_type.value_or(""));
  key->set_tool(row.key_tool.value_or(""));
  key->set_version(row.key_version.value_or(""));
  if (row.key_price_cents) key->set_price_cents(*row.key_price_cents);
  key->set_currency(row.key_currency.value_or(""));
  key->set_available(row.key_available.value_or(false));
  key->set_status(row.key_status.value_or(""));
  if (row.key_description) key->set_description(*row.key_description);
}

std::vector<StoredBundle> Gather(const std::vector<BundleRow>& rows) {
  std::vector<StoredBundle> bundles;
  for (const BundleRow& row : rows) {
    if (bundles.empty() || bundles.back().sale.id() != row.id) {
      bundles.push_back({.sale = ToBundle(row), .row_version = row.row_version});
    }
    if (row.key_id.has_value()) AddKey(row, bundles.back().sale);
  }
  return bundles;
}

}  // namespace

absl::StatusOr<std::vector<StoredBundle>> FindBundles(
    pg::Executor& db, const std::optional<std::string>& bundle_type) {
  ASSIGN_OR_RETURN(const std::vector<BundleRow> rows,
                   db.Query<BundleRow>(kFindBundle, bundle_type, nullptr, nullptr));
  return Gather(rows);
}

absl::StatusOr<std::optional<StoredBundle>> FindBundle(pg::Executor& db,
                                                       const std::string& slug_or_id) {
  ASSIGN_OR_RETURN(
      const std::vector<BundleRow> rows,
      db.Query<BundleRow>(kFindBundle, nullptr, slug_or_id, NormalizeUuid(slug_or_id)));
  std::vector<StoredBundle> bundles = Gather(rows);
  if (bundles.empty()) return std::nullopt;
  return std::move(bundles.front());
}

absl::Status WriteBundle(pg::Transaction& tx, const BundleWrite& bundle, absl::Time now) {
  ASSIGN_OR_RETURN(
      const auto row,
      tx.QueryOne<IdRow>(kUpsert, bundle.new_id, bundle.slug, bundle.title, bundle.description,
                         bundle.bundle_type, bundle.price_cents, bundle.currency, now,
                         bundle.rule.tool, bundle.rule.maturity));
  if (!row.has_value()) return absl::InternalError("a bundle was not written");
  RETURN_IF_ERROR(tx.Execute(kRemoveKeys, row->id, bundle.key_ids).status());
  return tx.Execute(kAddKeys, row->id, bundle.key_ids, now).status();
}

absl::StatusOr<std::vector<std::string>> FindMembers(pg::Executor& db, const MemberRule& rule,
                                                     int limit) {
  ASSIGN_OR_RETURN(std::vector<SlugRow> rows,
                   db.Query<SlugRow>(kMembers, rule.tool, rule.maturity, int32_t{limit}));
  std::vector<std::string> slugs;
  slugs.reserve(rows.size());
  for (SlugRow& row : rows) slugs.push_back(std::move(row.slug));
  return slugs;
}

absl::StatusOr<std::vector<GrownBundle>> GrowBundles(pg::Transaction& tx,
                                                     const std::vector<std::string>& key_ids,
                                                     absl::Time now) {
  if (key_ids.empty()) return std::vector<GrownBundle>();
  return tx.Query<GrownBundle>(kGrow, key_ids, now);
}

absl::Status TakeOffSale(pg::Transaction& tx, const std::string& bundle_id, absl::Time now) {
  return tx.Execute(kTakeOff, bundle_id, now).status();
}

absl::Status CheckBundleStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<BundleRow>(db, kFindBundle));
  RETURN_IF_ERROR(pg::CheckStatement<IdRow>(db, kUpsert));
  RETURN_IF_ERROR(pg::CheckStatement<SlugRow>(db, kMembers));
  RETURN_IF_ERROR(pg::CheckStatement<GrownBundle>(db, kGrow));
  for (const Statement& statement : {kRemoveKeys, kAddKeys, kTakeOff}) {
    RETURN_IF_ERROR(pg::CheckCommand(db, statement));
  }
  return absl::OkStatus();
}

}  // namespace keys::catalog

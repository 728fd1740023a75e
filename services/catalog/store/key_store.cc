#include "services/catalog/store/key_store.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/id/id.h"
#include "common/pg/check.h"
#include "services/catalog/store/key_columns.h"

namespace keys::catalog {
namespace {

using pg::Statement;

pg::Statement FindStatement() {
  static const std::string kSql =
      StrCat("SELECT ", kKeyColumns, " FROM marketplace_keys k WHERE slug = $1 OR id = $2::uuid");
  return {"catalog.find_key", kSql};
}
pg::Statement LockStatement() {
  static const std::string kSql = StrCat(FindStatement().sql, " FOR UPDATE");
  return {"catalog.lock_key", kSql};
}
struct KeyRow {
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
};

constexpr Statement kForSale{
    "catalog.find_keys_for_sale",
    "SELECT id, slug, title, key_type, tool, version, price_cents, currency, available, status, "
    "description FROM marketplace_keys WHERE slug = ANY($1::text[]) OR id = ANY($2::uuid[]) "
    "ORDER BY slug"};
struct ForSaleRow {
  std::string id;
  std::string slug;
  std::string title;
  std::string key_type;
  std::string tool;
  std::string version;
  std::optional<int64_t> price_cents;
  std::string currency;
  bool available;
  std::string status;
  std::optional<std::string> description;
};

constexpr Statement kCandidates{
    "catalog.find_candidates",
    "SELECT id, slug, title, description, tool, key_type, key_types, version, maturity, outcome, "
    "tags, available, price_cents, currency FROM marketplace_keys WHERE status = 'published' "
    "ORDER BY slug"};
struct CandidateRow {
  std::string id;
  std::string slug;
  std::string title;
  std::optional<std::string> description;
  std::string tool;
  std::string key_type;
  std::vector<std::string> key_types;
  std::string version;
  std::optional<std::string> maturity;
  std::optional<std::string> outcome;
  std::vector<std::string> tags;
  bool available;
  std::optional<int64_t> price_cents;
  std::string currency;
};

constexpr Statement kSetTerms{
    "catalog.set_sale_terms",
    "UPDATE marketplace_keys SET price_cents = $2::bigint, currency = $3, status = $4, "
    "updated_at = $5, row_version = row_version + 1 WHERE id = $1"};
absl::StatusOr<std::optional<StoredKey>> FindBy(pg::Executor& db, const Statement& statement,
                                                const std::string& slug_or_id) {
  ASSIGN_OR_RETURN(std::optional<KeyRow> row,
                   db.QueryOne<KeyRow>(statement, slug_or_id, NormalizeUuid(slug_or_id)));
  if (!row.has_value()) return std::nullopt;
  StoredKey key{.family = std::move(row->family),
                .references = std::move(row->references),
                .source_rank = row->source_rank,
                .row_version = row->row_version};
  FillKey(key.detail, *row);
  return key;
}

}  // namespace

absl::StatusOr<std::optional<StoredKey>> FindKey(pg::Executor& db, const std::string& slug_or_id) {
  return FindBy(db, FindStatement(), slug_or_id);
}

absl::StatusOr<std::optional<StoredKey>> LockKey(pg::Transaction& tx,
                                                 const std::string& slug_or_id) {
  return FindBy(tx, LockStatement(), slug_or_id);
}

absl::StatusOr<std::vector<v1::KeyForSale>> FindKeysForSale(pg::Executor& db,
                                                            const std::vector<std::string>& refs) {
  std::vector<std::string> ids;
  for (const std::string& ref : refs) {
    if (auto id = NormalizeUuid(ref)) ids.push_back(*std::move(id));
  }
  ASSIGN_OR_RETURN(std::vector<ForSaleRow> rows, db.Query<ForSaleRow>(kForSale, refs, ids));
  std::vector<v1::KeyForSale> found;
  found.reserve(rows.size());
  for (ForSaleRow& row : rows) FillKey(found.emplace_back(), row);
  return found;
}

absl::StatusOr<std::vector<v1::Candidate>> FindCandidates(pg::Executor& db) {
  ASSIGN_OR_RETURN(std::vector<CandidateRow> rows, db.Query<CandidateRow>(kCandidates));
  std::vector<v1::Candidate> candidates;
  candidates.reserve(rows.size());
  for (CandidateRow& row : rows) FillKey(candidates.emplace_back(), row);
  return candidates;
}

absl::Status SetSaleTerms(pg::Transaction& tx, const std::string& key_id, const SaleTerms& terms,
                          absl::Time now) {
  return tx.Execute(kSetTerms, key_id, terms.price_cents, terms.currency, terms.status, now)
      .status();
}

absl::Status CheckKeyStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<KeyRow>(db, FindStatement()));
  RETURN_IF_ERROR(pg::CheckStatement<KeyRow>(db, LockStatement()));
  RETURN_IF_ERROR(pg::CheckStatement<ForSaleRow>(db, kForSale));
  RETURN_IF_ERROR(pg::CheckStatement<CandidateRow>(db, kCandidates));
  return pg::CheckCommand(db, kSetTerms);
}

}  // namespace keys::catalog

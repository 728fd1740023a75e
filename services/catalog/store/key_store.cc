#include "services/catalog/store/key_store.h"

#include "common/base/status_macros.h"
#include "common/id/id.h"
#include "common/pg/check.h"
#include "common/time/proto_time.h"

namespace keys::catalog {
namespace {

using pg::Statement;

constexpr Statement kFindKey{
    "catalog.find_key",
    "SELECT id, slug, title, description, tool, key_type, key_types, category, difficulty, tags, "
    "version, license_spdx, outcome, maturity, price_cents, currency, available, status, "
    "attributes, incomplete, family, key_references, source_rank, row_version, created_at, "
    "updated_at FROM marketplace_keys WHERE slug = $1 OR id = $2::uuid"};
constexpr Statement kLock{
    "catalog.lock_key",
    "SELECT id, slug, title, description, tool, key_type, key_types, category, difficulty, tags, "
    "version, license_spdx, outcome, maturity, price_cents, currency, available, status, "
    "attributes, incomplete, family, key_references, source_rank, row_version, created_at, "
    "updated_at FROM marketplace_keys WHERE slug = $1 OR id = $2::uuid FOR UPDATE"};
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
v1::KeyDetail ToDetail(KeyRow& row) {
  v1::KeyDetail detail;
  detail.set_id(std::move(row.id));
  detail.set_slug(std::move(row.slug));
  detail.set_title(std::move(row.title));
  if (row.description) detail.set_description(*std::move(row.description));
  detail.set_tool(std::move(row.tool));
  detail.set_key_type(std::move(row.key_type));
  detail.mutable_key_types()->Add(row.key_types.begin(), row.key_types.end());
  if (row.category) detail.set_category(*std::move(row.category));
  if (row.difficulty) detail.set_difficulty(*std::move(row.difficulty));
  detail.mutable_tags()->Add(row.tags.begin(), row.tags.end());
  detail.set_version(std::move(row.version));
  if (row.license_spdx) detail.set_license_spdx(*std::move(row.license_spdx));
  if (row.outcome) detail.set_outcome(*std::move(row.outcome));
  if (row.maturity) detail.set_maturity(*std::move(row.maturity));
  if (row.price_cents) detail.set_price_cents(*row.price_cents);
  detail.set_currency(std::move(row.currency));
  detail.set_available(row.available);
  detail.set_status(std::move(row.status));
  detail.set_attributes(std::move(row.attributes.text));
  detail.set_incomplete(row.incomplete);
  *detail.mutable_created_at() = ToProto(row.created_at);
  *detail.mutable_updated_at() = ToProto(row.updated_at);
  return detail;
}

absl::StatusOr<std::optional<StoredKey>> FindBy(pg::Executor& db, const Statement& statement,
                                                const std::string& slug_or_id) {
  ASSIGN_OR_RETURN(std::optional<KeyRow> row,
                   db.QueryOne<KeyRow>(statement, slug_or_id, NormalizeUuid(slug_or_id)));
  if (!row.has_value()) return std::nullopt;
  return StoredKey{.detail = ToDetail(*row),
                   .family = std::move(row->family),
                   .references = std::move(row->references),
                   .source_rank = row->source_rank,
                   .row_version = row->row_version};
}

v1::KeyForSale ToForSale(ForSaleRow& row) {
  v1::KeyForSale key;
  key.set_id(std::move(row.id));
  key.set_slug(std::move(row.slug));
  key.set_title(std::move(row.title));
  key.set_key_type(std::move(row.key_type));
  key.set_tool(std::move(row.tool));
  key.set_version(std::move(row.version));
  if (row.price_cents) key.set_price_cents(*row.price_cents);
  key.set_currency(std::move(row.currency));
  key.set_available(row.available);
  key.set_status(std::move(row.status));
  if (row.description) key.set_description(*std::move(row.description));
  return key;
}

v1::Candidate ToCandidate(CandidateRow& row) {
  v1::Candidate candidate;
  candidate.set_id(std::move(row.id));
  candidate.set_slug(std::move(row.slug));
  candidate.set_title(std::move(row.title));
  if (row.description) candidate.set_description(*std::move(row.description));
  candidate.set_tool(std::move(row.tool));
  candidate.set_key_type(std::move(row.key_type));
  candidate.mutable_key_types()->Add(row.key_types.begin(), row.key_types.end());
  candidate.set_version(std::move(row.version));
  if (row.maturity) candidate.set_maturity(*std::move(row.maturity));
  if (row.outcome) candidate.set_outcome(*std::move(row.outcome));
  candidate.mutable_tags()->Add(row.tags.begin(), row.tags.end());
  candidate.set_available(row.available);
  if (row.price_cents) candidate.set_price_cents(*row.price_cents);
  candidate.set_currency(std::move(row.currency));
  return candidate;
}

}  // namespace

absl::StatusOr<std::optional<StoredKey>> FindKey(pg::Executor& db, const std::string& slug_or_id) {
  return FindBy(db, kFindKey, slug_or_id);
}

absl::StatusOr<std::optional<StoredKey>> LockKey(pg::Transaction& tx,
                                                 const std::string& slug_or_id) {
  return FindBy(tx, kLock, slug_or_id);
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
  for (ForSaleRow& row : rows) found.push_back(ToForSale(row));
  return found;
}

absl::StatusOr<std::vector<v1::Candidate>> FindCandidates(pg::Executor& db) {
  ASSIGN_OR_RETURN(std::vector<CandidateRow> rows, db.Query<CandidateRow>(kCandidates));
  std::vector<v1::Candidate> candidates;
  candidates.reserve(rows.size());
  for (CandidateRow& row : rows) candidates.push_back(ToCandidate(row));
  return candidates;
}

absl::Status SetSaleTerms(pg::Transaction& tx, const std::string& key_id, const SaleTerms& terms,
                          absl::Time now) {
  return tx.Execute(kSetTerms, key_id, terms.price_cents, terms.currency, terms.status, now)
      .status();
}

absl::Status CheckKeyStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<KeyRow>(db, kFindKey));
  RETURN_IF_ERROR(pg::CheckStatement<KeyRow>(db, kLock));
  RETURN_IF_ERROR(pg::CheckStatement<ForSaleRow>(db, kForSale));
  RETURN_IF_ERROR(pg::CheckStatement<CandidateRow>(db, kCandidates));
  return pg::CheckCommand(db, kSetTerms);
}

}  // namespace keys::catalog

#include "services/catalog/store/pricing_store.h"

#include "common/base/status_macros.h"
#include "common/pg/check.h"

namespace keys::catalog {
namespace {

using pg::Statement;

constexpr Statement kFindPricing{"catalog.find_applied_pricing",
                                 "SELECT kind, slug, entry_hash FROM catalog_applied_pricing"};
struct EntryRow {
  std::string kind;
  std::string slug;
  std::string entry_hash;
};
constexpr Statement kRecord{
    "catalog.record_applied_pricing",
    "INSERT INTO catalog_applied_pricing (kind, slug, entry_hash, applied_at) "
    "SELECT kind, slug, entry_hash, $4::timestamptz "
    "FROM unnest($1::text[], $2::text[], $3::text[]) AS entry (kind, slug, entry_hash) "
    "ON CONFLICT (kind, slug) DO UPDATE SET entry_hash = excluded.entry_hash, "
    "applied_at = excluded.applied_at"};
constexpr Statement kApplyTerms{
    "catalog.set_terms_of_many",
    "UPDATE marketplace_keys key SET price_cents = terms.price_cents, currency = terms.currency, "
    "status = terms.status, updated_at = $5, row_version = row_version + 1 "
    "FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) "
    "AS terms (id, price_cents, currency, status) WHERE key.id = terms.id"};

}  // namespace

absl::StatusOr<AppliedEntries> FindAppliedEntries(pg::Executor& db) {
  ASSIGN_OR_RETURN(std::vector<EntryRow> rows, db.Query<EntryRow>(kFindPricing));
  AppliedEntries entries;
  for (EntryRow& row : rows) {
    entries[{std::move(row.kind), std::move(row.slug)}] = std::move(row.entry_hash);
  }
  return entries;
}

absl::Status RecordAppliedEntries(pg::Transaction& tx, const AppliedEntries& entries,
                                  absl::Time now) {
  std::vector<std::string> kinds, slugs, hashes;
  for (const auto& [entry, hash] : entries) {
    kinds.push_back(entry.first);
    slugs.push_back(entry.second);
    hashes.push_back(hash);
  }
  return tx.Execute(kRecord, kinds, slugs, hashes, now).status();
}

absl::Status SetTermsOfMany(pg::Transaction& tx, const std::map<std::string, SaleTerms>& terms,
                            absl::Time now) {
  std::vector<std::string> ids, currencies, statuses;
  std::vector<std::optional<std::string>> prices;
  for (const auto& [id, one] : terms) {
    ids.push_back(id);
    prices.push_back(one.price_cents.has_value()
                         ? std::optional<std::string>(std::to_string(*one.price_cents))
                         : std::nullopt);
    currencies.push_back(one.currency);
    statuses.push_back(one.status);
  }
  return tx.Execute(kApplyTerms, ids, prices, currencies, statuses, now).status();
}

absl::Status CheckPricingStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<EntryRow>(db, kFindPricing));
  RETURN_IF_ERROR(pg::CheckCommand(db, kRecord));
  return pg::CheckCommand(db, kApplyTerms);
}

}  // namespace keys::catalog

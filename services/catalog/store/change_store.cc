#include "services/catalog/store/change_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/pg/check.h"
#include "services/catalog/store/key_columns.h"

namespace keys::catalog {
namespace {

// LIMIT 1 tells PostgreSQL that the revision is one row: of a table that was never analyzed it
// expects 2,200, and then compiles the statement for longer than it runs.
// One row at least, so that the revision is known in any case: without a KEY its id is NULL.
constexpr pg::Statement kChanged{
    "catalog.find_changed_keys",
    "SELECT r.revision, k.id, coalesce(k.changed_at_revision, 0), coalesce(k.status, ''), "
    "coalesce(k.slug, ''), coalesce(k.title, ''), k.description, coalesce(k.tool, ''), "
    "coalesce(k.key_type, ''), coalesce(k.key_types, '{}'), coalesce(k.version, ''), k.maturity, "
    "k.outcome, coalesce(k.tags, '{}'), coalesce(k.available, false), k.price_cents, "
    "coalesce(k.currency, ''), coalesce(k.key_references, '{}') FROM (SELECT revision FROM "
    "catalog_revision LIMIT 1) r LEFT JOIN "
    "LATERAL (SELECT id, "
    "changed_at_revision, status, slug, title, description, tool, key_type, key_types, version, "
    "maturity, outcome, tags, available, price_cents, currency, key_references "
    "FROM marketplace_keys "
    "WHERE (changed_at_revision, id) > "
    "($1::bigint, coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')) "
    "ORDER BY changed_at_revision, id LIMIT $3) k ON true ORDER BY k.changed_at_revision, k.id"};
struct ChangedRow {
  int64_t revision;
  std::optional<std::string> id;
  int64_t changed_at_revision;
  std::string status;
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
  std::vector<std::string> references;
};

}  // namespace

absl::StatusOr<ChangedKeys> FindChangedKeys(pg::Executor& db, const v1::ChangePlace& after,
                                            int limit) {
  const auto id = after.id().empty() ? std::nullopt : std::optional<std::string>(after.id());
  ASSIGN_OR_RETURN(std::vector<ChangedRow> rows,
                   db.Query<ChangedRow>(kChanged, after.revision(), id, int32_t{limit}));
  if (rows.empty()) return absl::InternalError("catalog_revision has no row");
  ChangedKeys changed{.revision = rows.front().revision};
  if (rows.size() == static_cast<size_t>(limit) && rows.back().id.has_value()) {
    changed.next.emplace().set_revision(rows.back().changed_at_revision);
    changed.next->set_id(*rows.back().id);
  }
  for (ChangedRow& row : rows) {
    if (!row.id.has_value()) continue;
    if (row.status != "published") {
      changed.gone.push_back(*std::move(row.id));
      continue;
    }
    auto& published = changed.published.emplace_back();
    FillKey(published.key, row);
    published.references = std::move(row.references);
  }
  return changed;
}

absl::Status CheckChangeStatements(pg::Executor& db) {
  return pg::CheckStatement<ChangedRow>(db, kChanged);
}

}  // namespace keys::catalog

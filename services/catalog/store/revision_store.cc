#include "services/catalog/store/revision_store.h"

#include "common/base/status_macros.h"
#include "common/pg/check.h"

namespace keys::catalog {
namespace {

using pg::Statement;

constexpr Statement kLockCatalog{"catalog.lock",
                                 "SELECT revision FROM catalog_revision FOR UPDATE"};
struct RevisionRow {
  int64_t revision;
};
constexpr Statement kReadRevision{"catalog.read_revision", "SELECT revision FROM catalog_revision"};
constexpr Statement kCountRevision{
    "catalog.count_revision",
    "WITH counted AS (UPDATE catalog_revision SET revision = revision + 1 RETURNING revision) "
    "SELECT revision, pg_notify('catalog_revision', revision::text)::text FROM counted"};
struct CountedRow {
  int64_t revision;
  std::string notified;
};

}  // namespace

absl::Status LockCatalog(pg::Transaction& tx) {
  return tx.Query<RevisionRow>(kLockCatalog).status();
}

absl::StatusOr<int64_t> CountRevision(pg::Transaction& tx) {
  ASSIGN_OR_RETURN(const auto row, tx.QueryOne<CountedRow>(kCountRevision));
  if (!row.has_value()) return absl::InternalError("catalog_revision has no row");
  return row->revision;
}

absl::StatusOr<int64_t> ReadRevision(pg::Executor& db) {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<RevisionRow>(kReadRevision));
  if (!row.has_value()) return absl::InternalError("catalog_revision has no row");
  return row->revision;
}

absl::Status CheckRevisionStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<RevisionRow>(db, kReadRevision));
  RETURN_IF_ERROR(pg::CheckStatement<RevisionRow>(db, kLockCatalog));
  return pg::CheckStatement<CountedRow>(db, kCountRevision);
}

}  // namespace keys::catalog

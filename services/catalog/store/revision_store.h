// The catalog's revision, which rises with each change, in the transaction of the change.
//
//   RETURN_IF_ERROR(LockCatalog(tx));  … changes …  ASSIGN_OR_RETURN(int64_t r, CountRevision(tx));
//
// Every transaction that changes the catalog takes the lock first. Writers therefore come one after
// the other, and none reads a price or a bundle that another is about to change. Thread-safe.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/pg/transaction.h"

namespace keys::catalog {

absl::Status LockCatalog(pg::Transaction& tx);

// Returns the revision that this transaction makes. Listeners of channel catalog_revision are
// notified at the commit.
absl::StatusOr<int64_t> CountRevision(pg::Transaction& tx);

// Reads the revision in the snapshot of `db`.
absl::StatusOr<int64_t> ReadRevision(pg::Executor& db);

absl::Status CheckRevisionStatements(pg::Executor& db);

}  // namespace keys::catalog

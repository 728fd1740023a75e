// The catalog's revision: rises with each change, in the transaction of the change.
//
//   RETURN_IF_ERROR(LockCatalog(tx));  … changes …  ASSIGN_OR_RETURN(int64_t r, CountRevision(tx));
//
// The lock comes first in every changing transaction: writers of the catalog come one after the
// other, so none meets a price or a bundle that another one is about to change. Thread-safe.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/pg/transaction.h"

namespace keys::catalog {

absl::Status LockCatalog(pg::Transaction& tx);

// The revision this transaction makes; listeners of channel catalog_revision are told at the
// commit.
absl::StatusOr<int64_t> CountRevision(pg::Transaction& tx);

// As the snapshot of `db` has it.
absl::StatusOr<int64_t> ReadRevision(pg::Executor& db);

absl::Status CheckRevisionStatements(pg::Executor& db);

}  // namespace keys::catalog

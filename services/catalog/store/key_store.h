// Reads one KEY or a few by name, and the terms of their sale. Versions are in version_store.h, and
// publish_store.h has the writes of publishing.
//
// A key is named by slug or id everywhere. All functions may be called from several threads with
// executors of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/domain/sale_terms.h"

namespace keys::catalog {

// A KEY as the detail shows it, without versions, related KEYS and access.
struct StoredKey {
  v1::KeyDetail detail;
  std::string family;
  std::vector<std::string> references;
  int source_rank = 1;
  int64_t row_version = 0;
};

absl::StatusOr<std::optional<StoredKey>> FindKey(pg::Executor& db, const std::string& slug_or_id);
// Does the same and locks the KEY until the transaction ends.
absl::StatusOr<std::optional<StoredKey>> LockKey(pg::Transaction& tx,
                                                 const std::string& slug_or_id);

absl::StatusOr<std::vector<v1::KeyForSale>> FindKeysForSale(pg::Executor& db,
                                                            const std::vector<std::string>& refs);
absl::StatusOr<std::vector<v1::Candidate>> FindCandidates(pg::Executor& db);

absl::Status SetSaleTerms(pg::Transaction& tx, const std::string& key_id, const SaleTerms& terms,
                          absl::Time now);

absl::Status CheckKeyStatements(pg::Executor& db);

}  // namespace keys::catalog

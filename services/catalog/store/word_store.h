// The words of the catalog: what KEYS are found by, and what a mistyped word may have meant.
//
// All functions may be called from several threads with executors of their own.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "services/catalog/domain/search.h"

namespace keys::catalog {

// What the catalog knows of each word, in their order. One query.
absl::StatusOr<std::vector<SearchTerm>> FindTerms(pg::Executor& db,
                                                  const std::vector<std::string>& words);

// Remembers those not known yet, with their stems.
absl::Status AddWords(pg::Transaction& tx, const std::vector<std::string>& words);

absl::Status CheckWordStatements(pg::Executor& db);

}  // namespace keys::catalog

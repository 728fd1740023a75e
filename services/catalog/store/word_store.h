// The words of the catalog, by which KEYS are found and mistyped words are corrected.
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

// Returns what the catalog knows about each word, in their order, with one query.
absl::StatusOr<std::vector<SearchTerm>> FindTerms(pg::Executor& db,
                                                  const std::vector<std::string>& words);

// Adds the words that are not known yet, with their stems.
absl::Status AddWords(pg::Transaction& tx, const std::vector<std::string>& words);

absl::Status CheckWordStatements(pg::Executor& db);

}  // namespace keys::catalog

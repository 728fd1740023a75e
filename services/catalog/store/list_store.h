// Reads the list of KEYS with filters, sort orders, pages and facets, with one query each.
//
// All functions may be called from several threads with executors of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/page/cursor.h"
#include "common/pg/executor.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/domain/list_query.h"
#include "services/catalog/domain/search.h"

namespace keys::catalog {

struct ListedKey {
  v1::Key key;
  // The value by which the list is sorted, in the text form that a cursor carries.
  std::string sort_value;
  // The catalog's revision in the snapshot from which the row was read.
  int64_t revision = 0;
};

struct ListFilter {
  const ListQuery& query;
  // Ids of the KEYS to which the caller has access.
  const std::vector<std::string>& accessible;
};

// Returns up to `limit` published KEYS behind `after` that pass the filter and are of the class
// `matching` (empty: all). For relevance they are sorted by age, because a class is one part of the
// list.
absl::StatusOr<std::vector<ListedKey>> FindListed(pg::Executor& db, const ListFilter& filter,
                                                  const SearchClass& matching,
                                                  const std::optional<page::CursorState>& after,
                                                  int limit);

// Counts how often each value occurs among all KEYS that match, the most frequent first; at most 50
// tags.
absl::StatusOr<v1::Facets> CountFacets(pg::Executor& db, const ListFilter& filter,
                                       const SearchClass& matching);

// Checks that every statement fits the migrated schema.
absl::Status CheckListStatements(pg::Executor& db);

}  // namespace keys::catalog

// The interface that stores are written against: a Connection or a Transaction.
//
//   absl::StatusOr<std::optional<KeyRow>> Find(pg::Executor& db, std::string_view slug) {
//     return db.QueryOne<KeyRow>(kFindKey, slug);
//   }
//
// Not thread-safe. Errors as in common/pg/error.h.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/row.h"
#include "common/pg/statement.h"

namespace keys::pg {

class Executor {
 public:
  virtual ~Executor() = default;

  template <typename Row, typename... Args>
  absl::StatusOr<std::vector<Row>> Query(const Statement& statement, const Args&... args) {
    absl::StatusOr<Result> result = Run(statement, Params::Of(args...));
    if (!result.ok()) return std::move(result).status();
    return ReadRows<Row>(*result);
  }

  // Returns the first row, if any. The statement should say LIMIT 1 or match a unique key.
  template <typename Row, typename... Args>
  absl::StatusOr<std::optional<Row>> QueryOne(const Statement& statement, const Args&... args) {
    absl::StatusOr<std::vector<Row>> rows = Query<Row>(statement, args...);
    if (!rows.ok()) return std::move(rows).status();
    if (rows->empty()) return std::optional<Row>();
    return std::optional<Row>(std::move(rows->front()));
  }

  // Returns the number of rows affected.
  template <typename... Args>
  absl::StatusOr<int64_t> Execute(const Statement& statement, const Args&... args) {
    absl::StatusOr<Result> result = Run(statement, Params::Of(args...));
    if (!result.ok()) return std::move(result).status();
    return result->affected();
  }

  // Returns the statement's columns without running it. Tests compare every statement with the
  // migrated schema.
  virtual absl::StatusOr<Result> Describe(const Statement& statement) = 0;

 private:
  virtual absl::StatusOr<Result> Run(const Statement& statement, const Params& params) = 0;
};

}  // namespace keys::pg

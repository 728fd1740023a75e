// Holds a statement against the migrated schema: it prepares, and its columns fit the row struct in
// number and in type. For store tests; see common/testing/test_database.h.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/pg/executor.h"

namespace keys::pg {

// The object ids of pg_type.dat that a C++ type can hold. They are stable over Postgres' versions.
template <typename T>
struct HeldTypes;
template <>
struct HeldTypes<std::string> {
  // These are text, varchar, bpchar, name, uuid, json and jsonb. Enums and domains are cast to text
  // in the SQL.
  static constexpr TypeId kIds[] = {25, 1043, 1042, 19, 2950, 114, 3802};
};
template <>
struct HeldTypes<int32_t> {
  static constexpr TypeId kIds[] = {21, 23};
};
template <>
struct HeldTypes<int64_t> {
  static constexpr TypeId kIds[] = {20, 21, 23};
};
template <>
struct HeldTypes<double> {
  static constexpr TypeId kIds[] = {700, 701, 1700};
};
template <>
struct HeldTypes<bool> {
  static constexpr TypeId kIds[] = {16};
};
template <>
struct HeldTypes<absl::Time> {
  static constexpr TypeId kIds[] = {1184};
};
template <>
struct HeldTypes<Json> {
  static constexpr TypeId kIds[] = {114, 3802};
};
template <>
struct HeldTypes<Bytes> {
  static constexpr TypeId kIds[] = {17};
};
template <>
struct HeldTypes<std::vector<std::string>> {
  static constexpr TypeId kIds[] = {1009, 1015, 2951};
};
template <>
struct HeldTypes<std::vector<std::optional<std::string>>> {
  static constexpr TypeId kIds[] = {1009, 1015, 2951};
};
template <>
struct HeldTypes<std::vector<int64_t>> {
  static constexpr TypeId kIds[] = {1005, 1007, 1016};
};
template <typename T>
struct HeldTypes<std::optional<T>> : HeldTypes<T> {};

// Returns FAILED_PRECONDITION that names the statement and the column.
template <typename Row>
absl::Status CheckStatement(Executor& db, const Statement& statement) {
  ASSIGN_OR_RETURN(const Result shape, db.Describe(statement));
  constexpr int kColumns = static_cast<int>(boost::pfr::tuple_size_v<Row>);
  if (shape.columns() != kColumns) {
    return absl::FailedPreconditionError(absl::StrCat(
        std::string(statement.name), ": ", shape.columns(), " columns for ", kColumns, " members"));
  }
  absl::Status status;
  const Row row{};
  boost::pfr::for_each_field(row, [&](const auto& field, size_t index) {
    const auto& held = HeldTypes<std::decay_t<decltype(field)>>::kIds;
    const TypeId type = shape.column_type(static_cast<int>(index));
    if (std::find(std::begin(held), std::end(held), type) == std::end(held) && status.ok()) {
      status = absl::FailedPreconditionError(
          absl::StrCat(std::string(statement.name), ": column ", index, " has type ", type));
    }
  });
  return status;
}

// Checks a statement that returns no rows.
inline absl::Status CheckCommand(Executor& db, const Statement& statement) {
  ASSIGN_OR_RETURN(const Result shape, db.Describe(statement));
  if (shape.columns() == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(std::string(statement.name), ": returns rows"));
}

}  // namespace keys::pg

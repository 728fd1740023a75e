// Rows as aggregates: column i of an answer is member i of the struct.
//
//   struct KeyRow { std::string id; std::string title; std::optional<int64_t> price_cents; };
//   ASSIGN_OR_RETURN(std::vector<KeyRow> rows, connection.Query<KeyRow>(kListKeys, limit));
//
// INTERNAL when the answer has another number of columns or a value does not fit its member.
#pragma once

#include <boost/pfr.hpp>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/pg/session.h"
#include "common/pg/value.h"

namespace keys::pg {

template <typename Row>
absl::Status ReadRow(const Result& result, int row, Row& out) {
  absl::Status status;
  boost::pfr::for_each_field(out, [&](auto& field, size_t index) {
    if (!status.ok()) return;
    status = DecodeCell(result.cell(row, static_cast<int>(index)), field);
    if (!status.ok()) {
      status = absl::InternalError(absl::StrCat("column ", index, ": ", status.message()));
    }
  });
  return status;
}

template <typename Row>
absl::StatusOr<std::vector<Row>> ReadRows(const Result& result) {
  constexpr int kColumns = static_cast<int>(boost::pfr::tuple_size_v<Row>);
  if (result.columns() != kColumns) {
    return absl::InternalError(absl::StrCat("the statement returns ", result.columns(),
                                            " columns, its row has ", kColumns));
  }
  std::vector<Row> rows(static_cast<size_t>(result.rows()));
  for (int i = 0; i < result.rows(); ++i) {
    if (absl::Status status = ReadRow(result, i, rows[static_cast<size_t>(i)]); !status.ok()) {
      return status;
    }
  }
  return rows;
}

}  // namespace keys::pg

// Values that travel between C++ and Postgres' text format, and the C++ types that may hold them:
// std::string, int32_t, int64_t, double, bool, absl::Time (timestamptz, microseconds, UTC), Json,
// Bytes, std::vector of string, int64_t, bool, absl::Time or optional<string> (one-dimensional
// arrays), and std::optional of any of them for SQL NULL.
//
// Encoding never fails; a text with a NUL byte, which Postgres cannot store, is refused by
// Params::problem(). Decoding says INTERNAL when the text does not fit the type. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace keys::pg {

// JSON text for json and jsonb columns.
struct Json {
  std::string text;
  friend bool operator==(const Json&, const Json&) = default;
};

// Raw bytes for bytea columns.
struct Bytes {
  std::string data;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

// SQL NULL or a text.
using Cell = std::optional<std::string>;

Cell Encode(std::nullptr_t);
Cell Encode(std::nullopt_t);
Cell Encode(std::string_view text);
Cell Encode(const char* text);
Cell Encode(const std::string& text);
Cell Encode(int32_t number);
Cell Encode(int64_t number);
Cell Encode(double number);
Cell Encode(bool flag);
Cell Encode(absl::Time time);
Cell Encode(const Json& json);
Cell Encode(const Bytes& bytes);
Cell Encode(const std::vector<std::string>& texts);
Cell Encode(const std::vector<std::optional<std::string>>& texts);
Cell Encode(const std::vector<int64_t>& numbers);
Cell Encode(const std::vector<bool>& flags);
Cell Encode(const std::vector<absl::Time>& times);
template <typename T>
Cell Encode(const std::optional<T>& value) {
  return value.has_value() ? Encode(*value) : Cell();
}

absl::Status Decode(std::string_view text, std::string& out);
absl::Status Decode(std::string_view text, int32_t& out);
absl::Status Decode(std::string_view text, int64_t& out);
absl::Status Decode(std::string_view text, double& out);
absl::Status Decode(std::string_view text, bool& out);
absl::Status Decode(std::string_view text, absl::Time& out);
absl::Status Decode(std::string_view text, Json& out);
absl::Status Decode(std::string_view text, Bytes& out);
absl::Status Decode(std::string_view text, std::vector<std::string>& out);
absl::Status Decode(std::string_view text, std::vector<std::optional<std::string>>& out);
absl::Status Decode(std::string_view text, std::vector<int64_t>& out);

// Decodes a cell that may be NULL. NULL fits a std::optional only.
template <typename T>
absl::Status DecodeCell(std::optional<std::string_view> cell, T& out) {
  if (!cell.has_value()) return absl::InternalError("NULL in a column that is read as NOT NULL");
  return Decode(*cell, out);
}
template <typename T>
absl::Status DecodeCell(std::optional<std::string_view> cell, std::optional<T>& out) {
  if (!cell.has_value()) {
    out.reset();
    return absl::OkStatus();
  }
  return Decode(*cell, out.emplace());
}

// The parameters of one execution, in order.
class Params {
 public:
  template <typename... Args>
  static Params Of(const Args&... args) {
    Params params;
    params.cells_.reserve(sizeof...(args));
    (params.cells_.push_back(Encode(args)), ...);
    return params;
  }
  const std::vector<Cell>& cells() const { return cells_; }
  // INVALID_ARGUMENT when a text holds a NUL byte.
  absl::Status problem() const;

 private:
  std::vector<Cell> cells_;
};

}  // namespace keys::pg

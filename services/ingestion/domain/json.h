// A JSON value as it stood in a file: members in their order, numbers as written, so that writing
// it back changes nothing. Values are plain data; depth is bounded by the reader that makes them.
//
//   const Json* title = manifest.Find("title");
//   if (title != nullptr && title->is_string()) use(title->text());
//   std::string text = WriteJson(manifest);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keys::ingestion {

class Json {
 public:
  enum class Kind { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };

  Json() = default;
  static Json Bool(bool value) { return Json(value ? Kind::kTrue : Kind::kFalse, ""); }
  static Json String(std::string text) { return Json(Kind::kString, std::move(text)); }
  // `text` is a JSON number.
  static Json Number(std::string text) { return Json(Kind::kNumber, std::move(text)); }
  static Json Array() { return Json(Kind::kArray, ""); }
  static Json Object() { return Json(Kind::kObject, ""); }

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_bool() const { return kind_ == Kind::kTrue || kind_ == Kind::kFalse; }
  bool is_true() const { return kind_ == Kind::kTrue; }
  bool is_number() const { return kind_ == Kind::kNumber; }
  bool is_string() const { return kind_ == Kind::kString; }
  bool is_array() const { return kind_ == Kind::kArray; }
  bool is_object() const { return kind_ == Kind::kObject; }

  // Returns the string, or the number as written; empty for other kinds.
  const std::string& text() const { return text_; }
  // Returns the items of an array, or the values of an object in the order of `keys()`.
  const std::vector<Json>& items() const { return items_; }
  const std::vector<std::string>& keys() const { return keys_; }

  // Returns a null pointer when this is not an object or has no such member.
  const Json* Find(std::string_view key) const;
  // Returns the string member, or "" when it is absent or of another type.
  std::string_view FindText(std::string_view key) const;
  // Returns an exact integer of magnitude ≤ 2^53; 1.0 and 1e2 count as integers. Absent otherwise.
  std::optional<std::int64_t> AsInteger() const;

  void Append(Json item) { items_.push_back(std::move(item)); }
  // The caller must make sure that `key` is new.
  void Add(std::string key, Json value) {
    keys_.push_back(std::move(key));
    items_.push_back(std::move(value));
  }

 private:
  Json(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}

  Kind kind_ = Kind::kNull;
  std::string text_;
  std::vector<Json> items_;
  std::vector<std::string> keys_;
};

// Returns compact JSON text in UTF-8.
std::string WriteJson(const Json& value);
// Does the same with two spaces of indentation and a newline at the end, for files that people
// read.
std::string WritePrettyJson(const Json& value);

}  // namespace keys::ingestion

// A JSON value with value semantics: copied, compared and edited like a string. Members keep the
// order in which they were set, as Stripe's answers do. Reading a member that is not there, or a
// value of another kind, yields null, 0, "" or an empty list; it never fails, so a caller who cares
// asks the kind first. Integers are kept exactly; other numbers are doubles.
//
// Not thread-safe for writing; any number of threads may read one value.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace stripe_sandbox {

// A template only so that it may be named before Json is complete.
template <typename Value>
struct NamedValue {
  std::string name;
  Value value;
};

class Json {
 public:
  using Member = NamedValue<Json>;
  using Array = std::vector<Json>;
  using Object = std::vector<Member>;
  // JSON text that is written as it stands; kept instead of a tree where nobody looks inside.
  struct Raw {
    std::string text;
  };

  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(static_cast<int64_t>(value)) {}
  Json(int64_t value) : value_(value) {}
  Json(uint64_t value) : value_(static_cast<int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Raw value) : value_(std::move(value)) {}
  static Json MakeObject(std::initializer_list<Member> members = {});
  static Json MakeArray() { return Json(Array{}); }

  // Nothing if `text` is not one JSON value in UTF-8 of at most 64 levels.
  static std::optional<Json> Parse(std::string_view text);
  std::string Write() const;
  std::string WritePretty() const;

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_int() const { return std::holds_alternative<int64_t>(value_); }
  bool is_number() const { return is_int() || std::holds_alternative<double>(value_); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }
  bool is_raw() const { return std::holds_alternative<Raw>(value_); }

  bool AsBool() const;
  int64_t AsInt() const;
  double AsDouble() const;
  const std::string& AsString() const;
  const std::string& AsRaw() const;
  const Array& items() const;
  const Object& members() const;
  Array& mutable_items();     // turns any other kind into an empty array first
  Object& mutable_members();  // likewise an object

  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  const Json* Find(std::string_view name) const;
  const Json& operator[](std::string_view name) const;
  Json& Set(std::string_view name, Json value);  // returns *this
  Json& Mutable(std::string_view name);          // the member, made null if absent
  void Remove(std::string_view name);
  void Append(Json item) { mutable_items().push_back(std::move(item)); }

  // Equal as JSON: the order of members does not matter.
  bool operator==(const Json& other) const;

 private:
  std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object, Raw> value_;
};

}  // namespace stripe_sandbox

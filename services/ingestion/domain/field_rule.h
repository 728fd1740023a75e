// The vocabulary of rule tables, which describe as data what a JSON object may hold. One table
// serves the checker (rule_check.h), the published JSON Schema (schema.h) and the reader of this
// code.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace keys::ingestion {

enum class ValueType { kString, kInteger, kBoolean, kArray, kObject, kAny };

enum class Need {
  kOptional,
  kRecommended,  // absence is a warning
  kRequired,     // absence rejects a folder; an index entry without it is incomplete
  kAlways,       // absence rejects everywhere
};

enum class PathUse {
  kNone,
  kMustExist,    // names a file of the folder; absence rejects
  kShouldExist,  // absence is a warning
};

// A check of a string beyond its length.
struct Format {
  std::string_view name;
  // Members added to the string's JSON Schema.
  std::string_view schema;
  bool (*accepts)(std::string_view text);
  std::string_view code;
  // Completes the sentence "<pointer> …".
  std::string_view sentence;
};

// The length in characters, the number of items of an array, or the value of an integer; inclusive.
struct Limits {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

struct FieldRule {
  std::string_view name;
  ValueType type = ValueType::kString;
  Need need = Need::kOptional;
  // Every string, array and integer has limits.
  Limits limits = {};
  const Format* format = nullptr;
  std::span<const std::string_view> words = {};
  PathUse path = PathUse::kNone;
  // The rule of array items, or of members of an object that `members` does not name.
  const FieldRule* element = nullptr;
  std::span<const FieldRule> members = {};
  // The format of the names of members that `members` does not name.
  const Format* key_format = nullptr;
  // Unknown members are allowed.
  bool is_open = false;
  bool is_nullable = false;
  // JSON text of the value that an absent one means.
  std::string_view default_json = {};
  std::string_view meaning = {};
};

// Joins the fields of both tables in order.
template <std::size_t A, std::size_t B>
constexpr std::array<FieldRule, A + B> Join(const std::array<FieldRule, A>& a,
                                            const std::array<FieldRule, B>& b) {
  std::array<FieldRule, A + B> all{};
  for (std::size_t i = 0; i < A; ++i) all[i] = a[i];
  for (std::size_t i = 0; i < B; ++i) all[A + i] = b[i];
  return all;
}

}  // namespace keys::ingestion

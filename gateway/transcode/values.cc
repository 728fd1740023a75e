#include "gateway/transcode/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <system_error>

#include "common/base/text.h"
#include "common/time/clock.h"
#include "common/time/proto_time.h"
#include "gateway/transcode/contract_notes.h"
#include "google/protobuf/timestamp.pb.h"

namespace keys::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Integers up to here are exact as doubles, and a program that writes "1.0" for 1 uses doubles.
constexpr uint64_t kExactLimit = uint64_t{1} << 53;

enum class Exactness { kExact, kFraction, kTooLarge };

struct WholeNumber {
  Exactness exactness = Exactness::kFraction;
  bool negative = false;
  uint64_t magnitude = 0;
};

// Reads the whole text as a number. Returns false when it does not fit.
template <typename Number>
bool ReadAll(std::string_view text, Number& number) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size();
}

// Computes digits × 10^exponent as an integer, without floating point.
WholeNumber Shift(std::string digits, int64_t exponent) {
  const size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return {.exactness = Exactness::kExact};
  digits.erase(0, first);
  for (; exponent < 0 && !digits.empty() && digits.back() == '0'; ++exponent) digits.pop_back();
  if (exponent < 0) return {.exactness = Exactness::kFraction};
  // Twenty digits hold every uint64.
  if (static_cast<int64_t>(digits.size()) + exponent > 20) {
    return {.exactness = Exactness::kTooLarge};
  }
  digits.append(static_cast<size_t>(exponent), '0');
  uint64_t magnitude = 0;
  if (!ReadAll(digits, magnitude)) return {.exactness = Exactness::kTooLarge};
  return {.exactness = Exactness::kExact, .magnitude = magnitude};
}

// `literal` must have JSON's number grammar.
WholeNumber ReadWhole(std::string_view literal) {
  const bool negative = !literal.empty() && literal.front() == '-';
  if (negative) literal.remove_prefix(1);
  const size_t e = literal.find_first_of("eE");
  int64_t exponent = 0;
  if (e != std::string_view::npos) {
    std::string_view written = literal.substr(e + 1);
    if (!written.empty() && written.front() == '+') written.remove_prefix(1);
    // If the exponent does not fit, only its sign matters.
    if (!ReadAll(written, exponent) || std::abs(exponent) > 10'000) {
      exponent = written.front() == '-' ? -10'000 : 10'000;
    }
  }
  const std::string_view mantissa = literal.substr(0, e);
  const size_t point = mantissa.find('.');
  std::string digits(mantissa.substr(0, point));
  if (point != std::string_view::npos) {
    StrAppend(&digits, mantissa.substr(point + 1));
    exponent -= static_cast<int64_t>(mantissa.size() - point - 1);
  }
  WholeNumber whole = Shift(std::move(digits), exponent);
  whole.negative = negative;
  const bool plain = literal.find_first_of(".eE") == std::string_view::npos;
  if (!plain && whole.exactness == Exactness::kExact && whole.magnitude > kExactLimit) {
    whole.exactness = Exactness::kTooLarge;
  }
  return whole;
}

struct Bounds {
  int64_t min;
  uint64_t max;
};

Bounds BoundsOf(const FieldShape& field) {
  Bounds bounds{std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  switch (field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      bounds = {std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      bounds = {0, std::numeric_limits<uint32_t>::max()};
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      bounds = {0, std::numeric_limits<uint64_t>::max()};
      break;
    default:
      break;
  }
  if (field.min.has_value()) bounds.min = *field.min;
  if (field.max.has_value()) bounds.max = static_cast<uint64_t>(*field.max);
  return bounds;
}

bool Within(const WholeNumber& number, const Bounds& bounds) {
  if (number.exactness == Exactness::kTooLarge) return false;
  if (!number.negative || number.magnitude == 0) {
    return number.magnitude <= bounds.max &&
           (bounds.min <= 0 || number.magnitude >= static_cast<uint64_t>(bounds.min));
  }
  return bounds.min < 0 && number.magnitude <= uint64_t{0} - static_cast<uint64_t>(bounds.min);
}

template <typename T>
void Put(Slot slot, T value, void (Reflection::*set)(Message*, const FieldDescriptor*, T) const,
         void (Reflection::*add)(Message*, const FieldDescriptor*, T) const) {
  const Reflection* reflection = slot.message.GetReflection();
  const auto put = slot.field.field->is_repeated() ? add : set;
  (reflection->*put)(&slot.message, slot.field.field, std::move(value));
}

void PutInteger(Slot slot, const WholeNumber& number) {
  const uint64_t bits = number.negative ? uint64_t{0} - number.magnitude : number.magnitude;
  switch (slot.field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Put(slot, static_cast<int32_t>(bits), &Reflection::SetInt32, &Reflection::AddInt32);
    case FieldDescriptor::CPPTYPE_UINT32:
      return Put(slot, static_cast<uint32_t>(bits), &Reflection::SetUInt32, &Reflection::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return Put(slot, bits, &Reflection::SetUInt64, &Reflection::AddUInt64);
    default:
      return Put(slot, static_cast<int64_t>(bits), &Reflection::SetInt64, &Reflection::AddInt64);
  }
}

void SetInteger(Slot slot, std::string_view literal, const std::string& pointer,
                Violations& violations) {
  const WholeNumber number = ReadWhole(literal);
  if (number.exactness == Exactness::kFraction)
    return AddWrongType(slot.field, pointer, violations);
  const Bounds bounds = BoundsOf(slot.field);
  if (Within(number, bounds)) return PutInteger(slot, number);
  violations.Add(
      pointer, kOutOfRange,
      StrCat("'", slot.field.name, "' must be between ", bounds.min, " and ", bounds.max, "."));
}

void SetReal(Slot slot, std::string_view literal, const std::string& pointer,
             Violations& violations) {
  double value = 0;
  if (!ReadAll(literal, value) || !std::isfinite(value)) {
    return violations.Add(pointer, kOutOfRange,
                          StrCat("'", slot.field.name, "' is too large a number."));
  }
  if (slot.field.field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) {
    return Put(slot, static_cast<float>(value), &Reflection::SetFloat, &Reflection::AddFloat);
  }
  Put(slot, value, &Reflection::SetDouble, &Reflection::AddDouble);
}

size_t CountCharacters(std::string_view utf8) {
  size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return count;
}

void SetTimestamp(Slot slot, std::string_view text, const std::string& pointer,
                  Violations& violations) {
  const auto time = ParseRfc3339(text);
  if (!time.ok()) return AddWrongType(slot.field, pointer, violations);
  const Reflection* reflection = slot.message.GetReflection();
  Message* target = slot.field.field->is_repeated()
                        ? reflection->AddMessage(&slot.message, slot.field.field)
                        : reflection->MutableMessage(&slot.message, slot.field.field);
  target->CopyFrom(ToProto(*time));
}

void SetWord(Slot slot, std::string_view text, const std::string& pointer, Violations& violations) {
  const auto found = slot.field.words->number_of.find(text);
  if (found != slot.field.words->number_of.end()) {
    return Put(slot, found->second, &Reflection::SetEnumValue, &Reflection::AddEnumValue);
  }
  std::string known;
  for (const auto& [word, number] : slot.field.words->number_of) {
    StrAppend(&known, known.empty() ? "" : ", ", word);
  }
  violations.Add(pointer, kNotAllowed,
                 StrCat("'", slot.field.name, "' must be one of: ", known, "."));
}

bool IsLeftToService(const FieldShape& field) {
  const v1::FieldNote* note = NoteOf(field.field->full_name());
  return note != nullptr && note->service_checks();
}

// Whether the text is a word of the field's vocabulary. An empty text is accepted here; the caller
// reports it as missing or ignores it.
bool IsKnownWord(const FieldShape& field, std::string_view text) {
  return text.empty() || field.vocabulary.empty() ||
         std::find(field.vocabulary.begin(), field.vocabulary.end(), text) !=
             field.vocabulary.end() ||
         IsLeftToService(field);
}

void AddUnknownWord(const FieldShape& field, const std::string& pointer, Violations& violations) {
  std::string known;
  for (const std::string& word : field.vocabulary) {
    StrAppend(&known, known.empty() ? "" : ", ", word);
  }
  violations.Add(pointer, kUnknownWord, StrCat("'", field.name, "' must be one of: ", known, "."));
}

// Accepts JSON's number grammar only, so that query parameters take neither "+1" nor " 1" nor
// "0x1".
bool IsNumberLiteral(std::string_view text) {
  size_t i = 0;
  const auto digits = [&] {
    const size_t from = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i > from;
  };
  if (i < text.size() && text[i] == '-') ++i;
  if (!digits()) return false;
  if (i < text.size() && text[i] == '.' && (++i, !digits())) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

bool IsReal(const FieldShape& field) {
  return field.field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
         field.field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
}

bool IsNumeric(const FieldShape& field) {
  switch (field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return true;
    default:
      return IsReal(field);
  }
}

}  // namespace

void SetNumber(Slot slot, std::string_view literal, const std::string& pointer,
               Violations& violations) {
  if (!IsNumeric(slot.field)) return AddWrongType(slot.field, pointer, violations);
  if (IsReal(slot.field)) return SetReal(slot, literal, pointer, violations);
  SetInteger(slot, literal, pointer, violations);
}

void SetString(Slot slot, std::string_view text, const std::string& pointer,
               Violations& violations) {
  if (slot.field.timestamp) return SetTimestamp(slot, text, pointer, violations);
  if (slot.field.words != nullptr) return SetWord(slot, text, pointer, violations);
  if (slot.field.field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return AddWrongType(slot.field, pointer, violations);
  }
  if (text.find('\0') != std::string_view::npos) {
    return violations.Add(pointer, kNotAllowed,
                          StrCat("'", slot.field.name, "' contains a NUL character."));
  }
  const auto limit = static_cast<size_t>(slot.field.max_length);
  if (limit > 0 && CountCharacters(text) > limit) {
    return violations.Add(pointer, kTooLong,
                          StrCat("'", slot.field.name, "' is longer than ", limit, " characters."));
  }
  if (!IsKnownWord(slot.field, text)) return AddUnknownWord(slot.field, pointer, violations);
  Put(slot, std::string(text), &Reflection::SetString, &Reflection::AddString);
}

void SetBool(Slot slot, bool value, const std::string& pointer, Violations& violations) {
  if (slot.field.field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) {
    return AddWrongType(slot.field, pointer, violations);
  }
  Put(slot, value, &Reflection::SetBool, &Reflection::AddBool);
}

void SetFromText(Slot slot, std::string_view text, const std::string& pointer,
                 Violations& violations) {
  if (!IsUtf8(text)) {
    return violations.Add(pointer, kWrongType,
                          StrCat("'", slot.field.name, "' is not valid UTF-8."));
  }
  if (IsNumeric(slot.field)) {
    if (IsNumberLiteral(text)) return SetNumber(slot, text, pointer, violations);
    return AddWrongType(slot.field, pointer, violations);
  }
  if (slot.field.field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    if (text == "true" || text == "1") return SetBool(slot, true, pointer, violations);
    if (text == "false" || text == "0") return SetBool(slot, false, pointer, violations);
    return AddWrongType(slot.field, pointer, violations);
  }
  SetString(slot, text, pointer, violations);
}

std::string_view WantedBy(const FieldShape& field) {
  if (field.timestamp) return "a time as RFC 3339 writes it, e.g. 2026-01-31T12:00:00Z";
  switch (field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "an object";
    case FieldDescriptor::CPPTYPE_STRING:
    case FieldDescriptor::CPPTYPE_ENUM:
      return "a string";
    default:
      return IsReal(field) ? "a number" : "a whole number";
  }
}

void AddWrongType(const FieldShape& field, const std::string& pointer, Violations& violations) {
  violations.Add(pointer, kWrongType, StrCat("'", field.name, "' must be ", WantedBy(field), "."));
}

bool IsUtf8(std::string_view text) {
  // RFC 3629 allows the shortest form only, no surrogates and nothing above U+10FFFF.
  for (size_t i = 0; i < text.size();) {
    const auto byte = [&](size_t at) {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
    };
    const unsigned first = byte(i);
    if (first < 0x80) {
      ++i;
      continue;
    }
    const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) return false;
    for (size_t k = 1; k < length; ++k) {
      if ((byte(i + k) & 0xc0) != 0x80) return false;
    }
    const unsigned second = byte(i + 1);
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0)) return false;
    if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90)) return false;
    i += length;
  }
  return true;
}

}  // namespace keys::gateway

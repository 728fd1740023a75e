#include "common/pg/value.h"

#include <charconv>
#include <cmath>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"

namespace keys::pg {
namespace {

absl::Status DoesNotFit(std::string_view type) {
  return absl::InternalError(Concat({"a column does not hold ", type}));
}

template <typename T>
absl::Status DecodeInteger(std::string_view text, T& out) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  if (error != std::errc() || stop != end) return DoesNotFit("an integer of that size");
  return absl::OkStatus();
}

// Array elements are always quoted when they are written, so that no text needs a special case.
void AppendQuoted(std::string_view text, std::string& out) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

template <typename Items, typename Write>
std::string EncodeArray(const Items& items, Write write) {
  std::string out = "{";
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out.push_back(',');
    write(items[i], out);
  }
  out.push_back('}');
  return out;
}

// Reads one element from `text` at `at`, and leaves `at` on the ',' or '}' behind it.
absl::Status ReadElement(std::string_view text, size_t& at, std::optional<std::string>& out) {
  std::string element;
  if (at < text.size() && text[at] == '"') {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
      if (at < text.size()) element.push_back(text[at]);
    }
    if (at >= text.size()) return DoesNotFit("an array");
    ++at;
    out = std::move(element);
    return absl::OkStatus();
  }
  while (at < text.size() && text[at] != ',' && text[at] != '}') {
    if (text[at] == '{') return DoesNotFit("a one-dimensional array");
    element.push_back(text[at++]);
  }
  if (element == "NULL") {
    out.reset();
  } else {
    out = std::move(element);
  }
  return absl::OkStatus();
}

}  // namespace

Cell Encode(std::nullptr_t) { return std::nullopt; }
Cell Encode(std::nullopt_t) { return std::nullopt; }
Cell Encode(std::string_view text) { return std::string(text); }
Cell Encode(const char* text) { return std::string(text); }
Cell Encode(const std::string& text) { return text; }
Cell Encode(int32_t number) { return absl::StrCat(number); }
Cell Encode(int64_t number) { return absl::StrCat(number); }
Cell Encode(bool flag) { return flag ? "t" : "f"; }
Cell Encode(const Json& json) { return json.text; }
Cell Encode(const Bytes& bytes) { return absl::StrCat("\\x", absl::BytesToHexString(bytes.data)); }

Cell Encode(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  char buffer[32];
  const auto written = std::to_chars(buffer, buffer + sizeof(buffer), number);
  return std::string(buffer, written.ptr);
}

Cell Encode(absl::Time time) {
  if (time == absl::InfiniteFuture()) return "infinity";
  if (time == absl::InfinitePast()) return "-infinity";
  return absl::FormatTime("%E4Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

Cell Encode(const std::vector<std::string>& texts) {
  return EncodeArray(texts, [](const std::string& t, std::string& out) { AppendQuoted(t, out); });
}

Cell Encode(const std::vector<std::optional<std::string>>& texts) {
  return EncodeArray(texts, [](const std::optional<std::string>& t, std::string& out) {
    if (t.has_value()) {
      AppendQuoted(*t, out);
    } else {
      out.append("NULL");
    }
  });
}

Cell Encode(const std::vector<int64_t>& numbers) {
  return EncodeArray(numbers, [](int64_t n, std::string& out) { absl::StrAppend(&out, n); });
}

Cell Encode(const std::vector<bool>& flags) {
  return EncodeArray(flags, [](bool f, std::string& out) { out.push_back(f ? 't' : 'f'); });
}

Cell Encode(const std::vector<absl::Time>& times) {
  return EncodeArray(times, [](absl::Time t, std::string& out) { AppendQuoted(*Encode(t), out); });
}

absl::Status Decode(std::string_view text, std::string& out) {
  out.assign(text);
  return absl::OkStatus();
}

absl::Status Decode(std::string_view text, int32_t& out) { return DecodeInteger(text, out); }
absl::Status Decode(std::string_view text, int64_t& out) { return DecodeInteger(text, out); }

absl::Status Decode(std::string_view text, double& out) {
  return absl::SimpleAtod(std::string(text), &out) ? absl::OkStatus() : DoesNotFit("a number");
}

absl::Status Decode(std::string_view text, bool& out) {
  if (text != "t" && text != "f") return DoesNotFit("a boolean");
  out = text == "t";
  return absl::OkStatus();
}

absl::Status Decode(std::string_view text, absl::Time& out) {
  if (text == "infinity" || text == "-infinity") {
    out = text == "infinity" ? absl::InfiniteFuture() : absl::InfinitePast();
    return absl::OkStatus();
  }
  // Sessions run with TimeZone UTC and DateStyle ISO, so the offset is always +00.
  std::string error;
  if (text.size() < 4 || text.substr(text.size() - 3) != "+00" ||
      !absl::ParseTime("%E4Y-%m-%d %H:%M:%E*S", std::string(text.substr(0, text.size() - 3)),
                       absl::UTCTimeZone(), &out, &error)) {
    return DoesNotFit("a timestamptz in UTC");
  }
  return absl::OkStatus();
}

absl::Status Decode(std::string_view text, Json& out) {
  out.text.assign(text);
  return absl::OkStatus();
}

absl::Status Decode(std::string_view text, Bytes& out) {
  if (text.substr(0, 2) != "\\x" || text.size() % 2 != 0) return DoesNotFit("bytes in hex");
  out.data = absl::HexStringToBytes(std::string(text.substr(2)));
  return absl::OkStatus();
}

absl::Status Decode(std::string_view text, std::vector<std::optional<std::string>>& out) {
  out.clear();
  if (text.empty() || text.front() != '{' || text.back() != '}') return DoesNotFit("an array");
  if (text == "{}") return absl::OkStatus();
  for (size_t at = 1; at < text.size(); ++at) {
    RETURN_IF_ERROR(ReadElement(text, at, out.emplace_back()));
    if (at >= text.size()) return DoesNotFit("an array");
  }
  return absl::OkStatus();
}

absl::Status Decode(std::string_view text, std::vector<std::string>& out) {
  std::vector<std::optional<std::string>> elements;
  RETURN_IF_ERROR(Decode(text, elements));
  out.clear();
  out.reserve(elements.size());
  for (auto& element : elements) {
    if (!element.has_value()) return DoesNotFit("an array without NULL");
    out.push_back(*std::move(element));
  }
  return absl::OkStatus();
}

absl::Status Decode(std::string_view text, std::vector<int64_t>& out) {
  std::vector<std::string> elements;
  RETURN_IF_ERROR(Decode(text, elements));
  out.clear();
  out.reserve(elements.size());
  for (const std::string& element : elements) RETURN_IF_ERROR(Decode(element, out.emplace_back()));
  return absl::OkStatus();
}

absl::Status Params::problem() const {
  for (const Cell& cell : cells_) {
    if (cell.has_value() && cell->find('\0') != std::string::npos) {
      return error::Make(error::Reason::INVALID_ARGUMENT, "A text holds a NUL character.");
    }
  }
  return absl::OkStatus();
}

}  // namespace keys::pg

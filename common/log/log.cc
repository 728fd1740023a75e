#include "common/log/log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "absl/strings/str_format.h"
#include "common/base/text.h"
#include "common/log/writer.h"

namespace keys::log {
namespace {

std::string& Service() {
  static std::string* const service = new std::string("-");
  return *service;
}
const Clock*& LogClock() {
  static const Clock* clock = nullptr;
  return clock;
}

// Length of the valid UTF-8 sequence at the start of `text`, 0 when there is none (RFC 3629).
size_t Utf8Length(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  const bool surrogate = first == 0xed && byte(1) >= 0xa0;
  const bool too_high = first == 0xf4 && byte(1) >= 0x90;
  return overlong || surrogate || too_high ? 0 : length;
}

bool IsPlain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

void AppendEscaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), IsPlain);
    const size_t plain = static_cast<size_t>(end - text.begin());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    const size_t length = Utf8Length(text);
    const char c = text.front();
    if (length == 0) {
      out += "\xef\xbf\xbd";
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      StrAppend(&out, absl::StrFormat("\\u%04x", static_cast<int>(c)));
    } else {
      out.append(text.substr(0, length));
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

void AppendQuoted(std::string& line, std::string_view text) {
  line += '"';
  AppendEscaped(line, text);
  line += '"';
}

template <typename Number, typename... Format>
void AppendNumber(std::string& line, Number number, Format... format) {
  std::array<char, 400> digits;  // NOLINT(*-member-init): 310 are the most that a double has
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, format...);
  line.append(digits.data(), end.ptr);
}

void AppendValue(std::string& line, const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value.value)) {
    AppendQuoted(line, *text);
  } else if (const auto* owned = std::get_if<std::string>(&value.value)) {
    AppendQuoted(line, *owned);
  } else if (const auto* number = std::get_if<int64_t>(&value.value)) {
    AppendNumber(line, *number);
  } else if (const auto* flag = std::get_if<bool>(&value.value)) {
    line += *flag ? "true" : "false";
  } else {
    AppendNumber(line, std::get<double>(value.value), std::chars_format::fixed, 3);
  }
}

void Write(std::string_view level, std::string_view event, Fields fields) {
  // Keeps its room from line to line.
  thread_local std::string line;
  line = "{";
  if (LogClock() != nullptr) {
    line += R"("ts":")";
    line += FormatRfc3339(LogClock()->Now());
    line += "\",";
  }
  line += R"("level":")";
  line += level;
  line += R"(","service":)";
  AppendQuoted(line, Service());
  line += R"(,"event":)";
  AppendQuoted(line, event);
  for (const Field& field : fields) {
    line += ',';
    AppendQuoted(line, field.name);
    line += ':';
    AppendValue(line, field.value);
  }
  line += "}\n";
  Put(line);
}

}  // namespace

void Configure(std::string service, const Clock* clock) {
  Service() = std::move(service);
  LogClock() = clock;
}

void Info(std::string_view event, Fields fields) { Write("info", event, fields); }
void Warning(std::string_view event, Fields fields) { Write("warning", event, fields); }
void Error(std::string_view event, Fields fields) { Write("error", event, fields); }

std::string EscapeJson(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  AppendEscaped(out, text);
  return out;
}

}  // namespace keys::log

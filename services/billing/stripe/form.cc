#include "services/billing/stripe/form.h"

#include "common/base/text.h"

namespace keys::billing::stripe {
namespace {

void AppendEscaped(std::string& out, std::string_view text, bool keep_brackets) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = IsDigit(c) || IsAsciiLetter(c) || c == '-' || c == '_' || c == '.' ||
                       c == '~' || (keep_brackets && (c == '[' || c == ']'));
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 0xf];
  }
}

}  // namespace

Form& Form::Add(std::string_view key, std::string_view value) {
  if (!text_.empty()) text_ += '&';
  AppendEscaped(text_, key, true);
  text_ += '=';
  AppendEscaped(text_, value, false);
  return *this;
}

Form& Form::Add(std::string_view key, int64_t value) {
  return Add(key, std::string_view(std::to_string(value)));
}

Form& Form::Add(std::string_view key, bool value) {
  return Add(key, std::string_view(value ? "true" : "false"));
}

std::string PercentEncode(std::string_view text) {
  std::string out;
  AppendEscaped(out, text, false);
  return out;
}

std::string FormValue(std::string_view body, std::string_view key) {
  for (const std::string_view pair : Split(body, '&')) {
    const std::size_t sign = pair.find('=');
    if (sign != pair.npos && pair.substr(0, sign) == key) return std::string(pair.substr(sign + 1));
  }
  return "";
}

}  // namespace keys::billing::stripe

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

int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string Decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : HexDigit(text[i + 2]);
    if (low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
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

std::vector<std::pair<std::string, std::string>> FormPairs(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string_view pair : Split(body, '&')) {
    const std::size_t sign = pair.find('=');
    if (sign == pair.npos) continue;
    pairs.emplace_back(Decoded(pair.substr(0, sign)), Decoded(pair.substr(sign + 1)));
  }
  return pairs;
}

}  // namespace keys::billing::stripe

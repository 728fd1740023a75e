#include "tests/fakes/stripe_sandbox/form.h"

#include <algorithm>
#include <cctype>

namespace stripe_sandbox {
namespace {

constexpr size_t kMaxLevels = 16;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "a[b][0]" → {"a","b","0"}; a key with unbalanced brackets is one name.
std::vector<std::string> SplitKey(const std::string& key) {
  size_t bracket = key.find('[');
  if (bracket == std::string::npos || bracket == 0 || key.back() != ']') return {key};
  std::vector<std::string> names = {key.substr(0, bracket)};
  while (bracket < key.size()) {
    if (key[bracket] != '[') return {key};
    const size_t close = key.find(']', bracket);
    if (close == std::string::npos) return {key};
    names.push_back(key.substr(bracket + 1, close - bracket - 1));
    bracket = close + 1;
  }
  if (names.size() > kMaxLevels) return {key};
  return names;
}

// "[]" takes the next free index of its level.
std::string NextIndex(const Json& level) { return std::to_string(level.members().size()); }

}  // namespace

std::string PercentDecode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 &&
               HexDigit(text[i + 2]) >= 0) {
      out += static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string PercentEncode(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    if (std::isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  return out;
}

FormPairs SplitForm(std::string_view text) {
  FormPairs pairs;
  while (!text.empty()) {
    const size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const size_t equals = std::min(pair.find('='), pair.size());
    pairs.emplace_back(PercentDecode(pair.substr(0, equals)),
                       PercentDecode(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return pairs;
}

Json FormTree(const FormPairs& pairs) {
  Json root = Json::MakeObject();
  for (const auto& [key, value] : pairs) {
    const std::vector<std::string> names = SplitKey(key);
    Json* level = &root;
    for (size_t i = 0; i + 1 < names.size(); ++i) {
      const std::string name = names[i].empty() ? NextIndex(*level) : names[i];
      level = &level->Mutable(name);
    }
    const std::string name = names.back().empty() ? NextIndex(*level) : names.back();
    level->Set(name, value);
  }
  return root;
}

}  // namespace stripe_sandbox

#include "gateway/filters/media_type.h"

#include "common/base/text.h"
#include "gateway/server/grammar.h"

namespace keys::gateway {
namespace {

// Returns the characters of a quoted string (§5.6.4).
std::optional<std::string> Unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::string value;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') return std::nullopt;
    if (text[i] == '\\' && ++i == text.size()) return std::nullopt;
    if (!IsFieldChar(text[i])) return std::nullopt;
    value += text[i];
  }
  return value;
}

}  // namespace

std::vector<std::string_view> SplitOutsideQuotes(std::string_view field, char delimiter) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  size_t from = 0;
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] == '"') quoted = !quoted;
    if (quoted && field[i] == '\\') ++i;
    if (quoted || field[i] != delimiter) continue;
    parts.push_back(field.substr(from, i - from));
    from = i + 1;
  }
  parts.push_back(field.substr(from));
  return parts;
}

std::optional<MediaType> ReadMediaType(std::string_view text) {
  const auto parts = SplitOutsideQuotes(text, ';');
  const std::string_view name = StripBlanks(parts.front());
  const size_t slash = name.find('/');
  if (slash == std::string_view::npos || !IsToken(name.substr(0, slash)) ||
      !IsToken(name.substr(slash + 1))) {
    return std::nullopt;
  }
  MediaType type{.name = ToAsciiLower(name), .parameters = {}};
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::string_view parameter = StripBlanks(parts[i]);
    if (parameter.empty()) continue;  // the grammar has room for empty ones
    const size_t equals = parameter.find('=');
    if (equals == std::string_view::npos || !IsToken(parameter.substr(0, equals))) {
      return std::nullopt;
    }
    const std::string_view value = parameter.substr(equals + 1);
    auto read = IsToken(value) ? std::string(value) : Unquote(value);
    if (!read.has_value()) return std::nullopt;
    type.parameters.emplace_back(ToAsciiLower(parameter.substr(0, equals)), *std::move(read));
  }
  return type;
}

}  // namespace keys::gateway

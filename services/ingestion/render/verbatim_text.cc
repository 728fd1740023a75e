#include "services/ingestion/render/verbatim_text.h"

#include <algorithm>

namespace keys::ingestion {
namespace {

constexpr std::size_t kTab = 4;

std::size_t Behind(char c, std::size_t column) {
  return c == '\t' ? column - column % kTab + kTab : column + 1;
}

}  // namespace

std::string IndentationBefore(std::string_view source, std::size_t at, std::size_t columns) {
  const auto line_break = source.substr(0, at).find_last_of("\r\n");
  const std::size_t begin = line_break == std::string_view::npos ? 0 : line_break + 1;
  const std::string_view margin = source.substr(begin, at - begin);
  std::size_t width = 0;
  for (const char c : margin) width = Behind(c, width);
  const std::size_t from = width - std::min(columns, width);
  std::string written;
  std::size_t column = 0;
  for (const char c : margin) {
    const std::size_t next = Behind(c, column);
    if (next > from && c != ' ' && c != '\t') return std::string(columns, ' ');
    if (column >= from) {
      written += c;
    } else if (next > from) {
      written.append(next - from, ' ');
    }
    column = next;
  }
  return written;
}

}  // namespace keys::ingestion

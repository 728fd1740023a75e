#include "services/ingestion/domain/file_lookup.h"

#include <algorithm>

#include "common/text/fold.h"

namespace keys::ingestion {

std::optional<std::string_view> FindFile(const std::vector<std::string>& files,
                                         std::string_view path) {
  const auto exact = std::lower_bound(files.begin(), files.end(), path);
  if (exact != files.end() && *exact == path) return *exact;
  const auto is_ascii = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  };
  if (is_ascii(path)) return std::nullopt;
  const std::string wanted = text::Nfc(path);
  const auto same = std::find_if(files.begin(), files.end(), [&](const std::string& file) {
    return !is_ascii(file) && text::Nfc(file) == wanted;
  });
  if (same == files.end()) return std::nullopt;
  return *same;
}

}  // namespace keys::ingestion

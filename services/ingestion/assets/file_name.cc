#include "services/ingestion/assets/file_name.h"

#include <algorithm>

#include "common/text/disguise.h"
#include "common/text/fold.h"
#include "services/ingestion/domain/codes.h"
#include "services/ingestion/domain/json_reader.h"

namespace keys::ingestion {
namespace {

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

}  // namespace

std::string_view CheckFileName(std::string_view name) {
  if (text::HasControl(name) || text::FindDisguise(name, text::Shape::kLine)) {
    return code::kNameControlCharacter;
  }
  if (!IsUtf8(name)) return code::kNameInvalidUtf8;
  // A backslash separates folders on other systems, where "..\x" would lead out of the folder.
  if (name.find('\\') != std::string_view::npos) return code::kNameUnsafe;
  return {};
}

std::string Printable(std::string_view text) {
  std::string shown;
  const bool is_utf8 = IsUtf8(text);
  for (std::size_t at = 0; at < text.size();) {
    // Characters that turn the direction of writing must not reach a terminal or a page.
    std::size_t size = 1;
    while (is_utf8 && at + size < text.size() &&
           (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80)
      ++size;
    const std::string_view character = text.substr(at, size);
    const bool is_shown = !text::HasControl(character) &&
                          !text::FindDisguise(character, text::Shape::kProse).has_value();
    shown += is_shown ? character : std::string_view("?");
    at += size;
  }
  for (char& c : shown) {
    if (IsControl(c) || (!is_utf8 && static_cast<unsigned char>(c) >= 0x80)) c = '?';
  }
  return shown;
}

std::string_view CaseClashes::Add(const std::string& path) {
  const auto [place, is_new] = seen_.emplace(text::FoldName(path), path);
  return is_new ? std::string_view() : std::string_view(place->second);
}

}  // namespace keys::ingestion

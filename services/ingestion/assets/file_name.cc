#include "services/ingestion/assets/file_name.h"

#include <algorithm>
#include <cstdint>

#include "services/ingestion/domain/codes.h"
#include "services/ingestion/domain/json_reader.h"

namespace keys::ingestion {
namespace {

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

std::uint32_t Lower(std::uint32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;       // À…Þ
  if (c >= 0x100 && c <= 0x137) return c | 1;                   // Latin Extended-A,
  if (c >= 0x139 && c <= 0x148) return c % 2 == 1 ? c + 1 : c;  // in its four
  if (c >= 0x14A && c <= 0x177) return c | 1;                   // numberings
  if (c >= 0x179 && c <= 0x17E) return c % 2 == 1 ? c + 1 : c;
  if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;  // Α…Ω
  if (c >= 0x410 && c <= 0x42F) return c + 32;                // А…Я
  if (c >= 0x400 && c <= 0x40F) return c + 80;                // Ѐ…Џ
  return c;
}

void AppendUtf8(std::uint32_t c, std::string& out) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else {
    // Only two-byte characters are ever folded.
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

}  // namespace

std::string_view CheckFileName(std::string_view name) {
  if (std::any_of(name.begin(), name.end(), IsControl)) return code::kNameControlCharacter;
  if (!IsUtf8(name)) return code::kNameInvalidUtf8;
  // A backslash separates folders elsewhere, so "..\x" would leave the folder there.
  if (name.find('\\') != std::string_view::npos) return code::kNameUnsafe;
  return {};
}

std::string Printable(std::string_view text) {
  std::string shown(text);
  const bool is_utf8 = IsUtf8(text);
  for (char& c : shown) {
    if (IsControl(c) || (!is_utf8 && static_cast<unsigned char>(c) >= 0x80)) c = '?';
  }
  return shown;
}

std::string FoldCase(std::string_view utf8) {
  std::string folded;
  folded.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    if (lead < 0x80) {
      AppendUtf8(Lower(lead), folded);
    } else if (lead >= 0xC2 && lead <= 0xDF && i + 1 < utf8.size()) {
      const auto next = static_cast<unsigned char>(utf8[++i]);
      AppendUtf8(Lower(((lead & 0x1FU) << 6) | (next & 0x3FU)), folded);
    } else {
      folded += utf8[i];
    }
  }
  return folded;
}

std::string_view CaseClashes::Add(const std::string& path) {
  const auto [place, is_new] = seen_.emplace(FoldCase(path), path);
  return is_new ? std::string_view() : std::string_view(place->second);
}

}  // namespace keys::ingestion

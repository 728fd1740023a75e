#include "common/text/fold.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace keys::text {
namespace {

using Sink = icu::StringByteSink<std::string>;

icu::StringPiece Piece(std::string_view utf8) {
  return {utf8.data(), static_cast<std::int32_t>(utf8.size())};
}

// ICU's data is built in, so the instances are always there; without one the text stays as it is.
std::string Normalize(const icu::Normalizer2* form, std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  std::string normal;
  normal.reserve(utf8.size());
  Sink sink(&normal);
  if (form != nullptr) form->normalizeUTF8(0, Piece(utf8), sink, nullptr, error);
  return form == nullptr || U_FAILURE(error) ? std::string(utf8) : normal;
}

template <typename Get>
const icu::Normalizer2* Instance(Get get) {
  UErrorCode error = U_ZERO_ERROR;
  return get(error);
}

std::string Nfd(std::string_view utf8) {
  static const icu::Normalizer2* const kForm = Instance(icu::Normalizer2::getNFDInstance);
  return Normalize(kForm, utf8);
}

std::string FoldCase(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  std::string folded;
  Sink sink(&folded);
  icu::CaseMap::utf8Fold(U_FOLD_CASE_DEFAULT, Piece(utf8), sink, nullptr, error);
  return U_FAILURE(error) ? std::string(utf8) : folded;
}

}  // namespace

std::string Nfc(std::string_view utf8) {
  static const icu::Normalizer2* const kForm = Instance(icu::Normalizer2::getNFCInstance);
  return Normalize(kForm, utf8);
}

std::string Fold(std::string_view utf8) {
  static const icu::Normalizer2* const kForm = Instance(icu::Normalizer2::getNFKCCasefoldInstance);
  return Normalize(kForm, utf8);
}

std::string FoldName(std::string_view utf8) { return Nfd(FoldCase(Nfd(utf8))); }

std::string_view SkipBlanks(std::string_view utf8) {
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(utf8.data(), at, size, c);
    const bool is_unseen = c >= 0 && (u_isUWhiteSpace(c) || u_iscntrl(c) ||
                                      u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
                                      c == 0x2800);  // the Braille pattern without dots
    if (!is_unseen) return utf8.substr(static_cast<std::size_t>(begin));
  }
  return {};
}

bool IsBlank(std::string_view utf8) { return SkipBlanks(utf8).empty(); }

bool HasControl(std::string_view utf8) {
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), at, size, c);
    if (c < 0) continue;
    const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    const bool ends_line = c == 0x2028 || c == 0x2029;
    if (u_charType(c) == U_CONTROL_CHAR || turns || ends_line) return true;
  }
  return false;
}

}  // namespace keys::text

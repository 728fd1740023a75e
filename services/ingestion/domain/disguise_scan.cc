#include "services/ingestion/domain/disguise_scan.h"

namespace keys::ingestion {
namespace {

constexpr std::uint64_t kThreeBytes = 0xFFFFFF;
constexpr std::uint64_t kFourBytes = 0xFFFFFFFF;

// U+E0020 to U+E007F in UTF-8.
bool IsTag(std::uint64_t bytes) { return bytes >= 0xF3A080A0 && bytes <= 0xF3A081BF; }

}  // namespace

bool DisguiseScan::IsDisguise() const {
  const std::uint64_t three = last_ & kThreeBytes;
  const bool turns = (three >= 0xE280AA && three <= 0xE280AE) ||  // U+202A to U+202E
                     (three >= 0xE281A6 && three <= 0xE281A9);    // U+2066 to U+2069
  if (turns) return true;
  constexpr std::uint64_t kBlackFlag = 0xF09F8FB4;
  const std::uint64_t before = last_ >> 32 & kFourBytes;
  return IsTag(last_ & kFourBytes) && before != kBlackFlag && !IsTag(before);
}

void DisguiseScan::Take(std::string_view chunk) {
  if (found_ > 0) return;
  for (const char c : chunk) {
    last_ = last_ << 8 | static_cast<unsigned char>(c);
    if (c == '\n') ++line_;
    // Each of them ends with a byte that continues a character.
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 || !IsDisguise()) continue;
    found_ = line_;
    return;
  }
}

}  // namespace keys::ingestion

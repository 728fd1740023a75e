#include "common/id/id.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "common/crypto/random_stock.h"

namespace keys {
namespace {

constexpr uint32_t kCounterEnd = 0x1000;   // rand_a has 12 bits
constexpr uint32_t kCounterStart = 0x800;  // random starts leave at least half of it to count

using Random = std::array<char, 10>;

std::string FormatUuid(const std::array<char, 16>& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string uuid;
  uuid.reserve(36);
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    const auto byte = static_cast<uint8_t>(bytes[i]);
    uuid += kDigits[byte >> 4];
    uuid += kDigits[byte & 0xf];
  }
  return uuid;
}

std::string MakeV7(int64_t milliseconds, uint32_t counter, const Random& random) {
  std::array<char, 16> bytes;  // NOLINT(*-member-init): filled before it is read
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<char>(milliseconds >> (40 - 8 * i));
  bytes[6] = static_cast<char>(0x70 | (counter >> 8));
  bytes[7] = static_cast<char>(counter & 0xff);
  for (int i = 0; i < 8; ++i) bytes[8 + i] = random[i];
  bytes[8] = static_cast<char>(0x80 | (bytes[8] & 0x3f));
  return FormatUuid(bytes);
}

}  // namespace

UuidV7Source::UuidV7Source(const Clock& clock) : clock_(clock) {}

std::string UuidV7Source::NewUuid() {
  Random random;  // NOLINT(*-member-init): filled before it is read
  crypto::FillFromStock(absl::MakeSpan(random));
  const int64_t now = absl::ToUnixMillis(clock_.Now());
  const uint32_t start =
      ((static_cast<uint8_t>(random[8]) << 8) | static_cast<uint8_t>(random[9])) % kCounterStart;
  absl::MutexLock lock(&mutex_);
  if (now > last_milliseconds_) {
    last_milliseconds_ = now;
    counter_ = start;
  } else if (++counter_ == kCounterEnd) {
    ++last_milliseconds_;
    counter_ = start;
  }
  return MakeV7(last_milliseconds_, counter_, random);
}

std::string SequenceIdSource::NewUuid() {
  absl::MutexLock lock(&mutex_);
  return absl::StrFormat("00000000-0000-7000-8000-%012x", next_++);
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  return true;
}

std::optional<std::string> NormalizeUuid(std::string_view text) {
  if (!IsUuid(text)) return std::nullopt;
  return absl::AsciiStrToLower(std::string(text));
}

}  // namespace keys

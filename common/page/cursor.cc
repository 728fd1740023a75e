#include "common/page/cursor.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "common/base/check.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/crypto/secure.h"
#include "common/error/error.h"

namespace keys::page {
namespace {

constexpr char kVersion = '\x01';
constexpr size_t kMacBytes = 16;
constexpr size_t kLongestToken = 8 * 1024;
constexpr size_t kShortestKey = 16;

absl::Status InvalidCursor() {
  return error::Make(error::Reason::INVALID_CURSOR,
                     "This cursor does not belong to this list with these filters; begin without "
                     "one.");
}

void AppendPart(std::string& bytes, std::string_view part) {
  CHECK_THAT(part.size() <= 0xffff, "a sort value has at most 64 KiB");
  bytes.push_back(static_cast<char>(part.size() >> 8));
  bytes.push_back(static_cast<char>(part.size() & 0xff));
  bytes.append(part);
}

// Takes one part off the front. Returns nothing when no whole part is left.
std::optional<std::string> TakePart(std::string_view& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const size_t size =
      static_cast<size_t>(static_cast<uint8_t>(bytes[0])) << 8 | static_cast<uint8_t>(bytes[1]);
  if (bytes.size() < 2 + size) return std::nullopt;
  std::string part(bytes.substr(2, size));
  bytes.remove_prefix(2 + size);
  return part;
}

// The payload holds the fingerprint, the id and then the values.
std::optional<CursorState> Parse(std::string_view payload) {
  if (payload.empty() || payload.front() != kVersion) return std::nullopt;
  payload.remove_prefix(1);
  CursorState state;
  auto fingerprint = TakePart(payload);
  auto id = TakePart(payload);
  if (!fingerprint || !id) return std::nullopt;
  state.fingerprint = *std::move(fingerprint);
  state.id = *std::move(id);
  while (!payload.empty()) {
    auto value = TakePart(payload);
    if (!value) return std::nullopt;
    state.values.push_back(*std::move(value));
  }
  return state;
}

}  // namespace

CursorCodec::CursorCodec(std::string key) : key_(std::move(key)) {
  CHECK_THAT(key_.size() >= kShortestKey, "a cursor key has at least 16 bytes");
}

std::string CursorCodec::Sign(std::string_view payload) const {
  // The label makes signatures of cursors useless for any other purpose of the same key.
  return crypto::HmacSha256(key_, std::string("keys.page.cursor\n").append(payload))
      .substr(0, kMacBytes);
}

std::string CursorCodec::Encode(const CursorState& state) const {
  std::string bytes(1, kVersion);
  AppendPart(bytes, state.fingerprint);
  AppendPart(bytes, state.id);
  for (const std::string& value : state.values) AppendPart(bytes, value);
  bytes.append(Sign(bytes));
  return crypto::Base64UrlEncode(bytes);
}

absl::StatusOr<CursorState> CursorCodec::Decode(std::string_view token,
                                                std::string_view expected_fingerprint) const {
  if (token.size() > kLongestToken) return InvalidCursor();
  const std::optional<std::string> bytes = crypto::Base64UrlDecode(token);
  if (!bytes || bytes->size() <= kMacBytes) return InvalidCursor();
  const std::string_view payload(bytes->data(), bytes->size() - kMacBytes);
  const std::string_view mac(bytes->data() + payload.size(), kMacBytes);
  if (!crypto::ConstantTimeEqual(mac, Sign(payload))) return InvalidCursor();
  std::optional<CursorState> state = Parse(payload);
  if (!state || state->fingerprint != expected_fingerprint) return InvalidCursor();
  return *std::move(state);
}

std::string Fingerprint(const std::vector<std::string>& parts) {
  crypto::Sha256Stream digest;
  for (const std::string& part : parts) {
    digest.Update(std::to_string(part.size()));
    digest.Update(":");
    digest.Update(part);
  }
  return digest.Finish().substr(0, 16);
}

}  // namespace keys::page

#include "gateway/endpoints/byte_range.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "common/base/text.h"

namespace keys::gateway {
namespace {

// Reads digits. A number that is too large to hold is larger than any object.
std::optional<int64_t> ReadPosition(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), IsDigit)) return std::nullopt;
  int64_t position = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), position);
  return problem == std::errc() ? position : std::numeric_limits<int64_t>::max();
}

// Reads one member of the list. The result is the whole object when the member is malformed, or
// when nothing but the whole answers it.
ByteRange ReadSpec(std::string_view spec, int64_t size) {
  const ByteRange whole;
  const ByteRange nothing{.kind = ByteRange::Kind::kUnsatisfiable};
  const size_t dash = spec.find('-');
  if (dash == std::string_view::npos) return whole;
  const std::string_view from = spec.substr(0, dash);
  const std::string_view to = spec.substr(dash + 1);
  if (from.empty()) {
    // The last `to` bytes are asked for. Of an empty file that is all of it, which no Content-Range
    // can say.
    const auto suffix = ReadPosition(to);
    if (!suffix.has_value()) return whole;
    if (*suffix == 0) return nothing;
    if (size == 0) return whole;
    return {ByteRange::Kind::kPart, size - std::min(*suffix, size), size - 1};
  }
  const auto first = ReadPosition(from);
  const auto last = to.empty() ? std::numeric_limits<int64_t>::max() : ReadPosition(to);
  if (!first.has_value() || !last.has_value() || *last < *first) return whole;
  if (*first >= size) return nothing;
  return {ByteRange::Kind::kPart, *first, std::min(*last, size - 1)};
}

}  // namespace

ByteRange ReadByteRange(std::string_view field, int64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const ByteRange whole;
  if (ToAsciiLower(field.substr(0, kUnit.size())) != kUnit) return whole;
  ByteRange answer = whole;
  for (const std::string_view part : Split(field.substr(kUnit.size()), ',')) {
    const std::string_view spec = StripBlanks(part);
    if (spec.empty()) continue;  // lists may have empty members (RFC 9110 §5.6.1)
    const ByteRange range = ReadSpec(spec, size);
    if (range.kind == ByteRange::Kind::kWhole) return whole;
    const bool satisfiable = range.kind == ByteRange::Kind::kPart;
    if (satisfiable && answer.kind == ByteRange::Kind::kPart) return whole;
    if (satisfiable || answer.kind == ByteRange::Kind::kWhole) answer = range;
  }
  return answer;
}

}  // namespace keys::gateway

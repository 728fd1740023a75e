#include "common/trace/traceparent.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "common/crypto/encode.h"
#include "common/crypto/random_stock.h"

namespace keys::trace {
namespace {

constexpr size_t kTraceIdBytes = 16;
constexpr size_t kSpanIdBytes = 8;
constexpr size_t kVersion00Size = 55;  // 2 + 1 + 32 + 1 + 16 + 1 + 2

bool IsLowerHex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsId(std::string_view text) {
  return IsLowerHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

// Makes a random id, and never the all-zero id, which the standard forbids.
std::string NewId(size_t count) {
  std::array<char, kTraceIdBytes> bytes;  // NOLINT(*-member-init): filled before it is read
  const absl::Span<char> part = absl::MakeSpan(bytes).first(count);
  crypto::FillFromStock(part);
  std::string id = crypto::HexEncode({part.data(), part.size()});
  if (!IsId(id)) id.back() = '1';
  return id;
}

}  // namespace

std::optional<TraceContext> Parse(std::string_view header) {
  if (header.size() < kVersion00Size) return std::nullopt;
  const std::string_view version = header.substr(0, 2);
  if (!IsLowerHex(version) || version == "ff") return std::nullopt;
  if (header.size() > kVersion00Size && (version == "00" || header[kVersion00Size] != '-')) {
    return std::nullopt;
  }
  const std::string_view trace_id = header.substr(3, 32);
  const std::string_view span_id = header.substr(36, 16);
  const std::string_view flags = header.substr(53, 2);
  const bool dashes = header[2] == '-' && header[35] == '-' && header[52] == '-';
  if (!dashes || !IsId(trace_id) || !IsId(span_id) || !IsLowerHex(flags)) return std::nullopt;
  const bool sampled = (crypto::HexDecode(flags)->front() & 1) != 0;
  return TraceContext{std::string(trace_id), std::string(span_id), sampled};
}

TraceContext New() { return TraceContext{NewId(kTraceIdBytes), NewId(kSpanIdBytes), true}; }

TraceContext ChildOf(const TraceContext& parent) {
  return TraceContext{parent.trace_id, NewId(kSpanIdBytes), parent.sampled};
}

std::string ToHeader(const TraceContext& context) {
  return absl::StrCat("00-", context.trace_id, "-", context.span_id,
                      context.sampled ? "-01" : "-00");
}

}  // namespace keys::trace

#include "services/billing/orders/listing.h"

#include "absl/strings/numbers.h"
#include "common/base/status_macros.h"
#include "common/error/error.h"

namespace keys::billing {
namespace {

constexpr int kMaxLimit = 100;

}  // namespace

absl::StatusOr<int> PageLimit(bool given, int32_t limit, int fallback) {
  if (!given) return fallback;
  if (limit >= 1 && limit <= kMaxLimit) return limit;
  return error::Invalid("?limit", "OUT_OF_RANGE", "limit is 1 to 100.");
}

absl::StatusOr<PageStart> PageStartOf(const page::CursorCodec& codec, const std::string& cursor,
                                      const std::string& fingerprint,
                                      bool (*is_id)(std::string_view)) {
  PageStart start;
  if (cursor.empty()) return start;
  ASSIGN_OR_RETURN(const page::CursorState state, codec.Decode(cursor, fingerprint));
  int64_t micros = 0;
  if (state.values.size() != 1 || !absl::SimpleAtoi(state.values[0], &micros) || !is_id(state.id)) {
    return error::Make(error::Reason::INVALID_CURSOR, "The cursor does not fit this list.");
  }
  start.created_at = absl::FromUnixMicros(micros);
  start.id = state.id;
  return start;
}

std::string NextCursor(const page::CursorCodec& codec, const std::string& fingerprint,
                       absl::Time created_at, const std::string& id) {
  return codec.Encode({.fingerprint = fingerprint,
                       .values = {std::to_string(absl::ToUnixMicros(created_at))},
                       .id = id});
}

}  // namespace keys::billing

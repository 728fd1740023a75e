// What lists by time have in common: limit, signed cursor, next cursor. Newest first. Stateless.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/page/cursor.h"

namespace keys::billing {

// After what a page begins; both absent for the first.
struct PageStart {
  std::optional<absl::Time> created_at;
  std::optional<std::string> id;
};

// 1 to 100; `fallback` when none is given.
absl::StatusOr<int> PageLimit(bool given, int32_t limit, int fallback);

// INVALID_CURSOR for a cursor of another list, or whose id `is_id` refuses.
absl::StatusOr<PageStart> PageStartOf(const page::CursorCodec& codec, const std::string& cursor,
                                      const std::string& fingerprint,
                                      bool (*is_id)(std::string_view));

std::string NextCursor(const page::CursorCodec& codec, const std::string& fingerprint,
                       absl::Time created_at, const std::string& id);

}  // namespace keys::billing

// Shared by lists that are sorted by time: limit, signed cursor, next cursor. The newest comes
// first. Stateless.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/page/cursor.h"

namespace keys::billing {

// A page begins after this. Both are absent for the first page.
struct PageStart {
  std::optional<absl::Time> created_at;
  std::optional<std::string> id;
};

// Returns 1 to 100, or `fallback` when no limit is given.
absl::StatusOr<int> PageLimit(bool given, int32_t limit, int fallback);

// Returns INVALID_CURSOR for a cursor of another list, or one whose id `is_id` refuses.
absl::StatusOr<PageStart> PageStartOf(const page::CursorCodec& codec, const std::string& cursor,
                                      const std::string& fingerprint,
                                      bool (*is_id)(std::string_view));

std::string NextCursor(const page::CursorCodec& codec, const std::string& fingerprint,
                       absl::Time created_at, const std::string& id);

}  // namespace keys::billing

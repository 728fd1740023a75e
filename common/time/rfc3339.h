// Times as text: RFC 3339, always UTC and milliseconds on the way out.
//
//   FormatRfc3339(clock.Now())                  // "2026-11-23T11:32:58.123Z"
//   ParseRfc3339("2026-11-23T12:32:58+01:00")   // the same second
//
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace keys {

// The time is cut to milliseconds and not rounded, so that no moment is written as later than it
// was.
std::string FormatRfc3339(absl::Time time);

// Reads strict RFC 3339 with an offset and up to nine digits of a second. The time in UTC must lie
// in the years 0001–9999, those of a protobuf Timestamp. Anything else is kInvalidArgument with a
// sentence that may be shown to clients.
absl::StatusOr<absl::Time> ParseRfc3339(std::string_view text);

}  // namespace keys

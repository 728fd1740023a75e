#include "common/time/rfc3339.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"

namespace keys {
namespace {

constexpr char kSentence[] = "A time is written as in 2026-11-23T11:32:58Z (RFC 3339).";

// The range of a protobuf Timestamp: the years 1 to 9999.
const absl::Time kFirst = absl::FromUnixSeconds(-62'135'596'800);
const absl::Time kEnd = absl::FromUnixSeconds(253'402'300'800);

constexpr int64_t kDay = int64_t{24} * 3600 * 1000;

// Writes `number` with `digits` digits at `at`.
void Put(std::string& text, size_t at, size_t digits, int64_t number) {
  for (size_t i = digits; i > 0; --i, number /= 10) {
    text[at + i - 1] = static_cast<char>('0' + number % 10);
  }
}

// In `shape`, "d" stands for a digit and any other character for itself.
bool Matches(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits = shape[i] == 'd' ? absl::ascii_isdigit(text[i]) : text[i] == shape[i];
    if (!fits) return false;
  }
  return true;
}

// Returns the length of ".123", 0 when there is no fraction, npos when it is malformed.
size_t FractionLength(std::string_view rest) {
  if (rest.empty() || rest[0] != '.') return 0;
  size_t length = 1;
  while (length < rest.size() && absl::ascii_isdigit(rest[length])) ++length;
  return length >= 2 && length <= 10 ? length : std::string_view::npos;
}

bool HasShape(std::string_view text) {
  constexpr std::string_view kSeconds = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= kSeconds.size() || !Matches(text.substr(0, kSeconds.size()), kSeconds)) {
    return false;
  }
  std::string_view rest = text.substr(kSeconds.size());
  const size_t fraction = FractionLength(rest);
  if (fraction == std::string_view::npos) return false;
  rest.remove_prefix(fraction);
  return rest == "Z" || Matches(rest, "+dd:dd") || Matches(rest, "-dd:dd");
}

}  // namespace

std::string FormatRfc3339(absl::Time time) {
  if (time < kFirst || time >= kEnd) {
    return absl::FormatTime("%E4Y-%m-%d%ET%H:%M:%E3SZ", time, absl::UTCTimeZone());
  }
  // Written by hand, because each line of the log and each time in an answer costs one of these and
  // absl::FormatTime looks up a time zone.
  const int64_t milliseconds = absl::ToUnixMillis(time);
  const int64_t in_day = (milliseconds % kDay + kDay) % kDay;
  const absl::CivilDay day = absl::CivilDay(1970, 1, 1) + (milliseconds - in_day) / kDay;
  std::string text = "0000-00-00T00:00:00.000Z";
  Put(text, 0, 4, day.year());
  Put(text, 5, 2, day.month());
  Put(text, 8, 2, day.day());
  Put(text, 11, 2, in_day / 3'600'000);
  Put(text, 14, 2, in_day / 60'000 % 60);
  Put(text, 17, 2, in_day / 1000 % 60);
  Put(text, 20, 3, in_day % 1000);
  return text;
}

absl::StatusOr<absl::Time> ParseRfc3339(std::string_view text) {
  const std::string upper =
      absl::AsciiStrToUpper(std::string(text));  // RFC 3339 §5.6 allows t and z
  absl::Time time;
  std::string problem;
  if (!HasShape(upper) || !absl::ParseTime(absl::RFC3339_full, upper, &time, &problem) ||
      time < kFirst || time >= kEnd) {
    return absl::InvalidArgumentError(kSentence);
  }
  return time;
}

}  // namespace keys

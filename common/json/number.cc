#include "common/json/number.h"

#include <cmath>

namespace keys::json {
namespace {

constexpr double kLargestExact = 1e15;
constexpr double kLastSecond = 253'402'300'799.0;  // 9999-12-31T23:59:59Z

}  // namespace

std::optional<int64_t> WholeNumber(const rapidjson::Value& value) {
  if (value.IsInt64()) return value.GetInt64();
  // An integer beyond int64_t: RapidJSON keeps it exactly as uint64_t, so it is no double.
  if (!value.IsDouble()) return std::nullopt;
  const double number = value.GetDouble();
  if (!(std::fabs(number) <= kLargestExact) || std::trunc(number) != number) return std::nullopt;
  return static_cast<int64_t>(number);
}

std::optional<absl::Time> NumericDate(const rapidjson::Value& value) {
  if (!value.IsNumber()) return std::nullopt;
  const double seconds = value.GetDouble();
  if (!(seconds >= 0 && seconds <= kLastSecond)) return std::nullopt;
  if (value.IsInt64()) return absl::FromUnixSeconds(value.GetInt64());
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

}  // namespace keys::json

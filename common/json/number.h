// Numbers in JSON that somebody else wrote. JSON has one kind of number: 5, 5.0 and 5e0 are the
// same value (RFC 8259 §6), so RapidJSON's IsInt64 alone refuses what it should take.
//
//   const std::optional<int64_t> cents = json::WholeNumber(object["amount"]);
//   const std::optional<absl::Time> expires = json::NumericDate(claims["exp"]);
//
// A number that a double cannot hold (1e400) is an error of RapidJSON's parser. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "rapidjson/document.h"

namespace keys::json {

// The value of a number without a fraction. Written with digits alone it may be any int64_t;
// written with a point or an exponent it came through a double, and is taken up to 10^15 in either
// direction, where what RapidJSON may round away shows as a fraction. Absent for everything else.
std::optional<int64_t> WholeNumber(const rapidjson::Value& value);

// A NumericDate (RFC 7519 §2): seconds since 1970, with a fraction or an exponent or without, until
// the end of the year 9999. Absent for everything else. A double is exact to less than a
// microsecond until the year 2100.
std::optional<absl::Time> NumericDate(const rapidjson::Value& value);

}  // namespace keys::json

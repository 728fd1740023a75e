// Numbers of JSON, as their text has them.
//
//   IsOrdinaryJsonNumber("-1.5e10")     // true
//   IsOrdinaryJsonNumber("1e-400000")   // false: JSON's grammar allows it, Postgres' jsonb does
//   not hold it
//
// Pure and thread-safe.
#pragma once

#include <string_view>

#include "common/base/text.h"

namespace keys {

// The largest power of ten a double has: what a few bytes ask for is never stored as thousands.
inline constexpr int kMaxJsonExponent = 308;

// `number` is a number of JSON's grammar.
inline bool IsOrdinaryJsonNumber(std::string_view number) {
  const std::size_t at = number.find_first_of("eE");
  if (at == std::string_view::npos) return true;
  int exponent = 0;
  for (const char c : number.substr(at + 1)) {
    if (!IsDigit(c)) continue;  // the sign
    exponent = exponent * 10 + (c - '0');
    if (exponent > kMaxJsonExponent) return false;
  }
  return true;
}

}  // namespace keys

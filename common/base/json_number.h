// Numbers of JSON, as their text has them.
//
//   IsOrdinaryJsonNumber("-1.5e10")     // true
//   IsOrdinaryJsonNumber("1e-400000")   // false: allowed by JSON's grammar, not held by jsonb
//
// Pure and thread-safe.
#pragma once

#include <string_view>

#include "common/base/text.h"

namespace keys {

// A double reaches no larger power of ten. The limit keeps a number of a few bytes ("1e400000")
// from being stored as thousands of digits.
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

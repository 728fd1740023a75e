// Reasons that administrators' calls refuse.
#pragma once

#include <string>
#include <vector>

namespace keys::billing::testing {

// Each a reason to a machine and nothing to a person.
inline std::vector<std::string> NoReasons() {
  return {"",       " ",      "\t\n",         "\u00a0",        "\u3000",
          "\u200b", "\u202e", "\u2060\ufeff", "\u0085 \u2003", "\x01"};
}

}  // namespace keys::billing::testing

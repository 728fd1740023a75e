// The version of the programs, as /openapi.json, /config.json and keys_build_info tell it.
#pragma once

namespace keys {

inline constexpr char kVersion[] = "1.0.0";

}  // namespace keys

// Reads untrusted JSON. Skips a byte order mark. Refuses texts that two readers could understand
// differently or that would cost much memory: invalid UTF-8, duplicate members, U+0000, numbers
// beyond a double, more than kMaxJsonDepth levels or kMaxJsonValues values, and any outermost value
// but an object. Parsing is iterative: depth costs no stack. Pure and thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "services/ingestion/domain/finding.h"
#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

inline constexpr int kMaxJsonDepth = 64;                        // levels of objects and arrays
inline constexpr std::size_t kMaxJsonValues = 100'000;          // ~25 MiB of Json at the worst
inline constexpr std::size_t kMaxJsonKeyBytes = 256;            // names end up in every pointer
inline constexpr std::size_t kMaxManifestBytes = 256 * 1024;    // real ones are below 10 KiB
inline constexpr std::size_t kMaxIndexBytes = 4 * 1024 * 1024;  // marketplace.json, assets index

struct JsonSource {
  std::string_view file;  // for findings
  std::size_t max_bytes = kMaxManifestBytes;
  // Strings may hold U+0000, because this text is never stored in a database.
  bool allows_nul = false;
};

// Returns nothing when a violation was added. All duplicate members of a readable text are
// reported; any other violation ends the reading.
std::optional<Json> ReadJson(std::string_view text, const JsonSource& source, Findings& findings);

// Whether the text is well-formed UTF-8 without surrogates and overlong forms (RFC 3629).
bool IsUtf8(std::string_view text);
// Counts the code points in well-formed UTF-8.
std::size_t CountCharacters(std::string_view text);

// Says why bytes cannot be read as text: they are UTF-16, or no valid UTF-8. Empty for text.
std::string_view EncodingProblem(std::string_view bytes);

}  // namespace keys::ingestion

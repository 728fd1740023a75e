// What an event may be, whoever sends it: pure rules, without clock, ids or storage.
//
//   std::vector<error::Violation> problems = CheckReference("/key_id", "not-a uuid");
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/error/error.h"

namespace keys::analytics {

inline constexpr size_t kMetadataBytes = 4 * 1024;
inline constexpr int kMetadataDepth = 32;
inline constexpr size_t kReasonCharacters = 200;
// How far ahead of our clock an event may claim to have happened: clocks of services differ.
inline constexpr absl::Duration kFutureTolerance = absl::Hours(24);

// Who may tell of an event of a type.
enum class Origin {
  kAnyone,   // view
  kUser,     // discovery_click
  kService,  // purchase, download, bundle_upgrade
  kUnknown,
};
Origin OriginOf(std::string_view event_type);

// A KEY or bundle as a client names it: exactly one of the two is set.
struct Reference {
  std::optional<std::string> id;  // lower-case UUID
  std::optional<std::string> slug;
};
// Nothing when `text` is neither a UUID nor a slug.
std::optional<Reference> ParseReference(std::string_view text);

// Why `text` is no JSON object of at most kMetadataBytes, nested at most kMetadataDepth deep and
// without U+0000, which Postgres cannot store; nothing when it is one.
std::optional<error::Violation> CheckMetadata(std::string_view text);

// True when `text` has at most `most` characters (UTF-8).
bool AtMostCharacters(std::string_view text, size_t most);

}  // namespace keys::analytics

// The rules that every event must obey, from whichever sender. Pure: they use no clock, ids or
// storage.
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
// An event may claim to happen this far ahead of this machine's clock, because clocks of services
// differ.
inline constexpr absl::Duration kFutureTolerance = absl::Hours(24);

// The callers who may send events of a type.
enum class Origin {
  kAnyone,   // view
  kUser,     // discovery_click
  kService,  // purchase, download, bundle_upgrade
  kUnknown,
};
Origin OriginOf(std::string_view event_type);

// A KEY or bundle as a client names it. Exactly one of the two is set.
struct Reference {
  std::optional<std::string> id;  // lower-case UUID
  std::optional<std::string> slug;
};
// Returns nothing when `text` is neither a UUID nor a slug.
std::optional<Reference> ParseReference(std::string_view text);

// Returns why `text` is no JSON object of at most kMetadataBytes, nested at most kMetadataDepth
// deep and without U+0000, which Postgres cannot store. Returns nothing when it is one.
std::optional<error::Violation> CheckMetadata(std::string_view text);

// Returns true when `text` has at most `most` characters (UTF-8).
bool AtMostCharacters(std::string_view text, size_t most);

}  // namespace keys::analytics

// Decides what publishing an asset does to the versions that are published already
// (docs/contract.md §2). Pure.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

// The limits of keys.catalog.v1.Asset. All of them together fit into one message.
inline constexpr int kMostFiles = 10'000;
inline constexpr size_t kDigestBytes = 32;
inline constexpr size_t kLongestManifest = size_t{256} << 10;
inline constexpr size_t kLongestReadmeHtml = size_t{512} << 10;
inline constexpr size_t kLongestChangelogHtml = size_t{256} << 10;
inline constexpr int kMostScreenshots = 9;
inline constexpr size_t kLongestPreviewHtml = size_t{1} << 20;

// A folder (1) is preferred to an index (2), and an index to a catalogue (3).
struct KnownKey {
  std::string family;
  int source_rank = 1;
};

struct KnownVersion {
  std::string content_hash;
  std::optional<std::string> sha256;
  int source_rank = 1;
};

enum class PublishStep {
  kAddKey,        // the slug is new
  kAddVersion,    // the version is new
  kAttachBytes,   // the version was known without bytes
  kReplaceFacts,  // same bytes or still none, other facts
  kNothing,
};

// Returns all faults of the asset itself: INVALID_ARGUMENT or SLUG_RESERVED. Ingestion has checked
// the manifest; this checks what the catalog's tables depend on.
absl::Status CheckAsset(const v1::Asset& asset);

// Returns VERSION_IMMUTABLE for other bytes under the same version, and CONFLICT for a slug of
// another family.
absl::StatusOr<PublishStep> DecidePublish(const v1::Asset& asset,
                                          const std::optional<KnownKey>& key,
                                          const std::optional<KnownVersion>& version);

}  // namespace keys::catalog

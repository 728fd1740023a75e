// Makes what the catalog stores from a manifest's text: checked, completed, normalised. Pure.
//
//   Findings findings;
//   const auto manifest = CheckManifest(text, source, findings);
//   if (manifest) asset = ToAsset(*manifest, family, {.is_known = …}, findings);
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keys/catalog/v1/catalog.pb.h"
#include "services/ingestion/domain/family.h"
#include "services/ingestion/domain/finding.h"
#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

// For one slug, the source with the lowest rank counts (keys.catalog.v1.Asset.source_rank).
inline constexpr int kFolderRank = 1;
inline constexpr int kIndexRank = 2;
inline constexpr int kCatalogueRank = 3;

struct ManifestSource {
  const Family& family;
  std::string file;            // of the manifest, below the assets root
  std::string slug;            // the folder's name
  std::string version_folder;  // under .versions; empty in the current tree
  // Sorted paths of the folder's files. A null pointer, when they are not fully known, switches off
  // every check that looks for files.
  const std::vector<std::string>* files = nullptr;
};

struct Manifest {
  Json value;
  // Facts are missing that a folder would have to give (index entries only).
  bool is_incomplete = false;
};

// Returns nothing when the asset is rejected; `findings` says why, completely.
std::optional<Manifest> CheckManifest(std::string_view text, const ManifestSource& source,
                                      Findings& findings);

// Does the same for an entry of an assets index. `pointer` is the entry's place in the index.
std::optional<Manifest> CheckIndexEntry(const Json& entry, const Family& family,
                                        const std::string& pointer, Findings& findings);

struct AssetContext {
  std::string file;     // for findings
  std::string pointer;  // of the manifest in that file
  int source_rank = kFolderRank;
  // Sorted paths of the folder. A null pointer when there is none.
  const std::vector<std::string>* files = nullptr;
  // Whether a slug names a KEY. This decides how references with a family prefix are read.
  std::function<bool(std::string_view slug)> is_known;
};

// Fills in everything that the manifest says. readme_text, sha256, size_bytes, storage_path and
// content_hash are left to the code that reads the files. References that name no KEY are warnings.
catalog::v1::Asset ToAsset(const Manifest& manifest, const Family& family,
                           const AssetContext& context, Findings& findings);

// Returns keys/<tool>/<slug>/<version>/key.zip, with the tool as shown.
std::string ObjectPath(const catalog::v1::Asset& asset);

}  // namespace keys::ingestion

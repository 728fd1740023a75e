// Reads marketplace.json: prices, statuses and bundles. A bad entry is rejected without the others.
// Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keys/catalog/v1/catalog.pb.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

inline constexpr std::string_view kMarketplaceFile = "marketplace.json";

struct MarketplaceFile {
  // The entries without violations, in order.
  catalog::v1::ApplyPricingRequest request;
  // For each bundle of the request its place in the file, where other bundles may have been left
  // out.
  std::vector<std::size_t> bundle_places;

  // Translates a pointer into the request's bundles, such as "/bundles/1/slug", to one into the
  // file.
  std::string PointerInFile(std::string_view pointer) const;
  // Returns the KEY at `pointer`: that of a "/keys/…" entry or of "/bundles/i/key_slugs/j".
  // Otherwise empty.
  std::string KeyAt(std::string_view pointer) const;
};

// Returns nothing when the file as a whole cannot be used. Rules that need the catalog (unknown
// slugs, minimum prices, a bundle against its parts) are checked by the catalog.
std::optional<MarketplaceFile> ParseMarketplaceFile(std::string_view text, Findings& findings);

}  // namespace keys::ingestion

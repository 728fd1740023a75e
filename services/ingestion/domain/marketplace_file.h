// marketplace.json: prices, statuses and bundles. A bad entry costs only itself. Pure.
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
  // For each of its bundles the place in the file, where some may have been left out.
  std::vector<std::size_t> bundle_places;

  // A pointer into the request's bundles, such as "/bundles/1/slug", as one into the file.
  std::string PointerInFile(std::string_view pointer) const;
  // The KEY at `pointer`: that of a "/keys/…" entry or of "/bundles/i/key_slugs/j"; else empty.
  std::string KeyAt(std::string_view pointer) const;
};

// Absent when the file as a whole cannot be used. Rules that need the catalog (unknown slugs,
// minimum prices, bundle against its parts) are the catalog's.
std::optional<MarketplaceFile> ParseMarketplaceFile(std::string_view text, Findings& findings);

}  // namespace keys::ingestion

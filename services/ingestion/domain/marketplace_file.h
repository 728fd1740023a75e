// marketplace.json: prices, statuses and bundles. A bad entry costs only itself. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "keys/catalog/v1/catalog.pb.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

inline constexpr std::string_view kMarketplaceFile = "marketplace.json";

// The entries without violations, in order; absent when the file as a whole cannot be used. Rules
// that need the catalog (unknown slugs, minimum prices, bundle against its parts) are the
// catalog's.
std::optional<catalog::v1::ApplyPricingRequest> ParseMarketplaceFile(std::string_view text,
                                                                     Findings& findings);

}  // namespace keys::ingestion

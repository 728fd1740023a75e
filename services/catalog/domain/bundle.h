// The rules that a bundle must obey (docs/contract.md §2). Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/catalog/domain/pricing.h"

namespace keys::catalog {

inline constexpr size_t kLongestTitle = 200;
inline constexpr size_t kLongestDescription = 5000;
inline constexpr size_t kMostBundleKeys = 500;

// Which KEYS come in by themselves: those that have all that is present.
struct MemberRule {
  std::optional<std::string> tool;
  std::optional<std::string> maturity;

  bool any() const { return tool.has_value() || maturity.has_value(); }
};

struct BundleInput {
  std::string slug;
  std::string title;
  std::optional<std::string> description;
  std::string bundle_type;
  int64_t price_cents = 0;
  std::string currency;
  // Slugs or ids.
  std::vector<std::string> keys;
  // Present: `keys` ends with the KEYS that fit it now.
  std::optional<MemberRule> rule;
};

// Everything that is wrong, at pointers relative to the bundle: all unknown KEYS at once. `parts`:
// the KEYS that exist, by the name `keys` uses for them.
std::vector<PriceFault> CheckBundle(const BundleInput& bundle,
                                    const money::CurrencyTable& currencies,
                                    const std::map<std::string, Part>& parts);

// Ok when there are no faults. The error's reason is the faults' own when they agree.
absl::Status ToStatus(const std::vector<PriceFault>& faults);

}  // namespace keys::catalog

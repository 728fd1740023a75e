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

// The rule by which KEYS are added to a bundle: a KEY fits if it has every value that is present.
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
  // The KEYS by slug or id.
  std::vector<std::string> keys;
  // If it is present, the KEYS that fit it now stand at the end of `keys`.
  std::optional<MemberRule> rule;
};

// Returns every fault, at pointers relative to the bundle, with all unknown KEYS at once. `parts`
// has the KEYS that exist, by the names that `keys` uses.
std::vector<PriceFault> CheckBundle(const BundleInput& bundle,
                                    const money::CurrencyTable& currencies,
                                    const std::map<std::string, Part>& parts);

// Returns Ok when there are no faults. The error's reason is that of the faults if they agree.
absl::Status ToStatus(const std::vector<PriceFault>& faults);

}  // namespace keys::catalog

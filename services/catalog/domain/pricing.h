// The rules for prices of KEYS and bundles (docs/contract.md §2). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/error/error.h"
#include "common/money/currency.h"

namespace keys::catalog {

// One fault, at a JSON pointer relative to the entry that has it.
struct PriceFault {
  error::Reason reason = error::Reason::INVALID_ARGUMENT;
  error::Violation violation;
};

// Returns nothing when the price is allowed. 0 is free.
std::optional<PriceFault> CheckPrice(const money::CurrencyTable& currencies, int64_t cents,
                                     const std::string& currency);

// The facts of a KEY that matter to its bundle.
struct Part {
  std::string slug;
  std::optional<int64_t> price_cents;
  std::string currency;
  // True when the KEY is published and has bytes.
  bool sellable = false;
};

// Returns CURRENCY_MISMATCH when a priced part has another currency, and BUNDLE_PRICE when every
// part can be bought singly and the bundle does not cost less than all of them.
std::optional<PriceFault> CheckBundlePrice(int64_t cents, const std::string& currency,
                                           const std::vector<Part>& parts);

}  // namespace keys::catalog

// Applies an administrator's change of a KEY's price and status. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/money/currency.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

struct SaleTerms {
  // Absent when the KEY is not sold singly.
  std::optional<int64_t> price_cents;
  std::string currency;
  std::string status;

  friend bool operator==(const SaleTerms&, const SaleTerms&) = default;
};

// Returns the terms after the request. Members that are present or in the update mask count; one
// that is in the mask and absent is cleared, which only a price allows. INVALID_ARGUMENT,
// PRICE_BELOW_MINIMUM.
absl::StatusOr<SaleTerms> ApplyUpdate(const SaleTerms& before, const v1::UpdateKeyRequest& request,
                                      const money::CurrencyTable& currencies);

}  // namespace keys::catalog

// An administrator's change to what a KEY costs and whether it is shown. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/money/currency.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

struct SaleTerms {
  // Absent: not sold singly.
  std::optional<int64_t> price_cents;
  std::string currency;
  std::string status;

  friend bool operator==(const SaleTerms&, const SaleTerms&) = default;
};

// The terms after the request: members in the update mask or present count; in the mask and absent
// clears, which only a price allows. INVALID_ARGUMENT, PRICE_BELOW_MINIMUM.
absl::StatusOr<SaleTerms> ApplyUpdate(const SaleTerms& before, const v1::UpdateKeyRequest& request,
                                      const money::CurrencyTable& currencies);

}  // namespace keys::catalog

#include "services/catalog/domain/sale_terms.h"

#include <algorithm>
#include <vector>

#include "common/base/text.h"
#include "services/catalog/domain/bundle.h"
#include "services/catalog/domain/pricing.h"
#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {
namespace {

bool InMask(const v1::UpdateKeyRequest& request, const char* member) {
  const auto& paths = request.update_mask().paths();
  return std::find(paths.begin(), paths.end(), member) != paths.end();
}

PriceFault CannotBeNull(const char* pointer) {
  return {.violation = error::MakeViolation(pointer, "REQUIRED", "This member cannot be null.")};
}

}  // namespace

absl::StatusOr<SaleTerms> ApplyUpdate(const SaleTerms& before, const v1::UpdateKeyRequest& request,
                                      const money::CurrencyTable& currencies) {
  SaleTerms after = before;
  std::vector<PriceFault> faults;
  if (request.has_price_cents()) {
    after.price_cents = request.price_cents();
  } else if (InMask(request, "price_cents")) {
    after.price_cents.reset();
  }
  if (request.has_currency()) {
    after.currency = ToAsciiLower(request.currency());
  } else if (InMask(request, "currency")) {
    faults.push_back(CannotBeNull("/currency"));
  }
  if (request.has_status()) {
    after.status = request.status();
    if (!IsOneOf(after.status, kStatuses)) {
      faults.push_back(
          {.violation = error::MakeViolation("/status", "UNKNOWN_WORD",
                                             Concat({"`status` is ", Enumerate(kStatuses), "."}))});
    }
  } else if (InMask(request, "status")) {
    faults.push_back(CannotBeNull("/status"));
  }
  // A KEY without a price still has the currency in which it will be priced.
  if (auto fault = CheckPrice(currencies, after.price_cents.value_or(0), after.currency)) {
    faults.push_back(*std::move(fault));
  }
  if (absl::Status status = ToStatus(faults); !status.ok()) return status;
  return after;
}

}  // namespace keys::catalog

// The line items of a Checkout Session and what a discount takes off them. Works inside the
// caller's transaction; inline prices and products are put into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tests/fakes/stripe_sandbox/call.h"

namespace stripe_sandbox {

struct SessionItems {
  Json::Array items;  // "item" objects, amounts not yet discounted
  std::string currency;
  int64_t subtotal = 0;
};
std::variant<SessionItems, ApiError> ReadSessionItems(Call& call);

// Checks the coupon and spreads what it takes off over the items it applies to. Returns the sum.
// `coupon` null: nothing is taken off.
int64_t TakeOff(const Json& coupon, SessionItems* items);

// The coupon of the one entry of `discounts`; null Json without discounts.
Outcome ReadDiscount(Call& call, const SessionItems& items);

}  // namespace stripe_sandbox

// Converts quotes to the form that clients see and to the form that orders store. Pure.
#pragma once

#include <string>
#include <string_view>

#include "keys/billing/v1/billing.pb.h"
#include "services/billing/domain/quote.h"

namespace keys::billing {

v1::GetDiscountResponse ToDiscount(const Quote& quote);

// Returns a JSON array of {kind, slug?, amount_cents, text}.
std::string QuoteLinesToJson(const Quote& quote);
// Adds the lines that QuoteLinesToJson has written to the receipt.
void AddLines(std::string_view json, v1::Receipt& receipt);

}  // namespace keys::billing

// Quotes as clients see them and as orders keep them. Pure.
#pragma once

#include <string>
#include <string_view>

#include "keys/billing/v1/billing.pb.h"
#include "services/billing/domain/quote.h"

namespace keys::billing {

v1::GetDiscountResponse ToDiscount(const Quote& quote);

// A JSON array of {kind, slug?, amount_cents, text}.
std::string QuoteLinesToJson(const Quote& quote);
// Adds what QuoteLinesToJson wrote to the receipt.
void AddLines(std::string_view json, v1::Receipt& receipt);

}  // namespace keys::billing

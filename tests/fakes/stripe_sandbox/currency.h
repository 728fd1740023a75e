// Knows the currencies that Stripe takes and their smallest charges. Pure functions; codes are
// lower case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/fakes/stripe_sandbox/outcome.h"

namespace stripe_sandbox {

std::string LowerCase(std::string_view text);

// Nothing if Stripe takes it.
std::optional<ApiError> CheckCurrency(const std::string& code, const std::string& param);

// Amounts that Stripe takes of a currency in which it settles larger steps only (the last digit of
// three decimals, both of isk and ugx, must be 0).
std::optional<ApiError> CheckStep(int64_t amount, const std::string& code,
                                  const std::string& param);

// The amount in minor units. It is judged in the currency itself, because the sandbox settles in
// the currency of the payment.
int64_t MinimumCharge(const std::string& code);
constexpr int64_t kMaximumCharge = 99999999;  // eight digits

// "$12.50", "¥500", "12.50 CHF".
std::string FormatAmount(int64_t minor, const std::string& code);

}  // namespace stripe_sandbox

// Customers beyond the API's own operations on them.
#pragma once

#include <string>

#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

bool LooksLikeEmail(const std::string& text);

// A customer without a name, not yet put.
Json MakeCustomer(Transaction& tx);

}  // namespace stripe_sandbox

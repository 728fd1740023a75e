// PaymentIntents and their charges. Works inside the caller's transaction.
#pragma once

#include <string>

#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

// The PaymentIntent of a session, made if it has none yet; not put.
Json PaymentIntentOf(Transaction& tx, const Json& session);

// A charge for the whole amount; not put. `status` succeeded, pending or failed.
Json MakeCharge(Transaction& tx, const Json& intent, const std::string& status,
                const Json& billing_details);

// {address, email, name, phone, tax_id}
Json BillingDetails(const std::string& email, const std::string& name);

// The error a refused card leaves in `last_payment_error`.
Json DeclineError(const std::string& charge_id);

}  // namespace stripe_sandbox

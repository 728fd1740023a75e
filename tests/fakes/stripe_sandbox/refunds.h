// Money back, by the API or by POST /_control. Works inside the caller's transaction, which must
// not be committed when a function refuses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tests/fakes/stripe_sandbox/outcome.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

// `amount` absent: all that is left. The refund begins with the status that `refund_mode` names.
Outcome RefundCharge(Transaction& tx, const std::string& charge_id, std::optional<int64_t> amount,
                     const Json& params);
// A pending, succeeded or requires_action refund ends as `status` (succeeded, failed, canceled).
// Failed and canceled give the amount back: the charge's amount_refunded falls, unless
// `charge_keeps_amount` (which of the two Stripe does is not documented; a shop must bear both).
Outcome EndRefund(Transaction& tx, const std::string& refund_id, const std::string& status,
                  bool charge_keeps_amount = false);

}  // namespace stripe_sandbox

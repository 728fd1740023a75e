// Disputes, which only banks open: here POST /_control. Works inside the caller's transaction,
// which must not be committed when a function refuses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tests/fakes/stripe_sandbox/outcome.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

// An inquiry (warning_needs_response) moves no money. `amount` absent: the whole charge.
Outcome OpenDispute(Transaction& tx, const std::string& charge_id, bool inquiry,
                    std::optional<int64_t> amount);
// A step between opening and closing: under_review, needs_response (an inquiry that became a
// dispute withdraws the funds), appeal_needs_response, appeal_under_review (of a lost one), …
Outcome UpdateDispute(Transaction& tx, const std::string& dispute_id, const std::string& status);
// won and lost end a dispute, warning_closed an inquiry.
Outcome CloseDispute(Transaction& tx, const std::string& dispute_id, const std::string& outcome);

// True while the bank has or may take the money: any dispute of the charge but a won one or an
// inquiry.
bool DisputeForbidsRefund(const Transaction& tx, const std::string& charge_id);

// The newest dispute of a charge; null Json if there is none.
Json DisputeOfCharge(const Transaction& tx, const std::string& charge_id);

}  // namespace stripe_sandbox

// Changes a Checkout Session and its payment, by whichever cause: the buyer on the payment page,
// the API, the clock, or POST /_control. Each function works inside the caller's transaction, which
// must not be committed when the function refuses.
#pragma once

#include <string>

#include "tests/fakes/stripe_sandbox/outcome.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

struct Buyer {
  std::string email;
  std::string name;
};

// Each returns the session as it is afterwards.
Outcome PaySession(Transaction& tx, const std::string& session_id, const Buyer& buyer);
Outcome PaySessionLater(Transaction& tx, const std::string& session_id, const Buyer& buyer);
// The card is refused: the session stays open, the payment shows the failed attempt.
Outcome DeclineSession(Transaction& tx, const std::string& session_id);
Outcome ExpireOpenSession(Transaction& tx, const std::string& session_id);
// The way in which a delayed payment ends.
Outcome SettlePayment(Transaction& tx, const std::string& session_id);
Outcome FailPayment(Transaction& tx, const std::string& session_id);

// The session, or why nothing can be paid there now. An open session whose time has passed is
// reported as expired even before the clock's sweep has closed it.
Outcome FindOpenSession(const Transaction& tx, const std::string& session_id);

}  // namespace stripe_sandbox

// The hosted payment page, the billing portal and receipts: what a buyer's browser sees.
// Thread-safe.
#pragma once

#include "tests/fakes/stripe_sandbox/http.h"
#include "tests/fakes/stripe_sandbox/world.h"

namespace stripe_sandbox {

// GET /pay/{session}; POST /pay/{session}/pay, /decline, /cancel, /pay_later.
HttpReply ServePayment(World& world, const HttpRequest& request);
// GET /portal/{portal session}
HttpReply ServePortal(World& world, const HttpRequest& request);
// GET /receipts/{charge}
HttpReply ServeReceipt(World& world, const HttpRequest& request);

}  // namespace stripe_sandbox

// Reads the states of Stripe's objects as facts keep them (order_state.h). A fact keeps Stripe's
// word as it came, because Stripe may add words at any time. A word that is not known here is read
// as the state of an object that is still under way, so it ends nothing. Pure.
#pragma once

#include <string_view>

namespace keys::billing {

// A Checkout session. All but kOpen and kGone follow from Stripe's status and payment_status.
enum class SessionState {
  kOpen,
  kUnpaid,  // complete, and the payment is still under way
  kPaid,
  kNoPaymentRequired,
  kAsyncFailed,  // complete, and a delayed payment has failed
  kExpired,
  kGone,  // not known to Stripe any more
};
// open, unpaid, paid, no_payment_required, async_failed, expired, gone.
std::string_view WordOf(SessionState state);
SessionState SessionStateOf(std::string_view word);

// Only a charge that succeeded moved money.
enum class ChargeState { kOther, kSucceeded };
ChargeState ChargeStateOf(std::string_view word);

// A refund stands unless it failed or was canceled, also while it is pending.
enum class RefundState { kStanding, kFailed };
RefundState RefundStateOf(std::string_view word);

// A dispute is closed when the shop keeps the money.
enum class DisputeState { kOpen, kClosed, kLost };
DisputeState DisputeStateOf(std::string_view word);

}  // namespace keys::billing

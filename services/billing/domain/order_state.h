// Decides the state of an order as a pure function of the *set* of facts about it, so that neither
// the sequence in which they came nor their repetition matters (docs/contract.md §4, "The order of
// events does not matter").
//
//   const OrderState state = DecideOrder(terms, facts);
//
// Facts are only ever added. Each Stripe object keeps the furthest state of its own machine; a
// dispute keeps what the last retrieval said. Amounts are integers in the minor unit. No I/O, no
// clock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "keys/event/v1/facts.pb.h"

namespace keys::billing {

using event::v1::Standing;

enum class FactKind {
  // object_id cs_…; state the word of a SessionState (stripe_states.h); amount_cents subtotal,
  // other_cents discount; currency; livemode.
  kSession,
  // object_id ch_…; amount_cents charged, other_cents amount_refunded.
  kCharge,
  // object_id re_…; state as Stripe's; amount_cents; order_line_id when one line was refunded.
  kRefund,
  // object_id dp_…; state as Stripe's. number is 0 when it is from an event's snapshot, else the
  // number of the retrieval, which rises under the order's lock.
  kDispute,
  // The order costs nothing.
  kFree,
  // Entitlement applied revision `number`.
  kApplied,
  // Stripe refused to make the session; object_id is the request's idempotency key.
  kRefused,
  // No session was made: none was found when its time was over, or another checkout took its place.
  kAbandoned,
  // object_id cs_…: the item was owned already when this payment settled, so it gives nothing and
  // is refunded.
  kSecondPayment,
  // An administrator waived `amount_cents` of a shortfall; object_id tells one waiver from another.
  kWaived,
  // A grant that cost nothing was taken back without Stripe: that of the line order_line_id, or,
  // where it is empty, of the whole order.
  kTakenBack,
};

struct Fact {
  FactKind kind = FactKind::kSession;
  std::string object_id;
  std::string state;
  int64_t amount_cents = 0;
  int64_t other_cents = 0;
  std::string currency;
  bool livemode = false;
  std::string order_line_id;
  int64_t number = 0;

  friend bool operator==(const Fact&, const Fact&) = default;
};

enum class OrderStatus {
  kOpen,
  kPaid,
  kFulfilled,
  kRefunded,
  kPartiallyRefunded,
  kDisputed,
  kExpired,
  kFailed,
};

struct TermLine {
  std::string id;
  int64_t amount_cents = 0;
  bool grants = false;
};

// The terms to which the buyer agreed when the order was made. They never change.
struct OrderTerms {
  // subtotal − discount is what the buyer pays before tax.
  int64_t subtotal_cents = 0;
  int64_t discount_cents = 0;
  std::string currency;
  bool livemode = false;
  std::vector<TermLine> lines;

  int64_t final_cents() const { return subtotal_cents - discount_cents; }
};

// The first difference between the terms and the payment as Stripe reports it.
enum class Mismatch { kNone, kCurrency, kSubtotal, kDiscount };

// Why an order gives nothing although it was not taken back.
enum class Suspension { kNone, kDispute, kCredit };

struct OrderState {
  OrderStatus status = OrderStatus::kOpen;
  // The payment came in, or none was needed.
  bool settled = false;
  // The order settled as agreed, so it gives something (unless taken back).
  bool granted = false;
  // The session is complete and the payment is still under way.
  bool awaiting_payment = false;
  Mismatch mismatch = Mismatch::kNone;
  int64_t refunded_cents = 0;
  // All charges less all refunds: the money that Stripe should hold for this order, disputes aside.
  int64_t settled_cents = 0;
  // One per term line: what it gives now. UNSPECIFIED means that it gives nothing and never did.
  std::vector<Standing> standings;
  // A dispute is open, none was lost, and the order was not taken back as a whole.
  bool suspended_by_dispute = false;
  bool suspended_by_credit = false;
  // The part of this order's credits that is neither covered any more nor waived.
  int64_t shortfall_cents = 0;
  // The tenant owned the item already when the payment settled, so the order gives nothing.
  bool second_payment = false;
  // The order must not keep a payment, and it has not been refunded yet.
  bool refund_due = false;
  // Ids of disputes of which both a win and a loss were reported. They count as lost until they are
  // retrieved.
  std::vector<std::string> disputes_to_retrieve;

  Suspension suspension() const {
    if (suspended_by_dispute) return Suspension::kDispute;
    return suspended_by_credit ? Suspension::kCredit : Suspension::kNone;
  }
};

// `uncovered_cents` is the shortfall: what this order was credited and what no longer stands
// (docs/contract.md §4, "Credits are pledged").
OrderState DecideOrder(const OrderTerms& terms, const std::vector<Fact>& facts,
                       int64_t uncovered_cents = 0);

// Returns what is left of each line after refunds, which is what can be credited. A refund of one
// line reduces that line. Other refunds first reduce what lines hold above `pledged_cents` (one per
// term line), then the rest.
std::vector<int64_t> NetOfLines(const OrderTerms& terms, const std::vector<Fact>& facts,
                                const std::vector<int64_t>& pledged_cents);

// open, paid, fulfilled, refunded, partially_refunded, disputed, expired, failed.
std::string_view WordOf(OrderStatus status);
// INTERNAL for any other word.
absl::StatusOr<OrderStatus> ParseOrderStatus(std::string_view word);
// The status of an order and of a paid part of it together, as clients see them: disputed while
// either is, refunded only when both are.
OrderStatus JointStatus(OrderStatus order, OrderStatus part);
// currency, subtotal, discount; empty for none.
std::string_view WordOf(Mismatch mismatch);
// INTERNAL for any other word.
absl::StatusOr<Mismatch> ParseMismatch(std::string_view word);
// SUSPENDED_DISPUTE, SUSPENDED_CREDIT; empty for none.
std::string_view WordOf(Suspension suspension);
// INTERNAL for any other word.
absl::StatusOr<Suspension> ParseSuspension(std::string_view word);
// INTERNAL for a number that is no standing.
absl::StatusOr<Standing> ParseStanding(int32_t number);
// session, charge, refund, dispute, free, applied, refused, abandoned, second_payment, waived,
// taken_back.
std::string_view WordOf(FactKind kind);
// INTERNAL for any other word.
absl::StatusOr<FactKind> ParseFactKind(std::string_view word);

}  // namespace keys::billing

// What has become of an order: a pure function of the *set* of facts seen about it, so that the
// order in which they came, and how often, cannot matter (docs/contract.md §4, "The order of events
// does not matter").
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

#include "keys/event/v1/facts.pb.h"

namespace keys::billing {

using event::v1::Standing;

enum class FactKind {
  // object_id cs_…; state open, unpaid (complete, payment under way), paid, no_payment_required,
  // async_failed, expired, gone (not known to Stripe any more); amount_cents subtotal, other_cents
  // discount; currency; livemode.
  kSession,
  // object_id ch_…; amount_cents charged, other_cents amount_refunded.
  kCharge,
  // object_id re_…; state as Stripe's; amount_cents; order_line_id when one line was refunded.
  kRefund,
  // object_id dp_…; state as Stripe's; number: 0 from an event's snapshot, else the number of the
  // retrieval, which rises under the order's lock.
  kDispute,
  // Nothing had to be paid.
  kFree,
  // Entitlement applied revision `number`.
  kApplied,
  // Stripe refused to make the session; object_id is the request's idempotency key.
  kRefused,
  // No session was made: none was found when its time was over, or another checkout took its place.
  kAbandoned,
  // object_id cs_…: the item was owned already when this payment settled; it gives nothing.
  kSecondPayment,
  // An administrator gave up `amount_cents` of a shortfall; object_id tells one waiver from
  // another.
  kWaived,
  // What cost nothing was taken back, without Stripe: the line order_line_id, or, where it is
  // empty, the whole order.
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

// What was agreed when the order was made; never changes.
struct OrderTerms {
  // subtotal − discount is what the buyer pays before tax.
  int64_t subtotal_cents = 0;
  int64_t discount_cents = 0;
  std::string currency;
  bool livemode = false;
  std::vector<TermLine> lines;

  int64_t final_cents() const { return subtotal_cents - discount_cents; }
};

// The first difference between what was agreed and what Stripe says was paid.
enum class Mismatch { kNone, kCurrency, kSubtotal, kDiscount };

struct OrderState {
  OrderStatus status = OrderStatus::kOpen;
  // Money came in, or none was needed.
  bool settled = false;
  // Settled as agreed, so the order gives something (unless taken back).
  bool granted = false;
  // The session is complete, the money is still on its way.
  bool awaiting_payment = false;
  Mismatch mismatch = Mismatch::kNone;
  int64_t refunded_cents = 0;
  // Charged less refunded, whatever it was for: what Stripe should hold for this order, disputes
  // aside.
  int64_t settled_cents = 0;
  // One per term line: what it gives now; UNSPECIFIED: nothing, and never did.
  std::vector<Standing> standings;
  // Some dispute is open, and nothing worse happened.
  bool suspended_by_dispute = false;
  bool suspended_by_credit = false;
  // What credits used by this order no longer cover, less what was waived.
  int64_t shortfall_cents = 0;
  // Paid for what was owned already; gives nothing.
  bool second_payment = false;
  // Money came in that this order must not keep, and it has not gone back yet.
  bool refund_due = false;
  // Ids of disputes seen both won and lost; revoked until retrieved.
  std::vector<std::string> disputes_to_retrieve;
};

// `uncovered_cents` is the shortfall: what this order was credited and what no longer stands
// (docs/contract.md §4, "Credits are pledged").
OrderState DecideOrder(const OrderTerms& terms, const std::vector<Fact>& facts,
                       int64_t uncovered_cents = 0);

// What is left of each line after refunds, for crediting it: refunds of one line reduce that line,
// the others spread over what lines hold above `pledged_cents` (one per term line), then over the
// rest.
std::vector<int64_t> NetOfLines(const OrderTerms& terms, const std::vector<Fact>& facts,
                                const std::vector<int64_t>& pledged_cents);

// open, paid, fulfilled, refunded, partially_refunded, disputed, expired, failed.
std::string_view WordOf(OrderStatus status);
// Ends the process on a word it did not write.
OrderStatus OrderStatusOf(std::string_view word);
// The word of an order and of a paid part of it together, as clients see them: disputed while
// either is, refunded only when both are.
std::string_view JointStatus(std::string_view order, std::string_view part);
// currency, subtotal, discount; empty for none.
std::string_view WordOf(Mismatch mismatch);
// session, charge, refund, dispute, free, applied, refused, abandoned, second_payment, waived,
// taken_back.
std::string_view WordOf(FactKind kind);
// Ends the process on a word it did not write.
FactKind FactKindOf(std::string_view word);

}  // namespace keys::billing

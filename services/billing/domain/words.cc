#include "common/base/check.h"
#include "services/billing/domain/order_state.h"

namespace keys::billing {

std::string_view WordOf(OrderStatus status) {
  switch (status) {
    case OrderStatus::kOpen:
      return "open";
    case OrderStatus::kPaid:
      return "paid";
    case OrderStatus::kFulfilled:
      return "fulfilled";
    case OrderStatus::kRefunded:
      return "refunded";
    case OrderStatus::kPartiallyRefunded:
      return "partially_refunded";
    case OrderStatus::kDisputed:
      return "disputed";
    case OrderStatus::kExpired:
      return "expired";
    case OrderStatus::kFailed:
      return "failed";
  }
  return "";
}

OrderStatus OrderStatusOf(std::string_view word) {
  for (const OrderStatus status :
       {OrderStatus::kOpen, OrderStatus::kPaid, OrderStatus::kFulfilled, OrderStatus::kRefunded,
        OrderStatus::kPartiallyRefunded, OrderStatus::kDisputed, OrderStatus::kExpired,
        OrderStatus::kFailed}) {
    if (WordOf(status) == word) return status;
  }
  CHECK_THAT(false, "an order of unknown status is stored");
  return OrderStatus::kOpen;
}

std::string_view JointStatus(std::string_view order, std::string_view part) {
  const std::string_view disputed = WordOf(OrderStatus::kDisputed);
  const std::string_view refunded = WordOf(OrderStatus::kRefunded);
  const std::string_view in_part = WordOf(OrderStatus::kPartiallyRefunded);
  if (order == disputed || part == disputed) return disputed;
  if (order == refunded && part == refunded) return refunded;
  const auto gave_back = [&](std::string_view word) { return word == refunded || word == in_part; };
  if (gave_back(order) || gave_back(part)) return in_part;
  return order;
}

std::string_view WordOf(Mismatch mismatch) {
  switch (mismatch) {
    case Mismatch::kNone:
      return "";
    case Mismatch::kCurrency:
      return "currency";
    case Mismatch::kSubtotal:
      return "subtotal";
    case Mismatch::kDiscount:
      return "discount";
  }
  return "";
}

std::string_view WordOf(FactKind kind) {
  switch (kind) {
    case FactKind::kSession:
      return "session";
    case FactKind::kCharge:
      return "charge";
    case FactKind::kRefund:
      return "refund";
    case FactKind::kDispute:
      return "dispute";
    case FactKind::kFree:
      return "free";
    case FactKind::kApplied:
      return "applied";
    case FactKind::kRefused:
      return "refused";
    case FactKind::kAbandoned:
      return "abandoned";
    case FactKind::kSecondPayment:
      return "second_payment";
    case FactKind::kWaived:
      return "waived";
    case FactKind::kTakenBack:
      return "taken_back";
  }
  return "";
}

FactKind FactKindOf(std::string_view word) {
  for (const FactKind kind :
       {FactKind::kSession, FactKind::kCharge, FactKind::kRefund, FactKind::kDispute,
        FactKind::kFree, FactKind::kApplied, FactKind::kRefused, FactKind::kAbandoned,
        FactKind::kSecondPayment, FactKind::kWaived, FactKind::kTakenBack}) {
    if (WordOf(kind) == word) return kind;
  }
  CHECK_THAT(false, "a fact of unknown kind is stored");
  return FactKind::kSession;
}

}  // namespace keys::billing

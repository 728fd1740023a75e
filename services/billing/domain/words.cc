// The words of the sets that domain/ owns, each in one table.
#include <algorithm>

#include "common/base/text.h"
#include "common/base/word_table.h"
#include "services/billing/domain/item_kind.h"
#include "services/billing/domain/order_state.h"
#include "services/billing/domain/stripe_states.h"

namespace keys::billing {
namespace {

constexpr auto kItemKinds = MakeWordTable<ItemKind>(
    "kind of item", {{ItemKind::kKey, "key"}, {ItemKind::kBundle, "bundle"}});

constexpr auto kOrderStatuses = MakeWordTable<OrderStatus>(
    "order status", {{OrderStatus::kOpen, "open"},
                     {OrderStatus::kPaid, "paid"},
                     {OrderStatus::kFulfilled, "fulfilled"},
                     {OrderStatus::kRefunded, "refunded"},
                     {OrderStatus::kPartiallyRefunded, "partially_refunded"},
                     {OrderStatus::kDisputed, "disputed"},
                     {OrderStatus::kExpired, "expired"},
                     {OrderStatus::kFailed, "failed"}});

constexpr auto kMismatches =
    MakeWordTable<Mismatch>("mismatch of a payment", {{Mismatch::kNone, ""},
                                                      {Mismatch::kCurrency, "currency"},
                                                      {Mismatch::kSubtotal, "subtotal"},
                                                      {Mismatch::kDiscount, "discount"}});

constexpr auto kSuspensions =
    MakeWordTable<Suspension>("suspension", {{Suspension::kNone, ""},
                                             {Suspension::kDispute, "SUSPENDED_DISPUTE"},
                                             {Suspension::kCredit, "SUSPENDED_CREDIT"}});

constexpr auto kFactKinds =
    MakeWordTable<FactKind>("kind of fact", {{FactKind::kSession, "session"},
                                             {FactKind::kCharge, "charge"},
                                             {FactKind::kRefund, "refund"},
                                             {FactKind::kDispute, "dispute"},
                                             {FactKind::kFree, "free"},
                                             {FactKind::kApplied, "applied"},
                                             {FactKind::kRefused, "refused"},
                                             {FactKind::kAbandoned, "abandoned"},
                                             {FactKind::kSecondPayment, "second_payment"},
                                             {FactKind::kWaived, "waived"},
                                             {FactKind::kTakenBack, "taken_back"}});

constexpr auto kSessionStates = MakeWordTable<SessionState>(
    "session state", {{SessionState::kOpen, "open"},
                      {SessionState::kUnpaid, "unpaid"},
                      {SessionState::kPaid, "paid"},
                      {SessionState::kNoPaymentRequired, "no_payment_required"},
                      {SessionState::kAsyncFailed, "async_failed"},
                      {SessionState::kExpired, "expired"},
                      {SessionState::kGone, "gone"}});

constexpr std::string_view kSucceededCharge = "succeeded";
constexpr std::string_view kFailedRefunds[] = {"failed", "canceled"};
constexpr std::string_view kClosedDisputes[] = {"won", "warning_closed", "prevented"};
constexpr std::string_view kLostDispute = "lost";

template <std::size_t kSize>
bool IsOneOf(std::string_view word, const std::string_view (&words)[kSize]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

std::string_view WordOf(ItemKind kind) { return kItemKinds.WordOf(kind); }
absl::StatusOr<ItemKind> ParseItemKind(std::string_view word) { return kItemKinds.Parse(word); }

std::string_view WordOf(OrderStatus status) { return kOrderStatuses.WordOf(status); }
absl::StatusOr<OrderStatus> ParseOrderStatus(std::string_view word) {
  return kOrderStatuses.Parse(word);
}

OrderStatus JointStatus(OrderStatus order, OrderStatus part) {
  constexpr auto kDisputed = OrderStatus::kDisputed;
  constexpr auto kRefunded = OrderStatus::kRefunded;
  constexpr auto kInPart = OrderStatus::kPartiallyRefunded;
  if (order == kDisputed || part == kDisputed) return kDisputed;
  if (order == kRefunded && part == kRefunded) return kRefunded;
  const auto gave_back = [](OrderStatus status) {
    return status == kRefunded || status == kInPart;
  };
  return gave_back(order) || gave_back(part) ? kInPart : order;
}

std::string_view WordOf(Mismatch mismatch) { return kMismatches.WordOf(mismatch); }
absl::StatusOr<Mismatch> ParseMismatch(std::string_view word) { return kMismatches.Parse(word); }

std::string_view WordOf(Suspension suspension) { return kSuspensions.WordOf(suspension); }
absl::StatusOr<Suspension> ParseSuspension(std::string_view word) {
  return kSuspensions.Parse(word);
}

absl::StatusOr<Standing> ParseStanding(int32_t number) {
  if (event::v1::Standing_IsValid(number)) return static_cast<Standing>(number);
  return absl::InternalError(Concat({std::to_string(number), " is not a known standing"}));
}

std::string_view WordOf(FactKind kind) { return kFactKinds.WordOf(kind); }
absl::StatusOr<FactKind> ParseFactKind(std::string_view word) { return kFactKinds.Parse(word); }

std::string_view WordOf(SessionState state) { return kSessionStates.WordOf(state); }
SessionState SessionStateOf(std::string_view word) {
  return kSessionStates.Find(word).value_or(SessionState::kOpen);
}

ChargeState ChargeStateOf(std::string_view word) {
  return word == kSucceededCharge ? ChargeState::kSucceeded : ChargeState::kOther;
}

RefundState RefundStateOf(std::string_view word) {
  return IsOneOf(word, kFailedRefunds) ? RefundState::kFailed : RefundState::kStanding;
}

DisputeState DisputeStateOf(std::string_view word) {
  if (word == kLostDispute) return DisputeState::kLost;
  return IsOneOf(word, kClosedDisputes) ? DisputeState::kClosed : DisputeState::kOpen;
}

}  // namespace keys::billing

#include <catch2/catch.hpp>
#include <string>

#include "services/billing/domain/item_kind.h"
#include "services/billing/domain/order_state.h"
#include "services/billing/domain/stripe_states.h"

namespace keys::billing {
namespace {

// Reads every word of a set back from the value that it was written for. `last` is the last value.
template <typename Enum, typename Parse>
void CheckWords(Enum last, Parse parse) {
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    INFO(WordOf(value));
    CHECK(parse(WordOf(value)).value() == value);
  }
  CHECK(parse("no such word").status().code() == absl::StatusCode::kInternal);
}

TEST_CASE("what we store as a word is read back, and any other word is an error") {
  CheckWords(ItemKind::kBundle, ParseItemKind);
  CheckWords(OrderStatus::kFailed, ParseOrderStatus);
  CheckWords(Mismatch::kDiscount, ParseMismatch);
  CheckWords(Suspension::kCredit, ParseSuspension);
  CheckWords(FactKind::kTakenBack, ParseFactKind);
  CHECK_FALSE(ParseOrderStatus("").ok());
  CHECK_FALSE(ParseItemKind("KEY").ok());
}

TEST_CASE("a state that Stripe adds later ends nothing") {
  for (int i = 0; i <= static_cast<int>(SessionState::kGone); ++i) {
    CHECK(SessionStateOf(WordOf(static_cast<SessionState>(i))) == static_cast<SessionState>(i));
  }
  CHECK(SessionStateOf("processing") == SessionState::kOpen);
  CHECK(ChargeStateOf("succeeded") == ChargeState::kSucceeded);
  CHECK(ChargeStateOf("pending") == ChargeState::kOther);
  for (const char* word : {"failed", "canceled"}) {
    CHECK(RefundStateOf(word) == RefundState::kFailed);
  }
  for (const char* word : {"pending", "requires_action", "succeeded", "", "processing"}) {
    CHECK(RefundStateOf(word) == RefundState::kStanding);
  }
  CHECK(DisputeStateOf("lost") == DisputeState::kLost);
  for (const char* word : {"won", "warning_closed", "prevented"}) {
    CHECK(DisputeStateOf(word) == DisputeState::kClosed);
  }
  for (const char* word : {"needs_response", "warning_under_review", "processing"}) {
    CHECK(DisputeStateOf(word) == DisputeState::kOpen);
  }
}

}  // namespace
}  // namespace keys::billing

// The few members of Stripe's objects that we read. Everything Stripe adds is ignored; a missing or
// mistyped member that we need makes the object unreadable: INVALID_ARGUMENT, whose text is for the
// log. Members that Stripe's schema calls nullable are read as empty or 0 when they are null or not
// there; references that Stripe may expand are read as ids either way. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace keys::billing::stripe {

// Whose object it is: read before anything else, because other applications on the same account
// have objects of shapes that we do not read (sessions in setup mode have no currency and no
// amounts).
struct Owner {
  std::string id;
  // metadata.order_id, empty when it names none.
  std::string order_id;
  // Empty where the object has none.
  std::string payment_intent;
  std::string charge;
};

struct Session {
  std::string id;
  // Empty once the session is not open.
  std::string url;
  std::string status;          // open, complete, expired; empty where Stripe says none
  std::string payment_status;  // paid, unpaid, no_payment_required
  // Empty while there is none.
  std::string payment_intent;
  std::string currency;
  int64_t amount_subtotal = 0;
  int64_t amount_discount = 0;
  bool livemode = false;
  absl::Time expires_at;
  // metadata.order_id, empty when it is not one of ours.
  std::string order_id;
};

struct Charge {
  std::string id;
  std::string status;
  std::string payment_intent;
  std::string currency;
  int64_t amount = 0;
  int64_t amount_refunded = 0;
  bool livemode = false;
  std::string order_id;
  absl::Time created;
};

struct Refund {
  std::string id;
  std::string status;
  std::string charge;
  std::string payment_intent;
  std::string currency;
  int64_t amount = 0;
  std::string reason;
  std::string order_id;
  // metadata.order_line_id, where one line was refunded.
  std::string order_line_id;
  absl::Time created;
};

struct Dispute {
  std::string id;
  std::string status;
  std::string charge;
  std::string payment_intent;
  std::string currency;
  int64_t amount = 0;
  std::string reason;
  bool livemode = false;
};

struct PaymentIntent {
  std::string id;
  std::string status;
  bool livemode = false;
  std::string order_id;
};

struct Product {
  std::string id;
  std::string name;
  bool active = false;
};

struct Price {
  std::string id;
  std::string product;
  std::string currency;
  // 0 where the amount is not a whole number of minor units.
  int64_t unit_amount = 0;
  bool active = false;
};

struct Event {
  std::string id;
  std::string type;
  // Empty when the event names none.
  std::string api_version;
  bool livemode = false;
  // Of a connected account; ours have none.
  std::string account;
  // data.object.object and data.object.id
  std::string object_type;
  std::string object_id;
  // data.object as JSON text.
  std::string object_json;
  // The whole event as JSON text.
  std::string json;
};

absl::StatusOr<Owner> ParseOwner(std::string_view json);
absl::StatusOr<Session> ParseSession(std::string_view json);
absl::StatusOr<Charge> ParseCharge(std::string_view json);
absl::StatusOr<Refund> ParseRefund(std::string_view json);
absl::StatusOr<Dispute> ParseDispute(std::string_view json);
absl::StatusOr<PaymentIntent> ParsePaymentIntent(std::string_view json);
absl::StatusOr<Product> ParseProduct(std::string_view json);
absl::StatusOr<Price> ParsePrice(std::string_view json);
// A customer that was deleted is still answered with, and says so.
absl::StatusOr<bool> ParseDeleted(std::string_view json);
// Snapshot events only: a thin event (v2.core.event) carries no object and is refused.
absl::StatusOr<Event> ParseEvent(std::string_view json);

// One page of a list, newest first.
template <typename T>
struct Page {
  std::vector<T> items;
  bool has_more = false;
  // Of the last one, readable or not; empty when there is none.
  std::string last_id;
  // Left out of `items`.
  int unreadable = 0;
};
// Each object as JSON text.
absl::StatusOr<Page<std::string>> ParsePage(std::string_view json);
absl::StatusOr<Page<Event>> ParseEventPage(std::string_view json);
absl::StatusOr<Page<Charge>> ParseChargePage(std::string_view json);
absl::StatusOr<Page<Refund>> ParseRefundPage(std::string_view json);

// "active" of a product or price; "id" of any object; "url" of a portal session.
absl::StatusOr<bool> ParseActive(std::string_view json);
absl::StatusOr<std::string> ParseId(std::string_view json);
absl::StatusOr<std::string> ParseUrl(std::string_view json);

struct ErrorBody {
  std::string type;
  std::string code;
  std::string param;
  std::string message;
};
// All empty when the body is no error of Stripe's.
ErrorBody ParseError(std::string_view json);

}  // namespace keys::billing::stripe

// Reads the few members of Stripe's objects that billing needs. Members that Stripe adds later are
// ignored. If a needed member is missing or has another type, the object is unreadable:
// INVALID_ARGUMENT, whose text is for the log. Members that Stripe's schema calls nullable are read
// as empty or 0 when they are null or absent. References that Stripe may expand are read as ids
// either way. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace keys::billing::stripe {

// The members that say to whom an object belongs. They are read before anything else, because other
// applications on the same account have objects of other shapes (sessions in setup mode have no
// currency and no amounts).
struct Owner {
  std::string id;
  // metadata.order_id. Empty when it names none.
  std::string order_id;
  // Empty when the object has none.
  std::string payment_intent;
  std::string charge;
};

// kOther stands for none, and for a word that Stripe has added since.
enum class SessionStatus { kOpen, kComplete, kExpired, kOther };
enum class PaymentStatus { kPaid, kUnpaid, kNoPaymentRequired, kOther };
// The statuses in which a payment that was under way has failed.
enum class IntentStatus { kRequiresPaymentMethod, kCanceled, kOther };

struct Session {
  std::string id;
  // Empty unless the session is open.
  std::string url;
  SessionStatus status = SessionStatus::kOther;
  PaymentStatus payment_status = PaymentStatus::kOther;
  // Stripe's word for payment_status as it came.
  std::string payment_word;
  // Empty while there is none.
  std::string payment_intent;
  std::string currency;
  int64_t amount_subtotal = 0;
  int64_t amount_discount = 0;
  bool livemode = false;
  absl::Time expires_at;
  // metadata.order_id. Empty when the charge is not this shop's.
  std::string order_id;
};

struct Charge {
  std::string id;
  // Stripe's word as it came, here and below: facts keep it, and domain/stripe_states.h reads it.
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
  // metadata.order_line_id, if one line was refunded.
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
  IntentStatus status = IntentStatus::kOther;
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
  // 0 when the amount is not a whole number of minor units.
  int64_t unit_amount = 0;
  bool active = false;
};

struct Event {
  std::string id;
  std::string type;
  // Empty when the event names none.
  std::string api_version;
  bool livemode = false;
  // Set for events of a connected account. The shop's own events have none.
  std::string account;
  // data.object.object and data.object.id.
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
// Stripe still answers for a customer that was deleted, and says that it was.
absl::StatusOr<bool> ParseDeleted(std::string_view json);
// Reads snapshot events only. A thin event (v2.core.event) carries no object and is refused.
absl::StatusOr<Event> ParseEvent(std::string_view json);

// One page of a list, the newest first.
template <typename T>
struct Page {
  std::vector<T> items;
  bool has_more = false;
  // The id of the last object, even if it was unreadable. Empty when there is none.
  std::string last_id;
  // The number of objects that are not in `items`, because they were unreadable.
  int unreadable = 0;
};
// Returns each object as JSON text.
absl::StatusOr<Page<std::string>> ParsePage(std::string_view json);
absl::StatusOr<Page<Event>> ParseEventPage(std::string_view json);
absl::StatusOr<Page<Charge>> ParseChargePage(std::string_view json);
absl::StatusOr<Page<Refund>> ParseRefundPage(std::string_view json);

// Each reads one member: "active" of a product or price, "id" of any object, "url" of a portal
// session.
absl::StatusOr<bool> ParseActive(std::string_view json);
absl::StatusOr<std::string> ParseId(std::string_view json);
absl::StatusOr<std::string> ParseUrl(std::string_view json);

struct ErrorBody {
  std::string type;
  std::string code;
  std::string param;
  std::string message;
};
// Returns empty members when the body is no error of Stripe's.
ErrorBody ParseError(std::string_view json);

}  // namespace keys::billing::stripe

#include "tests/fakes/stripe_sandbox/checkout.h"

#include "tests/fakes/stripe_sandbox/charges.h"
#include "tests/fakes/stripe_sandbox/people.h"

namespace stripe_sandbox {
namespace {

ApiError NotPayable(const Json& session, const std::string& state) {
  ApiError error = Refuse("checkout_session_" + state, "",
                          "This Checkout Session is " + state + "; it can no longer be paid.");
  error.status = state == "expired" ? 410 : 409;
  error.extra = Json::MakeObject({{"session", session["id"]}});
  return error;
}

// The coupon is redeemed by the payment, not by the session's creation: two open sessions may hold
// it, and only the first to pay gets it when it can be redeemed once.
Outcome Redeem(Transaction& tx, const Json& session) {
  const std::string& id = session["_coupon"].AsString();
  if (id.empty()) return Json();
  const Json* found = tx.Find("coupon", id);
  // A deleted coupon stays in the sessions that took it.
  if (found == nullptr) return Json();
  if (!CouponValid(*found, tx.now())) {
    ApiError error = Refuse("coupon_expired", "discounts",
                            "The discount of this Checkout Session has been used up.");
    error.status = 402;
    return error;
  }
  Json coupon = *found;
  coupon.Set("times_redeemed", coupon["times_redeemed"].AsInt() + 1);
  tx.Put(coupon);
  return Json();
}

void SetCustomer(Transaction& tx, const Buyer& buyer, bool needed, Json* session) {
  if ((*session)["customer"].is_string() || !needed) return;
  Json customer = MakeCustomer(tx);
  if (!buyer.email.empty()) customer.Set("email", buyer.email);
  if (!buyer.name.empty()) customer.Set("name", buyer.name);
  tx.Put(customer);
  tx.Emit("customer.created", customer);
  session->Set("customer", customer["id"]);
}

// Changes that every completion makes to the session, before payment_status is known.
Outcome Complete(Transaction& tx, const std::string& session_id, const Buyer& typed) {
  Outcome found = FindOpenSession(tx, session_id);
  if (std::holds_alternative<ApiError>(found)) return found;
  Json session = std::get<Json>(found);
  Outcome redeemed = Redeem(tx, session);
  if (std::holds_alternative<ApiError>(redeemed)) return redeemed;
  Buyer buyer = typed;
  const std::string& known = session["customer_details"]["email"].AsString();
  if (!known.empty()) buyer.email = known;
  const bool free = session["amount_total"].AsInt() == 0;
  SetCustomer(tx, buyer, free || session["customer_creation"].AsString() == "always", &session);
  Json details = BillingDetails(buyer.email, buyer.name);
  details.Remove("tax_id");
  details.Set("business_name", Json())
      .Set("individual_name", Json())
      .Set("tax_exempt", "none")
      .Set("tax_ids", Json::MakeArray());
  session.Set("customer_details", std::move(details));
  session.Set("status", "complete").Set("url", Json());
  session.Remove("_deadline");
  return session;
}

// Marks the intent paid by `charge` and tells of both.
void Succeed(Transaction& tx, Json intent, const Json& charge) {
  intent.Set("status", "succeeded")
      .Set("amount_received", intent["amount"])
      .Set("last_payment_error", Json())
      .Set("latest_charge", charge["id"])
      .Set("payment_method", charge["payment_method"]);
  tx.Put(charge);
  tx.Put(intent);
  tx.Emit("charge.succeeded", charge);
  tx.Emit("payment_intent.succeeded", intent);
}

// A complete session whose delayed payment has not ended, with its intent and charge.
struct Delayed {
  Json session;
  Json intent;
  Json charge;
};
std::variant<Delayed, ApiError> FindDelayed(Transaction& tx, const std::string& session_id) {
  const Json* session = tx.Find("checkout.session", session_id);
  if (session == nullptr) return NoSuch("checkout.session", session_id, "session");
  const Json* intent = tx.Find("payment_intent", (*session)["payment_intent"].AsString());
  if (intent == nullptr || (*intent)["status"].AsString() != "processing") {
    return Refuse("", "session", "The session has no payment that is still to settle.");
  }
  return Delayed{*session, *intent, *tx.Find("charge", (*intent)["latest_charge"].AsString())};
}

}  // namespace

Outcome FindOpenSession(const Transaction& tx, const std::string& session_id) {
  const Json* session = tx.Find("checkout.session", session_id);
  if (session == nullptr) return NoSuch("checkout.session", session_id, "id");
  const std::string& status = (*session)["status"].AsString();
  if (status != "open") return NotPayable(*session, status);
  if ((*session)["expires_at"].AsInt() <= tx.now()) return NotPayable(*session, "expired");
  return *session;
}

Outcome PaySession(Transaction& tx, const std::string& session_id, const Buyer& buyer) {
  Outcome completed = Complete(tx, session_id, buyer);
  if (std::holds_alternative<ApiError>(completed)) return completed;
  Json session = std::get<Json>(completed);
  if (session["amount_total"].AsInt() == 0) {
    session.Set("payment_status", "no_payment_required");
  } else {
    const Json& details = session["customer_details"];
    const Json intent = PaymentIntentOf(tx, session);
    Json charge =
        MakeCharge(tx, intent, "succeeded",
                   BillingDetails(details["email"].AsString(), details["name"].AsString()));
    if (!session["payment_intent"].is_string()) tx.Emit("payment_intent.created", intent);
    Succeed(tx, intent, charge);
    session.Set("payment_status", "paid").Set("payment_intent", intent["id"]);
  }
  tx.Put(session);
  session.Set("_completed_event", tx.Emit("checkout.session.completed", session));
  tx.Put(session);
  return session;
}

Outcome PaySessionLater(Transaction& tx, const std::string& session_id, const Buyer& buyer) {
  Outcome completed = Complete(tx, session_id, buyer);
  if (std::holds_alternative<ApiError>(completed)) return completed;
  Json session = std::get<Json>(completed);
  if (session["amount_total"].AsInt() == 0) {
    return Refuse("", "", "Nothing is due: there is nothing to pay later.");
  }
  const Json& details = session["customer_details"];
  Json intent = PaymentIntentOf(tx, session);
  const Json charge =
      MakeCharge(tx, intent, "pending",
                 BillingDetails(details["email"].AsString(), details["name"].AsString()));
  intent.Set("status", "processing")
      .Set("latest_charge", charge["id"])
      .Set("last_payment_error", Json())
      .Set("payment_method", charge["payment_method"]);
  tx.Put(charge);
  tx.Put(intent);
  session.Set("payment_intent", intent["id"]);
  tx.Emit("charge.pending", charge);
  tx.Emit("payment_intent.processing", intent);
  session.Set("_completed_event", tx.Emit("checkout.session.completed", session));
  tx.Put(session);
  return session;
}

Outcome DeclineSession(Transaction& tx, const std::string& session_id) {
  Outcome found = FindOpenSession(tx, session_id);
  if (std::holds_alternative<ApiError>(found)) return found;
  Json session = std::get<Json>(found);
  if (session["amount_total"].AsInt() == 0) return session;
  Json intent = PaymentIntentOf(tx, session);
  const Json charge =
      MakeCharge(tx, intent, "failed", BillingDetails(session["customer_email"].AsString(), ""));
  if (!session["payment_intent"].is_string()) tx.Emit("payment_intent.created", intent);
  intent.Set("latest_charge", charge["id"])
      .Set("last_payment_error", DeclineError(charge["id"].AsString()));
  tx.Put(charge);
  tx.Put(intent);
  session.Set("payment_intent", intent["id"]);
  tx.Put(session);
  tx.Emit("charge.failed", charge);
  tx.Emit("payment_intent.payment_failed", intent);
  return session;
}

Outcome ExpireOpenSession(Transaction& tx, const std::string& session_id) {
  const Json* found = tx.Find("checkout.session", session_id);
  if (found == nullptr) return NoSuch("checkout.session", session_id, "id");
  Json session = *found;
  if (session["status"].AsString() != "open") {
    return Refuse(
        "", "",
        "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout "
        "Session has a status of `" +
            session["status"].AsString() + "`.");
  }
  session.Set("status", "expired").Set("url", Json());
  session.Remove("_deadline");
  const Json* intent = tx.Find("payment_intent", session["payment_intent"].AsString());
  if (intent != nullptr) {
    Json canceled = *intent;
    canceled.Set("status", "canceled")
        .Set("canceled_at", tx.now())
        .Set("cancellation_reason", "expired");
    tx.Put(canceled);
    tx.Emit("payment_intent.canceled", canceled);
  }
  tx.Put(session);
  tx.Emit("checkout.session.expired", session);
  return session;
}

Outcome SettlePayment(Transaction& tx, const std::string& session_id) {
  auto found = FindDelayed(tx, session_id);
  if (auto* refusal = std::get_if<ApiError>(&found)) return *refusal;
  Delayed& delayed = std::get<Delayed>(found);
  delayed.charge.Set("status", "succeeded")
      .Set("balance_transaction", "txn_" + delayed.charge["id"].AsString().substr(3));
  Succeed(tx, delayed.intent, delayed.charge);
  delayed.session.Set("payment_status", "paid");
  tx.Put(delayed.session);
  tx.Emit("checkout.session.async_payment_succeeded", delayed.session);
  return delayed.session;
}

Outcome FailPayment(Transaction& tx, const std::string& session_id) {
  auto found = FindDelayed(tx, session_id);
  if (auto* refusal = std::get_if<ApiError>(&found)) return *refusal;
  Delayed& delayed = std::get<Delayed>(found);
  delayed.charge.Set("status", "failed")
      .Set("paid", false)
      .Set("captured", false)
      .Set("amount_captured", 0)
      .Set("failure_code", "generic_decline")
      .Set("failure_message", "The payment was not made in time.");
  delayed.intent.Set("status", "requires_payment_method")
      .Set("last_payment_error", DeclineError(delayed.charge["id"].AsString()));
  tx.Put(delayed.charge);
  tx.Put(delayed.intent);
  tx.Emit("charge.failed", delayed.charge);
  tx.Emit("payment_intent.payment_failed", delayed.intent);
  tx.Emit("checkout.session.async_payment_failed", delayed.session);
  return delayed.session;
}

}  // namespace stripe_sandbox

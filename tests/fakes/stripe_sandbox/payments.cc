#include "tests/fakes/stripe_sandbox/charges.h"
#include "tests/fakes/stripe_sandbox/currency.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"

namespace stripe_sandbox {

// Only unconfirmed intents are made here, because the sandbox takes payments on its own page.
Outcome CreatePaymentIntent(Call& call) {
  const Json& params = call.params;
  if (auto refusal = CheckCurrency(params["currency"].AsString(), "currency")) return *refusal;
  const std::string currency = LowerCase(params["currency"].AsString());
  const int64_t amount = params["amount"].AsInt();
  if (amount < 1) {
    return RefuseParams("parameter_invalid_integer", "amount",
                        "This value must be greater than or equal to 1.");
  }
  if (amount < MinimumCharge(currency)) {
    return Refuse("amount_too_small", "amount",
                  "Amount must be at least " + FormatAmount(MinimumCharge(currency), currency));
  }
  if (amount > kMaximumCharge) {
    return Refuse("amount_too_large", "amount",
                  "Amount must be no more than " + FormatAmount(kMaximumCharge, currency));
  }
  if (params["confirm"].AsBool() || params.Has("payment_method")) {
    return RefuseParams("", "confirm", "The sandbox confirms payments on its Checkout page only.");
  }
  if (params.Has("customer") &&
      call.tx.Find("customer", params["customer"].AsString()) == nullptr) {
    return NoSuch("customer", params["customer"].AsString(), "customer");
  }
  Json like = Json::MakeObject({{"amount_total", amount},
                                {"currency", currency},
                                {"customer", params["customer"]},
                                {"payment_method_types", Json::Array{"card"}},
                                {"_payment_intent_data", params}});
  Json intent = PaymentIntentOf(call.tx, like);
  intent.Remove("_session");
  call.tx.Put(intent);
  call.tx.Emit("payment_intent.created", intent);
  return intent;
}

Outcome GetPaymentIntent(Call& call) {
  Json intent;
  if (auto refusal = FindInPath(call, "payment_intent", "payment_intent", &intent)) {
    return *refusal;
  }
  return intent;
}

Outcome CancelPaymentIntent(Call& call) {
  Json intent;
  if (auto refusal = FindInPath(call, "payment_intent", "payment_intent", &intent)) {
    return *refusal;
  }
  const std::string& status = intent["status"].AsString();
  if (intent["_session"].is_string()) {
    return Refuse("payment_intent_unexpected_state", "intent",
                  "You cannot cancel this PaymentIntent because it belongs to a Checkout Session. "
                  "Expire the Checkout Session instead.");
  }
  if (status != "requires_payment_method") {
    return Refuse(
        "payment_intent_unexpected_state", "intent",
        "You cannot cancel this PaymentIntent because it has a status of " + status + ".");
  }
  intent.Set("status", "canceled")
      .Set("canceled_at", call.tx.now())
      .Set("cancellation_reason", call.params["cancellation_reason"]);
  call.tx.Put(intent);
  call.tx.Emit("payment_intent.canceled", intent);
  return intent;
}

Outcome ListPaymentIntents(Call& call) {
  return ListPage(call, "payment_intent",
                  [&](const Json& intent) { return SameOrUnasked(call, "customer", intent); });
}

Outcome GetCharge(Call& call) {
  Json charge;
  if (auto refusal = FindInPath(call, "charge", "charge", &charge)) return *refusal;
  return charge;
}

Outcome ListCharges(Call& call) {
  return ListPage(call, "charge", [&](const Json& charge) {
    return SameOrUnasked(call, "customer", charge) &&
           SameOrUnasked(call, "payment_intent", charge) &&
           SameOrUnasked(call, "transfer_group", charge);
  });
}

}  // namespace stripe_sandbox

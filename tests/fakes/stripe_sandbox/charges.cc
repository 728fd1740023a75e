#include "tests/fakes/stripe_sandbox/charges.h"

#include "tests/fakes/stripe_sandbox/call.h"
#include "tests/fakes/stripe_sandbox/ids.h"

namespace stripe_sandbox {
namespace {

constexpr char kDeclinedMessage[] = "Your card was declined.";

Json CardDetails() {
  return Json::MakeObject({{"type", "card"},
                           {"card", Json::MakeObject({{"brand", "visa"},
                                                      {"country", "US"},
                                                      {"exp_month", 12},
                                                      {"exp_year", 2034},
                                                      {"funding", "credit"},
                                                      {"last4", "4242"},
                                                      {"network", "visa"}})}});
}

Json NetworkOutcome(bool approved) {
  Json outcome = Json::MakeObject();
  for (const char* name : {"advice_code", "network_advice_code", "network_decline_code"}) {
    outcome.Set(name, Json());
  }
  outcome.Set("network_status", approved ? "approved_by_network" : "declined_by_network")
      .Set("reason", approved ? Json() : Json("generic_decline"))
      .Set("risk_level", "normal")
      .Set("seller_message", approved ? "Payment complete."
                                      : "The bank did not return any further details with this "
                                        "decline.")
      .Set("type", approved ? "authorized" : "issuer_declined");
  return outcome;
}

}  // namespace

Json BillingDetails(const std::string& email, const std::string& name) {
  Json address = Json::MakeObject();
  for (const char* part : {"city", "country", "line1", "line2", "postal_code", "state"}) {
    address.Set(part, Json());
  }
  return Json::MakeObject({{"address", address},
                           {"email", email.empty() ? Json() : Json(email)},
                           {"name", name.empty() ? Json() : Json(name)},
                           {"phone", Json()},
                           {"tax_id", Json()}});
}

Json PaymentIntentOf(Transaction& tx, const Json& session) {
  if (session["payment_intent"].is_string()) {
    return *tx.Find("payment_intent", session["payment_intent"].AsString());
  }
  const Json& data = session["_payment_intent_data"];
  Json intent = tx.Make("payment_intent", NewId("pi_3"));
  intent.Set("amount", session["amount_total"])
      .Set("currency", session["currency"])
      .Set("customer", session["customer"])
      .Set("client_secret", intent["id"].AsString() + "_secret_" + RandomLetters(24))
      .Set("capture_method", "automatic_async")
      .Set("confirmation_method", "automatic")
      .Set("status", "requires_payment_method")
      .Set("payment_method_types", session["payment_method_types"])
      .Set("payment_method_options", Json::MakeObject())
      .Set("automatic_payment_methods", Json())
      .Set("metadata", Json::MakeObject())
      .Set("_session", session["id"]);
  for (const char* name : {"description", "receipt_email", "statement_descriptor", "transfer_group",
                           "statement_descriptor_suffix", "setup_future_usage"}) {
    if (data.Has(name)) intent.Set(name, data[name]);
  }
  MergeMetadata(data, &intent);
  return intent;
}

Json MakeCharge(Transaction& tx, const Json& intent, const std::string& status,
                const Json& billing_details) {
  const bool failed = status == "failed";
  Json charge = tx.Make("charge", NewId("ch_3"));
  charge.Set("amount", intent["amount"])
      .Set("amount_captured", failed ? Json(0) : intent["amount"])
      .Set("captured", !failed)
      .Set("paid", !failed)
      .Set("status", status)
      .Set("outcome", NetworkOutcome(!failed))
      .Set("billing_details", billing_details)
      .Set("calculated_statement_descriptor", "KEYS SANDBOX")
      .Set("fraud_details", Json::MakeObject())
      .Set("payment_intent", intent["id"])
      .Set("payment_method", NewId("pm_1"))
      .Set("payment_method_details", CardDetails());
  for (const char* name : {"currency", "customer", "description", "receipt_email", "metadata",
                           "statement_descriptor", "transfer_group"}) {
    if (intent.Has(name)) charge.Set(name, intent[name]);
  }
  if (status == "succeeded") charge.Set("balance_transaction", NewId("txn_3"));
  if (failed) {
    charge.Set("failure_code", "card_declined").Set("failure_message", kDeclinedMessage);
  } else {
    charge.Set("receipt_url", tx.world().base_url + "/receipts/" + charge["id"].AsString());
  }
  return charge;
}

Json DeclineError(const std::string& charge_id) {
  return Json::MakeObject({{"type", "card_error"},
                           {"code", "card_declined"},
                           {"decline_code", "generic_decline"},
                           {"charge", charge_id},
                           {"doc_url", "https://stripe.com/docs/error-codes/card-declined"},
                           {"message", kDeclinedMessage}});
}

}  // namespace stripe_sandbox

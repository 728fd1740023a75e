#include "tests/fakes/stripe_sandbox/refunds.h"

#include "tests/fakes/stripe_sandbox/call.h"
#include "tests/fakes/stripe_sandbox/currency.h"
#include "tests/fakes/stripe_sandbox/disputes.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"

namespace stripe_sandbox {
namespace {

// Moves what the charge shows as refunded and tells of it.
void MoveRefunded(Transaction& tx, Json charge, int64_t by, const std::string& event) {
  const Json before = Json::MakeObject(
      {{"amount_refunded", charge["amount_refunded"]}, {"refunded", charge["refunded"]}});
  const int64_t refunded = charge["amount_refunded"].AsInt() + by;
  charge.Set("amount_refunded", refunded).Set("refunded", refunded >= charge["amount"].AsInt());
  tx.Put(charge);
  tx.Emit(event, charge, before);
}

std::optional<ApiError> CheckRefundable(Transaction& tx, const Json& charge) {
  const std::string& id = charge["id"].AsString();
  if (charge["status"].AsString() != "succeeded") {
    return Refuse("", "charge", "Charge " + id + " did not succeed; it cannot be refunded.");
  }
  if (DisputeForbidsRefund(tx, id)) {
    return Refuse("charge_disputed", "",
                  "Charge " + id + " has been charged back; cannot issue a refund.");
  }
  if (charge["amount_refunded"].AsInt() >= charge["amount"].AsInt()) {
    return Refuse("charge_already_refunded", "", "Charge " + id + " has already been refunded.");
  }
  return std::nullopt;
}

Json MakeRefund(Transaction& tx, const Json& charge, int64_t amount, const Json& params) {
  Json refund = tx.Make("refund", NewId("re_3"));
  {
    std::lock_guard<std::mutex> lock(tx.world().refund_mode_mutex);
    refund.Set("status", tx.world().refund_mode);
  }
  refund.Set("amount", amount)
      .Set("charge", charge["id"])
      .Set("currency", charge["currency"])
      .Set("payment_intent", charge["payment_intent"])
      .Set("payment_method", charge["payment_method"])
      .Set("customer", charge["customer"])
      .Set("reason", params["reason"])
      .Set("balance_transaction", NewId("txn_3"))
      .Set("metadata", Json::MakeObject());
  if (refund["status"].AsString() == "pending") refund.Set("pending_reason", "processing");
  refund.Set(
      "destination_details",
      Json::MakeObject({{"type", "card"},
                        {"card", Json::MakeObject({{"reference_status", "pending"},
                                                   {"reference_type", "acquirer_reference_number"},
                                                   {"type", "refund"}})}}));
  MergeMetadata(params, &refund);
  return refund;
}

}  // namespace

Outcome RefundCharge(Transaction& tx, const std::string& charge_id, std::optional<int64_t> amount,
                     const Json& params) {
  const Json* found = tx.Find("charge", charge_id);
  if (found == nullptr) return NoSuch("charge", charge_id, "charge");
  const Json charge = *found;
  if (auto refusal = CheckRefundable(tx, charge)) return *refusal;
  const int64_t left = charge["amount"].AsInt() - charge["amount_refunded"].AsInt();
  if (amount && *amount < 1) {
    return RefuseParams("parameter_invalid_integer", "amount", "Invalid positive integer");
  }
  if (amount) {
    if (auto refusal = CheckStep(*amount, charge["currency"].AsString(), "amount")) return *refusal;
  }
  if (amount.value_or(left) > left) {
    const std::string& currency = charge["currency"].AsString();
    return Refuse("", "amount",
                  "Refund amount (" + FormatAmount(*amount, currency) +
                      ") is greater than unrefunded amount on charge (" +
                      FormatAmount(left, currency) + ")");
  }
  const Json refund = MakeRefund(tx, charge, amount.value_or(left), params);
  tx.Put(refund);
  tx.Emit("refund.created", refund);
  MoveRefunded(tx, charge, refund["amount"].AsInt(), "charge.refunded");
  return refund;
}

Outcome EndRefund(Transaction& tx, const std::string& refund_id, const std::string& status,
                  bool charge_keeps_amount) {
  const Json* found = tx.Find("refund", refund_id);
  if (found == nullptr) return NoSuch("refund", refund_id, "refund");
  Json refund = *found;
  const std::string before = refund["status"].AsString();
  const bool cancels = status == "canceled";
  if (before == "failed" || before == "canceled" || before == status ||
      (cancels && before == "succeeded")) {
    return Refuse("", "",
                  "Refund " + refund_id + " is " + before + " and cannot become " + status + ".");
  }
  refund.Set("status", status);
  refund.Remove("pending_reason");
  if (status == "failed") {
    refund.Set("failure_reason", "expired_or_canceled_card")
        .Set("failure_balance_transaction", NewId("txn_3"));
  }
  tx.Put(refund);
  const Json previous = Json::MakeObject({{"status", before}});
  tx.Emit("refund.updated", refund, previous);
  tx.Emit("charge.refund.updated", refund, previous);
  if (status == "succeeded") return refund;
  if (status == "failed") tx.Emit("refund.failed", refund);
  if (!charge_keeps_amount) {
    MoveRefunded(tx, *tx.Find("charge", refund["charge"].AsString()), -refund["amount"].AsInt(),
                 "charge.updated");
  }
  return refund;
}

Outcome CreateRefund(Call& call) {
  const Json& params = call.params;
  for (const char* name : {"customer", "origin", "refund_application_fee", "reverse_transfer",
                           "instructions_email", "currency"}) {
    if (params.Has(name)) {
      return RefuseParams("", name, std::string("The sandbox's refunds take no ") + name + ".");
    }
  }
  std::string charge_id = params["charge"].AsString();
  if (params.Has("payment_intent")) {
    const std::string& intent_id = params["payment_intent"].AsString();
    const Json* intent = call.tx.Find("payment_intent", intent_id);
    if (intent == nullptr) return NoSuch("payment_intent", intent_id, "payment_intent");
    if ((*intent)["status"].AsString() != "succeeded") {
      return Refuse(
          "", "payment_intent",
          "This PaymentIntent (" + intent_id + ") does not have a successful charge to refund.");
    }
    const std::string& latest = (*intent)["latest_charge"].AsString();
    if (!charge_id.empty() && charge_id != latest) {
      return Refuse("", "charge", "The charge does not belong to the PaymentIntent.");
    }
    charge_id = latest;
  }
  if (charge_id.empty()) {
    return RefuseParams("parameter_missing", "charge",
                        "One of the following params should be provided for this request: "
                        "payment_intent or charge.");
  }
  std::optional<int64_t> amount;
  if (params.Has("amount")) amount = params["amount"].AsInt();
  return RefundCharge(call.tx, charge_id, amount, params);
}

Outcome GetRefund(Call& call) {
  Json refund;
  if (auto refusal = FindInPath(call, "refund", "refund", &refund)) return *refusal;
  return refund;
}

Outcome UpdateRefund(Call& call) {
  Json refund;
  if (auto refusal = FindInPath(call, "refund", "refund", &refund)) return *refusal;
  const Json before = Json::MakeObject({{"metadata", refund["metadata"]}});
  MergeMetadata(call.params, &refund);
  call.tx.Put(refund);
  call.tx.Emit("refund.updated", refund, before);
  call.tx.Emit("charge.refund.updated", refund, before);
  return refund;
}

Outcome CancelRefund(Call& call) {
  Json refund;
  if (auto refusal = FindInPath(call, "refund", "refund", &refund)) return *refusal;
  return EndRefund(call.tx, call.id, "canceled");
}

Outcome ListRefunds(Call& call) {
  return ListPage(call, "refund", [&](const Json& refund) {
    return SameOrUnasked(call, "charge", refund) && SameOrUnasked(call, "payment_intent", refund);
  });
}

}  // namespace stripe_sandbox

#include "tests/fakes/stripe_sandbox/disputes.h"

#include "tests/fakes/stripe_sandbox/call.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"

namespace stripe_sandbox {
namespace {

constexpr int64_t kEvidenceSeconds = 9 * 24 * 3600;
constexpr int64_t kDisputeFee = 1500;

bool IsInquiry(const std::string& status) { return status.starts_with("warning_"); }

bool IsClosed(const std::string& status) {
  return status == "won" || status == "lost" || status == "warning_closed" || status == "prevented";
}

// A movement of the balance, as the dispute lists it.
void AddMovement(Transaction& tx, int64_t amount, int64_t fee, Json* dispute) {
  dispute->Mutable("balance_transactions")
      .Append(Json::MakeObject({{"id", NewId("txn_3")},
                                {"object", "balance_transaction"},
                                {"amount", amount},
                                {"created", tx.now()},
                                {"currency", (*dispute)["currency"]},
                                {"fee", fee},
                                {"net", amount - fee},
                                {"reporting_category", "dispute"},
                                {"source", (*dispute)["id"]},
                                {"status", "available"},
                                {"type", "adjustment"}}));
}

Json EmptyEvidenceDetails(const Transaction& tx) {
  return Json::MakeObject({{"due_by", tx.now() + kEvidenceSeconds},
                           {"enhanced_eligibility", Json::MakeObject()},
                           {"has_evidence", false},
                           {"past_due", false},
                           {"submission_count", 0},
                           {"submission_method", "not_submitted"}});
}

void MarkCharge(Transaction& tx, const std::string& charge_id) {
  Json charge = *tx.Find("charge", charge_id);
  if (charge["disputed"].AsBool()) return;
  charge.Set("disputed", true);
  tx.Put(charge);
  tx.Emit("charge.updated", charge, Json::MakeObject({{"disputed", false}}));
}

void Withdraw(Transaction& tx, Json* dispute) {
  AddMovement(tx, -(*dispute)["amount"].AsInt(), kDisputeFee, dispute);
  dispute->Set("is_charge_refundable", false);
}

}  // namespace

Outcome OpenDispute(Transaction& tx, const std::string& charge_id, bool inquiry,
                    std::optional<int64_t> amount) {
  const Json* charge = tx.Find("charge", charge_id);
  if (charge == nullptr) return NoSuch("charge", charge_id, "charge");
  if ((*charge)["status"].AsString() != "succeeded") {
    return Refuse("", "charge", "Only a charge that succeeded can be disputed.");
  }
  const Json standing = DisputeOfCharge(tx, charge_id);
  if (!standing.is_null() && !IsClosed(standing["status"].AsString())) {
    return Refuse("", "charge", "The charge already has an open dispute.");
  }
  Json dispute = tx.Make("dispute", NewId("dp_1"));
  dispute.Set("amount", amount ? Json(*amount) : (*charge)["amount"])
      .Set("charge", charge_id)
      .Set("currency", (*charge)["currency"])
      .Set("payment_intent", (*charge)["payment_intent"])
      .Set("metadata", Json::MakeObject())
      .Set("reason", inquiry ? "general" : "fraudulent")
      .Set("network_reason_code", "10.4")
      .Set("status", inquiry ? "warning_needs_response" : "needs_response")
      .Set("evidence_details", EmptyEvidenceDetails(tx))
      .Set("is_charge_refundable", inquiry);
  if (!inquiry) Withdraw(tx, &dispute);
  tx.Put(dispute);
  tx.Emit("charge.dispute.created", dispute);
  if (!inquiry) tx.Emit("charge.dispute.funds_withdrawn", dispute);
  MarkCharge(tx, charge_id);
  return dispute;
}

Outcome UpdateDispute(Transaction& tx, const std::string& dispute_id, const std::string& status) {
  const Json* found = tx.Find("dispute", dispute_id);
  if (found == nullptr) return NoSuch("dispute", dispute_id, "dispute");
  Json dispute = *found;
  const std::string before = dispute["status"].AsString();
  const bool appeal = status.starts_with("appeal_") && before == "lost";
  const bool backwards = IsInquiry(status) && !IsInquiry(before);
  if (IsClosed(status) || (IsClosed(before) && !appeal) || backwards) {
    return Refuse("", "status", "A dispute that is " + before + " does not become " + status + ".");
  }
  dispute.Set("status", status);
  const bool escalated = IsInquiry(before) && !IsInquiry(status);
  if (escalated) Withdraw(tx, &dispute);
  tx.Put(dispute);
  tx.Emit("charge.dispute.updated", dispute, Json::MakeObject({{"status", before}}));
  if (escalated) tx.Emit("charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

Outcome CloseDispute(Transaction& tx, const std::string& dispute_id, const std::string& outcome) {
  const Json* found = tx.Find("dispute", dispute_id);
  if (found == nullptr) return NoSuch("dispute", dispute_id, "dispute");
  Json dispute = *found;
  const std::string before = dispute["status"].AsString();
  if (IsClosed(before)) {
    return Refuse("", "dispute", "The dispute is already " + before + ".");
  }
  if (IsInquiry(before) != (outcome == "warning_closed")) {
    return Refuse("", "outcome",
                  IsInquiry(before) ? "An inquiry ends as warning_closed; make it a dispute first "
                                      "with update_dispute."
                                    : "A dispute ends as won or lost.");
  }
  dispute.Set("status", outcome);
  if (outcome != "lost") dispute.Set("is_charge_refundable", true);
  if (outcome == "won") AddMovement(tx, dispute["amount"].AsInt(), 0, &dispute);
  tx.Put(dispute);
  tx.Emit("charge.dispute.closed", dispute, Json::MakeObject({{"status", before}}));
  if (outcome == "won") tx.Emit("charge.dispute.funds_reinstated", dispute);
  return dispute;
}

bool DisputeForbidsRefund(const Transaction& tx, const std::string& charge_id) {
  const Json dispute = DisputeOfCharge(tx, charge_id);
  if (dispute.is_null()) return false;
  const std::string& status = dispute["status"].AsString();
  return status != "won" && !IsInquiry(status);
}

Json DisputeOfCharge(const Transaction& tx, const std::string& charge_id) {
  Json newest;
  tx.Newest("dispute", [&](const Json& dispute) {
    if (dispute["charge"].AsString() == charge_id) newest = dispute;
    return newest.is_null();
  });
  return newest;
}

Outcome GetDispute(Call& call) {
  Json dispute;
  if (auto refusal = FindInPath(call, "dispute", "dispute", &dispute)) return *refusal;
  return dispute;
}

Outcome ListDisputes(Call& call) {
  return ListPage(call, "dispute", [&](const Json& dispute) {
    return SameOrUnasked(call, "charge", dispute) && SameOrUnasked(call, "payment_intent", dispute);
  });
}

}  // namespace stripe_sandbox

#include "tests/fakes/stripe_sandbox/ledger.h"

#include <map>
#include <utility>

#include "tests/fakes/stripe_sandbox/disputes.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {
namespace {

struct Totals {
  int64_t paid = 0;
  int64_t refunded = 0;
  int64_t disputed = 0;
};

// Money the bank holds or has taken: disputes that are open or lost, inquiries not.
int64_t DisputedAmount(const Transaction& tx, const std::string& charge_id) {
  if (!DisputeForbidsRefund(tx, charge_id)) return 0;
  return DisputeOfCharge(tx, charge_id)["amount"].AsInt();
}

// The amount that the buyer has or will get back, whatever the charge shows.
int64_t RefundedAmount(const Transaction& tx, const std::string& charge_id) {
  int64_t sum = 0;
  tx.Newest("refund", [&](const Json& refund) {
    const std::string& status = refund["status"].AsString();
    const bool stands = status != "failed" && status != "canceled";
    if (stands && refund["charge"].AsString() == charge_id) sum += refund["amount"].AsInt();
    return true;
  });
  return sum;
}

Json RefundIds(const Transaction& tx, const std::string& charge_id) {
  Json refunds = Json::MakeArray();
  tx.Newest("refund", [&](const Json& refund) {
    if (refund["charge"].AsString() == charge_id) {
      refunds.Append(Json::MakeObject(
          {{"id", refund["id"]}, {"amount", refund["amount"]}, {"status", refund["status"]}}));
    }
    return true;
  });
  return refunds;
}

Json PaymentOf(const Transaction& tx, const Json& session, Totals* totals) {
  const Json* intent = tx.Find("payment_intent", session["payment_intent"].AsString());
  const Json* charge =
      intent == nullptr ? nullptr : tx.Find("charge", (*intent)["latest_charge"].AsString());
  Json payment = Json::MakeObject({{"session", session["id"]},
                                   {"payment_intent", session["payment_intent"]},
                                   {"charge", charge == nullptr ? Json() : (*charge)["id"]},
                                   {"customer", session["customer"]},
                                   {"order_id", session["metadata"]["order_id"]},
                                   {"amount", session["amount_total"]},
                                   {"amount_subtotal", session["amount_subtotal"]},
                                   {"amount_discount", session["total_details"]["amount_discount"]},
                                   {"currency", session["currency"]},
                                   {"status", session["status"]},
                                   {"payment_status", session["payment_status"]},
                                   {"created", session["created"]},
                                   {"expires_at", session["expires_at"]},
                                   {"refunded", 0},
                                   {"disputed", 0},
                                   {"dispute", Json()},
                                   {"refunds", Json::MakeArray()},
                                   {"metadata", session["metadata"]}});
  if (charge == nullptr) return payment;
  const std::string& charge_id = (*charge)["id"].AsString();
  const int64_t disputed = DisputedAmount(tx, charge_id);
  const int64_t refunded = RefundedAmount(tx, charge_id);
  payment.Set("refunded", refunded)
      .Set("refunds", RefundIds(tx, charge_id))
      .Set("disputed", disputed);
  const Json dispute = DisputeOfCharge(tx, charge_id);
  if (!dispute.is_null()) {
    payment.Set("dispute",
                Json::MakeObject({{"id", dispute["id"]}, {"status", dispute["status"]}}));
  }
  if (session["payment_status"].AsString() == "paid") {
    totals->paid += (*charge)["amount"].AsInt();
    totals->refunded += refunded;
    totals->disputed += disputed;
  }
  return payment;
}

Json WebhookNumbers(World& world, const Transaction& tx) {
  std::map<std::string, int64_t> states;
  tx.Newest("delivery", [&states](const Json& delivery) {
    ++states[delivery["state"].AsString()];
    return true;
  });
  Json numbers = Json::MakeObject({{"attempts", world.webhooks.counts().attempts.load()},
                                   {"succeeded", world.webhooks.counts().succeeded.load()},
                                   {"failed_attempts", world.webhooks.counts().failed.load()}});
  for (const char* state : {"pending", "delivered", "dropped", "failed"}) {
    numbers.Set(state, states[state]);
  }
  return numbers;
}

}  // namespace

Json Ledger(World& world) {
  Transaction tx(world);
  Json payments = Json::MakeArray();
  std::map<std::string, Totals> totals;
  tx.Newest("checkout.session", [&](const Json& session) {
    payments.Append(PaymentOf(tx, session, &totals[session["currency"].AsString()]));
    return true;
  });
  Json sums = Json::MakeObject();
  for (const auto& [currency, total] : totals) {
    sums.Set(currency, Json::MakeObject({{"paid", total.paid},
                                         {"refunded", total.refunded},
                                         {"disputed", total.disputed}}));
  }
  const std::vector<std::string> found = world.self_check.Found();
  return Json::MakeObject({{"payments", std::move(payments)},
                           {"totals", std::move(sums)},
                           {"webhooks", WebhookNumbers(world, tx)},
                           {"events", static_cast<int64_t>(tx.store().Count("event"))},
                           {"requests", world.requests.Counts()},
                           {"requests_total", world.requests.total()},
                           {"now", tx.now()},
                           {"schema_violations", Json(Json::Array(found.begin(), found.end()))}});
}

std::string Metrics(World& world) {
  size_t sessions = 0;
  size_t events = 0;
  {
    Transaction tx(world);
    sessions = tx.store().Count("checkout.session");
    events = tx.store().Count("event");
  }
  const WebhookCounts& webhooks = world.webhooks.counts();
  const auto metric = [](const std::string& name, const char* type, const char* help,
                         int64_t value) {
    return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n" + name + " " +
           std::to_string(value) + "\n";
  };
  return metric("stripe_sandbox_api_requests_total", "counter", "API requests served.",
                world.requests.total()) +
         metric("stripe_sandbox_webhook_attempts_total", "counter", "Webhook POSTs made.",
                webhooks.attempts) +
         metric("stripe_sandbox_webhook_failures_total", "counter",
                "Webhook POSTs not answered with 2xx.", webhooks.failed) +
         metric("stripe_sandbox_sessions", "gauge", "Checkout Sessions held.",
                static_cast<int64_t>(sessions)) +
         metric("stripe_sandbox_events", "gauge", "Events held.", static_cast<int64_t>(events)) +
         metric("stripe_sandbox_schema_violations", "gauge",
                "Objects made that do not fit the OpenAPI subset.",
                static_cast<int64_t>(world.self_check.Found().size()));
}

}  // namespace stripe_sandbox

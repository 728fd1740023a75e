#include "tests/fakes/stripe_sandbox/control.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/stripe_sandbox/checkout.h"
#include "tests/fakes/stripe_sandbox/disputes.h"
#include "tests/fakes/stripe_sandbox/endpoints.h"
#include "tests/fakes/stripe_sandbox/refunds.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {
namespace {

struct Control {
  World& world;
  Transaction& tx;
  const Json& body;

  const std::string& Text(const char* name) const { return body[name].AsString(); }
  std::optional<int64_t> Number(const char* name) const {
    if (!body[name].is_number()) return std::nullopt;
    return body[name].AsInt();
  }
};

Json Done() { return Json::MakeObject({{"ok", true}}); }

// The charge of the session or PaymentIntent that the body names.
Outcome ChargeOf(const Control& control) {
  std::string intent_id = control.Text("payment_intent");
  if (intent_id.empty()) {
    const std::string& session_id = control.Text("session");
    const Json* session = control.tx.Find("checkout.session", session_id);
    if (session == nullptr) return NoSuch("checkout.session", session_id, "session");
    intent_id = (*session)["payment_intent"].AsString();
  }
  const Json* intent = control.tx.Find("payment_intent", intent_id);
  if (intent == nullptr || !(*intent)["latest_charge"].is_string()) {
    return NoSuch("payment", intent_id, "payment_intent");
  }
  return (*intent)["latest_charge"];
}

// The dispute the body names, or the newest of the payment it names.
Outcome DisputeId(const Control& control) {
  if (control.body.Has("dispute")) return control.body["dispute"];
  Outcome charge = ChargeOf(control);
  if (std::holds_alternative<ApiError>(charge)) return charge;
  const Json dispute = DisputeOfCharge(control.tx, std::get<Json>(charge).AsString());
  if (dispute.is_null()) return NoSuch("dispute", std::get<Json>(charge).AsString(), "session");
  return dispute["id"];
}

Outcome SetWebhooks(Control& control) {
  WebhookMode mode;
  const std::string& word = control.Text("mode");
  if (word == "drop") {
    mode.kind = WebhookMode::Kind::kDrop;
  } else if (word == "duplicate") {
    mode.kind = WebhookMode::Kind::kDuplicate;
  } else if (word == "delay") {
    mode.kind = WebhookMode::Kind::kDelay;
  } else if (word == "shuffle") {
    mode.kind = WebhookMode::Kind::kShuffle;
  } else if (word != "normal") {
    return Refuse("", "mode", "mode is one of normal, drop, duplicate, delay, shuffle");
  }
  mode.count = control.Number("count");
  mode.seconds = control.body["seconds"].is_number() ? control.body["seconds"].AsDouble() : 2;
  mode.copies = control.Number("copies").value_or(2);
  mode.twin = control.body["twin"].AsBool();
  for (const Json& type : control.body["types"].items()) mode.types.push_back(type.AsString());
  control.world.webhook_modes.Set(std::move(mode));
  return Done();
}

Outcome Settle(Control& control) { return SettlePayment(control.tx, control.Text("session")); }
Outcome Fail(Control& control) { return FailPayment(control.tx, control.Text("session")); }
Outcome Expire(Control& control) { return ExpireOpenSession(control.tx, control.Text("session")); }

Outcome Refund(Control& control) {
  Outcome charge = ChargeOf(control);
  if (std::holds_alternative<ApiError>(charge)) return charge;
  return RefundCharge(control.tx, std::get<Json>(charge).AsString(), control.Number("amount"),
                      Json::MakeObject({{"reason", "requested_by_customer"}}));
}

Outcome FailRefund(Control& control) {
  return EndRefund(control.tx, control.Text("refund"), "failed",
                   control.body["charge_keeps_amount"].AsBool());
}
Outcome SettleRefund(Control& control) {
  return EndRefund(control.tx, control.Text("refund"), "succeeded");
}

Outcome SetRefundMode(Control& control) {
  const std::string& status = control.Text("status");
  if (status != "succeeded" && status != "pending" && status != "requires_action") {
    return Refuse("", "status", "status is one of succeeded, pending, requires_action");
  }
  std::lock_guard<std::mutex> lock(control.world.refund_mode_mutex);
  control.world.refund_mode = status;
  return Done();
}

Outcome Open(Control& control) {
  Outcome charge = ChargeOf(control);
  if (std::holds_alternative<ApiError>(charge)) return charge;
  return OpenDispute(control.tx, std::get<Json>(charge).AsString(),
                     control.body["inquiry"].AsBool(), control.Number("amount"));
}

Outcome Update(Control& control) {
  Outcome id = DisputeId(control);
  if (std::holds_alternative<ApiError>(id)) return id;
  return UpdateDispute(control.tx, std::get<Json>(id).AsString(), control.Text("status"));
}

Outcome Close(Control& control) {
  const std::string& outcome = control.Text("outcome");
  if (outcome != "won" && outcome != "lost" && outcome != "warning_closed") {
    return Refuse("", "outcome", "outcome is one of won, lost, warning_closed");
  }
  Outcome id = DisputeId(control);
  if (std::holds_alternative<ApiError>(id)) return id;
  return CloseDispute(control.tx, std::get<Json>(id).AsString(), outcome);
}

Outcome AddFault(Control& control) {
  const Json& body = control.body;
  Fault fault;
  fault.count = control.Number("count").value_or(1);
  fault.path = control.Text("path");
  fault.method = control.Text("method");
  fault.status = static_cast<int>(control.Number("status").value_or(0));
  for (const Json::Member& header : body["headers"].members()) {
    fault.headers.emplace_back(header.name, header.value.AsString());
  }
  fault.body = body["body"].is_string() ? control.Text("body")
               : body.Has("body")       ? body["body"].Write()
                                        : "";
  fault.delay_millis = control.Number("delay_ms").value_or(0);
  fault.reset = body["reset"].AsBool();
  fault.silence = body["silence"].AsBool();
  fault.after_effect = body["after_effect"].AsBool();
  fault.saved = body["saved"].AsBool();
  if (fault.count < 1) return Refuse("", "count", "count is at least 1");
  if (!fault.answers() && fault.delay_millis == 0) {
    return Refuse("", "status", "a fault needs status, delay_ms, reset or silence");
  }
  if (fault.saved && fault.status == 0) return Refuse("", "saved", "saved needs a status");
  control.world.faults.Add(std::move(fault));
  return Done();
}

Outcome Clear(Control& control) {
  control.world.faults.Clear();
  control.world.webhook_modes.Clear();
  control.world.portal_configured = true;
  control.world.settlement_minimum = 0;
  control.world.account.Restrict({});
  control.world.account.Close("");
  std::lock_guard<std::mutex> lock(control.world.refund_mode_mutex);
  control.world.refund_mode = "succeeded";
  return Done();
}

Outcome Redeliver(Control& control) {
  const Json* event = control.tx.Find("event", control.Text("event"));
  if (event == nullptr) return NoSuch("event", control.Text("event"), "event");
  return Json::MakeObject({{"ok", true}, {"deliveries", control.tx.Redeliver(*event)}});
}

Outcome SendEvent(Control& control) {
  const std::string& type = control.Text("type");
  if (type.empty() || !control.body["object"].is_object()) {
    return Refuse("", "type", "send_event needs type and object");
  }
  return Json::MakeObject({{"ok", true},
                           {"event", control.tx.EmitForged(type, control.body["object"],
                                                           control.body["livemode"].AsBool())}});
}

std::vector<std::string> Texts(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : list.items()) texts.push_back(item.AsString());
  return texts;
}

Outcome PointWebhooks(Control& control) {
  std::vector<std::string> secrets;
  if (control.body.Has("secret")) secrets.push_back(control.Text("secret"));
  SetInitialEndpoint(control.tx, control.Text("url"), secrets);
  return Done();
}

Outcome RollSecrets(Control& control) {
  const std::vector<std::string> secrets = Texts(control.body["secrets"]);
  if (secrets.empty()) return Refuse("", "secrets", "secrets is a list of whsec_ secrets");
  const std::string& named = control.Text("endpoint");
  Outcome set = SetEndpointSecrets(control.tx, named.empty() ? kInitialEndpoint : named, secrets);
  return std::holds_alternative<ApiError>(set) ? set : Done();
}

Outcome SwitchAccount(Control& control) {
  control.world.account.SwitchTo(control.tx, control.Text("account"));
  return Done();
}

Outcome DropData(Control& control) {
  control.world.account.DropData(control.tx);
  return Done();
}

Outcome RollKey(Control& control) {
  const std::string& key = control.Text("secret_key");
  control.world.account.RollKey(key.empty() ? control.world.options.secret_key : key);
  return Done();
}

Outcome RestrictKey(Control& control) {
  control.world.account.Restrict(Texts(control.body["lacks"]));
  return Done();
}

Outcome CloseAccount(Control& control) {
  const std::string& why = control.Text("why");
  if (why != "" && why != "charges" && why != "business_name" && why != "payment_methods") {
    return Refuse("", "why", "why is one of charges, business_name, payment_methods");
  }
  control.world.account.Close(why);
  return Done();
}

// The API has no such call; the Dashboard deletes prices that were never used.
Outcome DeletePrice(Control& control) {
  const std::string& id = control.Text("price");
  const Json* found = control.tx.Find("price", id);
  if (found == nullptr) return NoSuch("price", id, "price");
  const Json price = *found;
  control.tx.Delete("price", id);
  control.tx.Emit("price.deleted", price);
  return Done();
}

Outcome UseUpCoupon(Control& control) {
  const std::string& id = control.Text("coupon");
  const Json* found = control.tx.Find("coupon", id);
  if (found == nullptr) return NoSuch("coupon", id, "coupon");
  Json coupon = *found;
  const Json before = Json::MakeObject({{"times_redeemed", coupon["times_redeemed"]}});
  coupon.Set("times_redeemed", coupon["max_redemptions"]);
  control.tx.Put(coupon);
  control.tx.Emit("coupon.updated", coupon, before);
  return Done();
}

Outcome SetVersion(Control& control) {
  std::lock_guard<std::mutex> lock(control.world.api_version_mutex);
  control.world.api_version = control.Text("version");
  return Done();
}

Outcome SetMinimum(Control& control) {
  control.world.settlement_minimum = control.Number("amount").value_or(0);
  return Done();
}

Outcome SetPortal(Control& control) {
  control.world.portal_configured = control.body["configured"].AsBool();
  return Done();
}

using Action = Outcome (*)(Control&);
constexpr std::pair<const char*, Action> kActions[] = {
    {"webhooks", SetWebhooks},
    {"settle", Settle},
    {"fail_payment", Fail},
    {"expire", Expire},
    {"refund", Refund},
    {"fail_refund", FailRefund},
    {"settle_refund", SettleRefund},
    {"refund_mode", SetRefundMode},
    {"open_dispute", Open},
    {"update_dispute", Update},
    {"close_dispute", Close},
    {"api_fault", AddFault},
    {"clear", Clear},
    {"redeliver", Redeliver},
    {"send_event", SendEvent},
    {"webhook_endpoint", PointWebhooks},
    {"webhook_secret", RollSecrets},
    {"portal", SetPortal},
    {"switch_account", SwitchAccount},
    {"drop_data", DropData},
    {"roll_key", RollKey},
    {"restrict_key", RestrictKey},
    {"close_account", CloseAccount},
    {"delete_price", DeletePrice},
    {"use_up_coupon", UseUpCoupon},
    {"api_version", SetVersion},
    {"settlement_minimum", SetMinimum},
};

HttpReply JsonReply(int status, const Json& body) {
  return {.status = status, .body = body.WritePretty() + "\n"};
}

HttpReply Wrong(const std::string& message) {
  Json actions = Json::MakeArray();
  for (const auto& [name, action] : kActions) actions.Append(name);
  return JsonReply(400, Json::MakeObject({{"error", message}, {"actions", std::move(actions)}}));
}

}  // namespace

HttpReply ServeControl(World& world, const HttpRequest& request) {
  const std::optional<Json> body = Json::Parse(request.body);
  if (request.method != "POST" || !body || !body->is_object()) {
    return Wrong("POST a JSON object with a member \"action\"");
  }
  const std::string& wanted = (*body)["action"].AsString();
  for (const auto& [name, action] : kActions) {
    if (wanted != name) continue;
    Transaction tx(world);
    Control control{world, tx, *body};
    Outcome outcome = action(control);
    if (auto* refusal = std::get_if<ApiError>(&outcome)) {
      return JsonReply(refusal->status == 404 ? 404 : 400,
                       Json::MakeObject({{"error", refusal->message}, {"param", refusal->param}}));
    }
    const Json shown = Shown(tx, std::get<Json>(outcome));
    tx.Commit();
    return JsonReply(200, shown);
  }
  return Wrong(wanted.empty() ? "no \"action\"" : "unknown action '" + wanted + "'");
}

}  // namespace stripe_sandbox

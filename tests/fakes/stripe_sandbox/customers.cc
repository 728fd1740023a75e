#include <cctype>
#include <optional>

#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"
#include "tests/fakes/stripe_sandbox/people.h"
#include "tests/fakes/stripe_sandbox/shape.h"

namespace stripe_sandbox {
namespace {

std::optional<ApiError> CheckCustomer(const Json& params) {
  if (params.Has("email") && !LooksLikeEmail(params["email"].AsString())) {
    return RefuseParams("email_invalid", "email",
                        "Invalid email address: " + params["email"].AsString());
  }
  for (const char* name : {"payment_method", "source", "test_clock", "tax_id_data", "tax",
                           "cash_balance", "default_source"}) {
    if (params.Has(name)) {
      return RefuseParams("", name, std::string("The sandbox does not hold ") + name + ".");
    }
  }
  return std::nullopt;
}

void LayOver(const Call& call, Json* customer) {
  Json plain = call.params;
  for (const char* name : {"metadata", "expand", "validate"}) plain.Remove(name);
  Overlay(call.tx.subset(), call.tx.subset().Schema("customer"), plain, customer);
  MergeMetadata(call.params, customer);
}

}  // namespace

bool LooksLikeEmail(const std::string& text) {
  const size_t at = text.find('@');
  return at != std::string::npos && at > 0 && text.find('@', at + 1) == std::string::npos &&
         at + 1 < text.size() && text.find_first_of(" \t\r\n,;<>") == std::string::npos;
}

Json MakeCustomer(Transaction& tx) {
  Json customer = tx.Make("customer", NewId("cus_"));
  std::string prefix = RandomLetters(8);
  for (char& c : prefix) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  customer.Set("metadata", Json::MakeObject())
      .Set("invoice_prefix", prefix)
      .Set("next_invoice_sequence", 1)
      .Set("tax_exempt", "none")
      .Set("preferred_locales", Json::MakeArray())
      .Set("delinquent", false);
  for (const char* name : {"address", "currency", "discount", "email", "name", "phone"}) {
    customer.Set(name, Json());
  }
  return customer;
}

Outcome CreateCustomer(Call& call) {
  if (auto refusal = CheckCustomer(call.params)) return *refusal;
  Json customer = MakeCustomer(call.tx);
  LayOver(call, &customer);
  call.tx.Put(customer);
  call.tx.Emit("customer.created", customer);
  return customer;
}

Outcome GetCustomer(Call& call) {
  Json customer;
  if (auto refusal = FindInPath(call, "customer", "customer", &customer)) return *refusal;
  return customer;
}

Outcome UpdateCustomer(Call& call) {
  Json customer;
  if (auto refusal = FindInPath(call, "customer", "customer", &customer)) return *refusal;
  if (customer["deleted"].AsBool()) return NoSuch("customer", call.id, "id");
  if (auto refusal = CheckCustomer(call.params)) return *refusal;
  const Json before = customer;
  LayOver(call, &customer);
  Json previous = Json::MakeObject();
  for (const Json::Member& member : customer.members()) {
    if (!(before[member.name] == member.value)) previous.Set(member.name, before[member.name]);
  }
  if (previous.members().empty()) return customer;
  call.tx.Put(customer);
  call.tx.Emit("customer.updated", customer, previous);
  return customer;
}

Outcome DeleteCustomer(Call& call) {
  Json customer;
  if (auto refusal = FindInPath(call, "customer", "customer", &customer)) return *refusal;
  if (customer["deleted"].AsBool()) return NoSuch("customer", call.id, "id");
  const Json gone = Json::MakeObject({{"id", call.id}, {"object", "customer"}, {"deleted", true}});
  call.tx.Put(gone);
  call.tx.Emit("customer.deleted", customer);
  return gone;
}

Outcome ListCustomers(Call& call) {
  return ListPage(call, "customer",
                  [&](const Json& customer) { return SameOrUnasked(call, "email", customer); });
}

Outcome CreatePortalSession(Call& call) {
  const std::string& customer_id = call.params["customer"].AsString();
  if (customer_id.empty()) {
    return RefuseParams("parameter_missing", "customer", "Missing required param: customer.");
  }
  const Json* customer = call.tx.Find("customer", customer_id);
  if (customer == nullptr || (*customer)["deleted"].AsBool()) {
    return NoSuch("customer", customer_id, "customer");
  }
  if (!call.tx.world().portal_configured) {
    return Refuse("", "",
                  "No configuration provided and your test mode default configuration has not been "
                  "created. Provide a configuration or create your default by saving your customer "
                  "portal settings in test mode at "
                  "https://dashboard.stripe.com/test/settings/billing/portal.");
  }
  for (const char* name : {"flow_data", "configuration", "customer_account", "on_behalf_of"}) {
    if (call.params.Has(name)) {
      return RefuseParams("", name, std::string("The sandbox's portal has no ") + name + ".");
    }
  }
  Json session = call.tx.Make("billing_portal.session", NewId("bps_1"));
  session.Set("configuration", "bpc_1SandboxDefault").Set("customer", customer_id);
  for (const char* name : {"return_url", "locale"}) {
    if (call.params.Has(name)) session.Set(name, call.params[name]);
  }
  session.Set("url", call.tx.world().base_url + "/portal/" + session["id"].AsString());
  call.tx.Put(session);
  return session;
}

}  // namespace stripe_sandbox

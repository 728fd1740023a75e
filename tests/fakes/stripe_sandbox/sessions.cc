#include "tests/fakes/stripe_sandbox/call.h"
#include "tests/fakes/stripe_sandbox/checkout.h"
#include "tests/fakes/stripe_sandbox/handlers.h"

namespace stripe_sandbox {

Outcome GetSession(Call& call) {
  Json session;
  if (auto refusal = FindInPath(call, "checkout.session", "checkout.session", &session)) {
    return *refusal;
  }
  return session;
}

Outcome UpdateSession(Call& call) {
  Json session;
  if (auto refusal = FindInPath(call, "checkout.session", "checkout.session", &session)) {
    return *refusal;
  }
  for (const char* name :
       {"collected_information", "line_items", "payment_intent_data", "shipping_options"}) {
    if (call.params.Has(name)) {
      return RefuseParams("", name, std::string("The sandbox does not update ") + name + ".");
    }
  }
  MergeMetadata(call.params, &session);
  call.tx.Put(session);
  return session;
}

Outcome ExpireSession(Call& call) { return ExpireOpenSession(call.tx, call.id); }

Outcome ListSessions(Call& call) {
  const Json& email = call.params["customer_details"]["email"];
  for (const char* name : {"customer_account", "payment_link", "subscription"}) {
    if (call.params.Has(name)) return NoSuch(name, call.params[name].AsString(), name);
  }
  return ListPage(call, "checkout.session", [&](const Json& session) {
    if (email.is_string() && !(session["customer_details"]["email"] == email)) return false;
    return SameOrUnasked(call, "customer", session) &&
           SameOrUnasked(call, "payment_intent", session) && SameOrUnasked(call, "status", session);
  });
}

Outcome ListSessionItems(Call& call) {
  Json session;
  if (auto refusal = FindInPath(call, "checkout.session", "checkout.session", &session)) {
    return *refusal;
  }
  return ListOf(call, session["_line_items"].items());
}

}  // namespace stripe_sandbox

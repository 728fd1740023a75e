#include "tests/fakes/stripe_sandbox/event_text.h"

namespace stripe_sandbox {

int64_t PendingWebhooks(const Store& store, const Json& event) {
  int64_t pending = 0;
  for (const Json& id : event["_deliveries"].items()) {
    const Json* delivery = store.Find("delivery", id.AsString());
    if (delivery != nullptr && (*delivery)["state"].AsString() != "delivered") ++pending;
  }
  return pending;
}

Json EventAsShown(const Store& store, const Json& event) {
  Json shown = Json::MakeObject();
  for (const Json::Member& member : event.members()) {
    if (!member.name.starts_with('_')) shown.Set(member.name, member.value);
  }
  return shown.Set("pending_webhooks", PendingWebhooks(store, event));
}

}  // namespace stripe_sandbox

#include <algorithm>

#include "tests/fakes/stripe_sandbox/call.h"
#include "tests/fakes/stripe_sandbox/event_text.h"
#include "tests/fakes/stripe_sandbox/handlers.h"

namespace stripe_sandbox {
namespace {

constexpr int64_t kReachSeconds = 30 * 24 * 3600;
constexpr size_t kMostTypes = 20;

// "charge.*" takes every event of charges and what is below them.
bool TypeFits(const std::string& wanted, const std::string& type) {
  if (!wanted.ends_with(".*")) return wanted == type;
  return type.starts_with(std::string_view(wanted).substr(0, wanted.size() - 1));
}

bool TypesFit(const Json& params, const std::string& type) {
  if (params.Has("type") && !TypeFits(params["type"].AsString(), type)) return false;
  const Json::Array& types = params["types"].items();
  return types.empty() || std::any_of(types.begin(), types.end(), [&type](const Json& wanted) {
           return TypeFits(wanted.AsString(), type);
         });
}

}  // namespace

Outcome GetEvent(Call& call) {
  Json event;
  if (auto refusal = FindInPath(call, "event", "event", &event)) return *refusal;
  if (event["created"].AsInt() < call.tx.now() - kReachSeconds) {
    return NoSuch("event", call.id, "id");
  }
  return event;
}

Outcome ListEvents(Call& call) {
  const Json& params = call.params;
  if (params.Has("type") && params.Has("types")) {
    return RefuseParams("", "type", "You may only specify one of these parameters: type, types.");
  }
  if (params["types"].items().size() > kMostTypes) {
    return RefuseParams("", "types", "You may pass at most 20 types.");
  }
  const int64_t oldest = call.tx.now() - kReachSeconds;
  return ListPage(call, "event", [&](const Json& event) {
    if (event["created"].AsInt() < oldest) return false;
    if (!TypesFit(params, event["type"].AsString())) return false;
    if (!params.Has("delivery_success")) return true;
    const bool delivered = PendingWebhooks(call.tx.store(), event) == 0;
    return delivered == params["delivery_success"].AsBool();
  });
}

}  // namespace stripe_sandbox

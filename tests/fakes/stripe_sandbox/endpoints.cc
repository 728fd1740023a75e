#include "tests/fakes/stripe_sandbox/endpoints.h"

#include <optional>

#include "tests/fakes/stripe_sandbox/call.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"

namespace stripe_sandbox {
namespace {

constexpr size_t kMostEndpoints = 16;

Json SecretList(const std::vector<std::string>& secrets) {
  return Json(Json::Array(secrets.begin(), secrets.end()));
}

// Stripe takes http addresses too in test mode.
std::optional<ApiError> CheckUrl(const Json& params) {
  if (!params.Has("url")) return std::nullopt;
  const std::string& url = params["url"].AsString();
  if (url.starts_with("http://") || url.starts_with("https://")) return std::nullopt;
  return RefuseParams("url_invalid", "url",
                      "Invalid URL: An explicit scheme (such as https) must be provided.");
}

std::optional<ApiError> FindEndpoint(Call& call, Json* endpoint) {
  return FindInPath(call, "webhook_endpoint", "webhook endpoint", endpoint);
}

}  // namespace

void SetInitialEndpoint(Transaction& tx, const std::string& url,
                        const std::vector<std::string>& secrets) {
  const Json* found = tx.Find("webhook_endpoint", kInitialEndpoint);
  Json endpoint = found != nullptr ? *found : tx.Make("webhook_endpoint", kInitialEndpoint);
  if (!url.empty()) endpoint.Set("url", url);
  endpoint.Set("api_version", tx.subset().version())
      .Set("enabled_events", Json::Array{"*"})
      .Set("status", "enabled");
  endpoint.Mutable("metadata").mutable_members();
  if (!secrets.empty()) endpoint.Set("_secrets", SecretList(secrets));
  tx.Put(endpoint);
}

Outcome SetEndpointSecrets(Transaction& tx, const std::string& id,
                           const std::vector<std::string>& secrets) {
  const Json* found = tx.Find("webhook_endpoint", id);
  if (found == nullptr) return NoSuch("webhook endpoint", id, "endpoint");
  Json endpoint = *found;
  endpoint.Set("_secrets", SecretList(secrets));
  tx.Put(endpoint);
  return endpoint;
}

Outcome CreateEndpoint(Call& call) {
  if (auto refusal = CheckUrl(call.params)) return *refusal;
  if (call.params["connect"].AsBool()) {
    return RefuseParams("", "connect", "The sandbox has no connected accounts.");
  }
  if (call.tx.store().Count("webhook_endpoint") >= kMostEndpoints) {
    return Refuse("", "", "You have reached the maximum of 16 test webhook endpoints.");
  }
  Json endpoint = call.tx.Make("webhook_endpoint", NewId("we_1"));
  for (const char* name : {"url", "enabled_events", "api_version", "description"}) {
    if (call.params.Has(name)) endpoint.Set(name, call.params[name]);
  }
  endpoint.Set("status", "enabled").Set("metadata", Json::MakeObject());
  MergeMetadata(call.params, &endpoint);
  const std::string secret = "whsec_" + RandomLetters(32);
  endpoint.Set("_secrets", Json::Array{secret});
  call.tx.Put(endpoint);
  // No other answer ever shows the secret.
  endpoint.Set("secret", secret);
  return endpoint;
}

Outcome GetEndpoint(Call& call) {
  Json endpoint;
  if (auto refusal = FindEndpoint(call, &endpoint)) return *refusal;
  return endpoint;
}

Outcome UpdateEndpoint(Call& call) {
  Json endpoint;
  if (auto refusal = FindEndpoint(call, &endpoint)) return *refusal;
  if (auto refusal = CheckUrl(call.params)) return *refusal;
  for (const char* name : {"url", "enabled_events", "description"}) {
    if (call.params.Has(name)) endpoint.Set(name, call.params[name]);
  }
  if (call.params.Has("disabled")) {
    endpoint.Set("status", call.params["disabled"].AsBool() ? "disabled" : "enabled");
  }
  MergeMetadata(call.params, &endpoint);
  call.tx.Put(endpoint);
  return endpoint;
}

Outcome DeleteEndpoint(Call& call) {
  Json endpoint;
  if (auto refusal = FindEndpoint(call, &endpoint)) return *refusal;
  call.tx.Delete("webhook_endpoint", call.id);
  return Json::MakeObject({{"id", call.id}, {"object", "webhook_endpoint"}, {"deleted", true}});
}

Outcome ListEndpoints(Call& call) {
  return ListPage(call, "webhook_endpoint", [](const Json&) { return true; });
}

}  // namespace stripe_sandbox

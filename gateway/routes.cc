#include "gateway/routes.h"

#include <atomic>
#include <memory>
#include <utility>

#include "common/base/status_macros.h"
#include "gateway/endpoints/download.h"
#include "gateway/endpoints/erasure_status.h"
#include "gateway/endpoints/fixed_document.h"
#include "gateway/endpoints/person_erase.h"
#include "gateway/endpoints/person_export.h"
#include "gateway/endpoints/report.h"
#include "gateway/endpoints/rpc_endpoint.h"
#include "gateway/endpoints/screenshot.h"
#include "gateway/endpoints/webhook.h"
#include "gateway/openapi/json_builder.h"
#include "gateway/openapi/openapi.h"
#include "gateway/pages/page_routes.h"
#include "gateway/routing/rpc_route.h"

namespace keys::gateway {
namespace {

constexpr char kJson[] = "application/json";
constexpr char kPersonExport[] = "/marketplace/admin/users/{id}/export";
constexpr char kOwnExport[] = "/marketplace/me/export";

std::string IndexJson() {
  JsonBuilder json;
  json.Object([&] {
    json.Text("name", "KEYS Marketplace");
    json.Text("keys", "/marketplace/keys");
    json.Text("bundles", "/marketplace/bundles");
    json.Text("openapi", "/openapi.json");
    json.Text("docs", "/docs");
  });
  return json.Take();
}

class RouteList {
 public:
  explicit RouteList(std::vector<Route>& routes) : routes_(routes) {}

  Route& Add(std::string verb, std::string path, std::unique_ptr<Endpoint> endpoint) {
    routes_.push_back({.verb = std::move(verb),
                       .path_template = std::move(path),
                       .reads_token = false,
                       .endpoint = std::move(endpoint)});
    return routes_.back();
  }
  Route& AddDocument(std::string path, std::string content_type, std::string body) {
    return Add("GET", std::move(path),
               std::make_unique<FixedDocument>(std::move(content_type), std::move(body)));
  }

 private:
  std::vector<Route>& routes_;
};

void AddExports(const RouteParts& parts, RouteList& list) {
  const auto open = std::make_shared<std::atomic<int>>(0);
  const auto add = [&](const char* path, PersonExportEndpoint::Of of, http::v1::Access access) {
    Route& route =
        list.Add("GET", path, std::make_unique<PersonExportEndpoint>(parts.upstream, of, open));
    route.reads_token = true;
    route.access = access;
  };
  add(kPersonExport, PersonExportEndpoint::Of::kUserOfPath, http::v1::ACCESS_ADMIN);
  add(kOwnExport, PersonExportEndpoint::Of::kCaller, http::v1::ACCESS_USER);
}

void AddPlain(const RouteParts& parts, const std::string& openapi, std::vector<Route>& routes) {
  RouteList list(routes);
  list.Add("POST", "/billing/webhook", std::make_unique<WebhookEndpoint>(parts.upstream))
      .rate_limited = false;
  list.Add("GET", "/marketplace/downloads/{token}",
           std::make_unique<DownloadEndpoint>(parts.upstream, parts.store, parts.workers,
                                              parts.transfers, parts.metrics));
  list.Add("GET", "/marketplace/screenshots/{file}",
           std::make_unique<ScreenshotEndpoint>(parts.store, parts.workers, parts.metrics));
  AddExports(parts, list);
  list.Add("GET", "/healthz", std::make_unique<HealthEndpoint>()).rate_limited = false;
  list.Add("GET", "/readyz", std::make_unique<ReadyEndpoint>(parts.readiness)).rate_limited = false;
  list.AddDocument("/openapi.json", kJson, openapi);
  list.AddDocument("/config.json", kJson, ConfigJson(parts.settings));
  list.AddDocument("/", kJson, IndexJson());
}

// Anybody may post to this RPC, and with any names.
constexpr char kRecordEvent[] = "keys.analytics.v1.Analytics.RecordEvent";

bool IsClientEvent(const RpcRoute& rpc) { return rpc.method->full_name() == kRecordEvent; }

bool IsErasureStatus(const RpcRoute& rpc) {
  return rpc.method->full_name() == kGetUserErasure || rpc.method->full_name() == kGetOwnErasure;
}

std::unique_ptr<Endpoint> EndpointOf(const RpcRoute& rpc, const RouteParts& parts) {
  if (rpc.method->full_name() == kEraseUser || rpc.method->full_name() == kEraseMe) {
    return std::make_unique<PersonEraseEndpoint>(rpc, parts.erasures);
  }
  if (IsErasureStatus(rpc)) return std::make_unique<ErasureStatusEndpoint>(rpc, parts.upstream);
  if (rpc.report) return std::make_unique<ReportEndpoint>(rpc, parts.upstream);
  if (IsClientEvent(rpc)) {
    return std::make_unique<RpcEndpoint>(
        rpc, parts.upstream, parts.cache, RpcEndpoint::Presentation{},
        std::make_unique<const ClientEvents>(
            ClientEvents{.names = EventNames(parts.upstream, parts.cache, parts.metrics),
                         .gatherer = parts.gatherer}));
  }
  return std::make_unique<RpcEndpoint>(rpc, parts.upstream, parts.cache);
}

}  // namespace

absl::StatusOr<std::vector<Route>> MakeRoutes(const RouteParts& parts) {
  std::vector<ContractFile> files = ContractFiles();
  files.push_back(OwnFile());
  ASSIGN_OR_RETURN(const std::vector<RpcRoute> rpcs, ReadRoutes(files, parts.shapes));
  std::vector<Route> routes;
  routes.reserve(rpcs.size());
  for (const RpcRoute& rpc : rpcs) {
    routes.push_back({.verb = rpc.verb,
                      .path_template = rpc.path_template,
                      .access = rpc.rule.access(),
                      .max_body_bytes = rpc.max_body_bytes,
                      .takes_erased = rpc.method->full_name() == kGetOwnErasure,
                      .limits_anonymous = IsClientEvent(rpc),
                      .endpoint = EndpointOf(rpc, parts)});
  }
  const std::vector<PlainOperation> others = PlainOperations(parts.settings.sign_in.kind);
  const std::string openapi = BuildOpenApi({.routes = rpcs,
                                            .others = others,
                                            .version = kVersion,
                                            .server_url = parts.settings.public_url});
  AddPlain(parts, openapi, routes);
  RETURN_IF_ERROR(AddPages({.site = parts.site,
                            .rpcs = rpcs,
                            .upstream = parts.upstream,
                            .cache = parts.cache,
                            .workers = parts.workers},
                           routes));
  return routes;
}

}  // namespace keys::gateway

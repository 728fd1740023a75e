#include "common/run/admin_server.h"

#include <civetweb.h>

#include "common/base/text.h"
#include "common/log/log.h"

namespace keys::run {
namespace {

// civetweb gives each connection a thread until its request has arrived. With these limits, many
// silent clients hold the port for a second at most, and a few do not hold it at all.
constexpr char kThreads[] = "32";
constexpr char kRequestTimeoutMs[] = "1000";

int Answer(mg_connection* connection, int status, const char* type, const std::string& body) {
  mg_printf(connection,
            "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nCache-Control: "
            "no-store\r\nConnection: close\r\n\r\n",
            status, status == 200 ? "OK" : "Service Unavailable", type, body.size());
  mg_write(connection, body.data(), body.size());
  return status;
}

int ServeMetrics(mg_connection* connection, void* server) {
  return Answer(connection, 200, "text/plain; version=0.0.4; charset=utf-8",
                static_cast<AdminServer*>(server)->Scrape());
}

int ServeHealth(mg_connection* connection, void* /*server*/) {
  return Answer(connection, 200, "application/json", "{\"status\":\"ok\"}\n");
}

int ServeReady(mg_connection* connection, void* server) {
  const absl::Status ready = static_cast<AdminServer*>(server)->ready();
  if (ready.ok()) return Answer(connection, 200, "application/json", "{\"status\":\"ready\"}\n");
  return Answer(
      connection, 503, "application/json",
      StrCat("{\"status\":\"not ready\",\"why\":\"", log::EscapeJson(MessageOf(ready)), "\"}\n"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<AdminServer>> AdminServer::Start(
    const std::string& host_port, const metrics::Registry& metrics,
    std::function<void()> before_scrape) {
  auto server = std::unique_ptr<AdminServer>(new AdminServer(metrics, std::move(before_scrape)));
  const char* options[] = {"listening_ports",    host_port.c_str(), "num_threads", kThreads,
                           "request_timeout_ms", kRequestTimeoutMs, nullptr};
  mg_callbacks callbacks = {};
  server->context_ = mg_start(&callbacks, nullptr, options);
  if (server->context_ == nullptr) {
    return absl::UnavailableError(StrCat("cannot listen on ", host_port, " (ADMIN_LISTEN)"));
  }
  mg_server_port ports[1] = {};
  if (mg_get_server_ports(server->context_, 1, ports) == 1) server->port_ = ports[0].port;
  mg_set_request_handler(server->context_, "/metrics$", ServeMetrics, server.get());
  mg_set_request_handler(server->context_, "/healthz$", ServeHealth, server.get());
  mg_set_request_handler(server->context_, "/readyz$", ServeReady, server.get());
  return server;
}

AdminServer::~AdminServer() {
  if (context_ != nullptr) mg_stop(context_);
}

std::string AdminServer::Scrape() const {
  before_scrape_();
  return metrics_.Serialize();
}

void AdminServer::SetReady(absl::Status ready) {
  std::lock_guard lock(mutex_);
  ready_ = std::move(ready);
}

absl::Status AdminServer::ready() const {
  std::lock_guard lock(mutex_);
  return ready_;
}

}  // namespace keys::run

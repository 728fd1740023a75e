// The operators' port: /metrics (Prometheus text), /healthz (the process lives), /readyz (it can
// serve: 200, else 503 with the reason). It is served by civetweb with threads of its own, so that
// it answers even when the traffic it reports on is stuck. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/metrics/metrics.h"

struct mg_context;

namespace keys::run {

class AdminServer {
 public:
  // Port 0 takes a free port. `before_scrape` runs before each answer of /metrics, possibly on
  // several threads at once.
  static absl::StatusOr<std::unique_ptr<AdminServer>> Start(const std::string& host_port,
                                                            const metrics::Registry& metrics,
                                                            std::function<void()> before_scrape);
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  void SetReady(absl::Status ready);
  absl::Status ready() const;
  int port() const { return port_; }
  std::string Scrape() const;

 private:
  AdminServer(const metrics::Registry& metrics, std::function<void()> before_scrape)
      : metrics_(metrics), before_scrape_(std::move(before_scrape)) {}

  const metrics::Registry& metrics_;
  const std::function<void()> before_scrape_;
  mg_context* context_ = nullptr;
  int port_ = 0;
  mutable std::mutex mutex_;
  absl::Status ready_ = absl::UnavailableError("starting");
};

}  // namespace keys::run

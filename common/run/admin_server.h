// The operators' port: /metrics (Prometheus text), /healthz (the process lives), /readyz (it can
// serve: 200, else 503 with the reason). Served by civetweb, apart from the traffic it tells about.
// Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/metrics/metrics.h"

struct mg_context;

namespace keys::run {

class AdminServer {
 public:
  // Port 0 takes a free one.
  static absl::StatusOr<std::unique_ptr<AdminServer>> Start(const std::string& host_port,
                                                            const metrics::Registry& metrics);
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  void SetReady(absl::Status ready);
  absl::Status ready() const;
  int port() const { return port_; }
  const metrics::Registry& metrics() const { return metrics_; }

 private:
  explicit AdminServer(const metrics::Registry& metrics) : metrics_(metrics) {}

  const metrics::Registry& metrics_;
  mg_context* context_ = nullptr;
  int port_ = 0;
  mutable std::mutex mutex_;
  absl::Status ready_ = absl::UnavailableError("starting");
};

}  // namespace keys::run

// GET /healthz and /readyz of the gateway. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/time/deadline.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// Knows whether every service can serve. All are asked at the same time, at most once in kFreshFor;
// a caller that comes meanwhile gets the same answer.
class Readiness {
 public:
  static constexpr absl::Duration kFreshFor = absl::Seconds(1);
  static constexpr absl::Duration kTimeout = absl::Seconds(1);

  // For each process, the reason why it is not ready, or Ok.
  using Report = std::map<std::string, absl::Status>;
  using Done = std::function<void(const Report&)>;

  explicit Readiness(Upstream& upstream) : upstream_(upstream) {}

  // Calls `done` once, possibly before it returns.
  void Ask(Done done);

  // Waits for the report. UNAVAILABLE names the processes that are not ready.
  absl::Status AskAndWait();

 private:
  void OnChecked(const std::string& process, absl::Status status);

  Upstream& upstream_;
  std::mutex mutex_;
  Report report_;
  Report gathering_;
  std::vector<Done> waiting_;
  Deadline fresh_until_ = Deadline::After(absl::ZeroDuration());
};

// Returns "Not ready: billing (does not answer), …", or an empty text when all are ready.
std::string Describe(const Readiness::Report& report);

class HealthEndpoint : public Endpoint {
 public:
  // Answers {"status":"ok"} as long as the process lives.
  void Serve(ExchangePtr exchange, Reply reply) const override;
};

class ReadyEndpoint : public Endpoint {
 public:
  explicit ReadyEndpoint(Readiness& readiness) : readiness_(readiness) {}
  // Answers 200 or 503 with {"status":"ready"|"not_ready","services":{"catalog":"serving",…}}.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  Readiness& readiness_;
};

}  // namespace keys::gateway

// Holds the parts that every process of the shop needs, whatever it serves: configuration, clock,
// keys, metrics, threads.
//
//   absl::StatusOr<std::unique_ptr<Module>> MakeModule(run::Process& process) {
//     auto pool = …process.config().Text("DATABASE_URL_CATALOG")…
//
// Lives from start-up to the end of main; everything it hands out is thread-safe.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/config/config.h"
#include "common/id/id.h"
#include "common/metrics/metrics.h"
#include "common/rpc/service_token.h"
#include "common/rpc/unary.h"
#include "common/rpc/watch/server.h"
#include "common/time/clock.h"

namespace keys::run {

class Process {
 public:
  // Reads the key and peer files that the configuration names.
  static absl::StatusOr<std::unique_ptr<Process>> Make(std::string name, config::Config config);

  const std::string& name() const { return name_; }
  const config::Config& config() const { return config_; }
  const Clock& clock() const { return *clock_; }
  IdSource& ids() { return *ids_; }
  metrics::Registry& metrics() { return metrics_; }
  // Signs this process's calls to others.
  rpc::TokenMinter& minter() { return *minter_; }
  // Checks the tokens of those who call this process.
  rpc::PeerVerifier& verifier() { return *verifier_; }
  // Runs the handlers of this process's RPCs.
  rpc::Unary& unary() { return *unary_; }
  // Keeps the streams of this process's Watch RPCs. They are stopped before calls are drained.
  rpc::Watches& watches() { return *watches_; }

 private:
  Process(std::string name, config::Config config)
      : name_(std::move(name)), config_(std::move(config)) {}

  const std::string name_;
  const config::Config config_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<IdSource> ids_;
  metrics::Registry metrics_;
  std::unique_ptr<rpc::TokenMinter> minter_;
  std::unique_ptr<rpc::PeerVerifier> verifier_;
  std::unique_ptr<rpc::Unary> unary_;
  std::unique_ptr<rpc::Watches> watches_;
};

// Returns the variables that every process reads; those of gRPC only where `serves_grpc`.
std::vector<config::Variable> CommonVariables(bool serves_grpc);

}  // namespace keys::run

// From main() to a running process and gracefully back.
//
//   int main(int argc, char** argv) {
//     return keys::run::Main(argc, argv, keys::catalog::Spec());
//   }
//
// Main reads the configuration (--help, --print-config; exit 2 for what is malformed), starts the
// admin port, makes the module, serves its gRPC services with health and reflection (v1alpha),
// waits for SIGTERM or SIGINT, stops taking calls, drains for at most kDrain and returns 0. Exit 1
// when it could not start.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/run/process.h"

namespace grpc {
class Service;
}

namespace keys::run {

// How long a stopping process waits for calls under way.
inline constexpr absl::Duration kDrain = absl::Seconds(8);
// After this a stopping process ends whatever happens.
inline constexpr int kHardStopSeconds = 10;

// What a process serves. Everything is wired when it is made; Start begins background work.
class Module {
 public:
  virtual ~Module() = default;
  // Served until Stop; owned by the module.
  virtual std::vector<grpc::Service*> Services() { return {}; }
  // Ok when requests can be served; asked each second, answered within the deadline.
  virtual absl::Status Ready(Deadline deadline) = 0;
  virtual void Start() {}
  // Ends background work that no call needs, while calls are still taken: what ends here does not
  // lengthen the time in which a process that stops takes none and its successor is not there yet.
  virtual void Quiesce() {}
  // Ends background work; calls under way have been answered by then.
  virtual void Stop() {}
};

struct Spec {
  // As in SERVICE_PEERS_FILE and DATABASE_URL_<NAME>.
  std::string name;
  // Beyond CommonVariables.
  std::vector<config::Variable> variables;
  std::function<absl::StatusOr<std::unique_ptr<Module>>(Process&)> make;
  bool serves_grpc = true;
};

int Main(int argc, char** argv, const Spec& spec);

}  // namespace keys::run

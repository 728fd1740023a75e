// From main() to a running process and gracefully back.
//
//   int main(int argc, char** argv) {
//     return keys::run::Main(argc, argv, keys::catalog::Spec());
//   }
//
// Main reads the configuration (--help, --list-variables, --print-config; exit 2 for what is
// malformed), starts the admin port, makes the module, serves its gRPC services with health and
// reflection (v1alpha), waits for SIGTERM or SIGINT, is not ready but serves on for
// LAME_DUCK_SECONDS (a second signal cuts that short), stops taking calls, drains for at most
// kDrain and returns 0. Exit 1 when it could not start.
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

// A stopping process waits this long for calls under way.
inline constexpr absl::Duration kDrain = absl::Seconds(8);
// A stopping process ends this long after LAME_DUCK_SECONDS, whatever still runs.
inline constexpr int kHardStopSeconds = 10;

// The services of a process. Everything is wired when the module is made; Start begins its
// background work.
class Module {
 public:
  virtual ~Module() = default;
  // The process serves these until Stop; the module owns them.
  virtual std::vector<grpc::Service*> Services() { return {}; }
  // Returns Ok when requests can be served. It is called each second and must answer by the
  // deadline.
  virtual absl::Status Ready(Deadline deadline) = 0;
  virtual void Start() {}
  // The process has been told to end and serves on for LAME_DUCK_SECONDS, in which its clients may
  // be sent elsewhere.
  virtual void Retire() {}
  // Ends background work that no call needs, while calls are still taken. The time that this takes
  // does not lengthen the gap in which this process takes no calls and its successor does not yet
  // run.
  virtual void Quiesce() {}
  // Ends the remaining background work. All calls have been answered by then.
  virtual void Stop() {}
};

struct Spec {
  // The service's name, as in SERVICE_PEERS_FILE and DATABASE_URL_<NAME>.
  std::string name;
  // The variables beyond CommonVariables.
  std::vector<config::Variable> variables;
  std::function<absl::StatusOr<std::unique_ptr<Module>>(Process&)> make;
  // Refuses the configuration as `make` would, without opening or listening to anything, so that
  // --print-config refuses the same configuration as a start.
  std::function<absl::Status(const Process&)> check = nullptr;
  bool serves_grpc = true;
};

int Main(int argc, char** argv, const Spec& spec);

}  // namespace keys::run

// The one adapter between gRPC's callback server and plain handlers. A service made of handlers by
// rpc::MakeService (service.h) calls it; a method that is written by hand calls it so:
//
//   grpc::ServerUnaryReactor* GetKey(grpc::CallbackServerContext* context,
//                                    const GetKeyRequest* request,
//                                    GetKeyResponse* response) override {
//     return unary_.Run(context, {Catalog::service_full_name(), "GetKey"}, request, response,
//                       [this](rpc::Call& call, const auto& in) { return keys_.Get(call, in); });
//   }
//
// For each call the adapter checks the service token, sets the deadline to the sooner of the
// client's and its own, admits the job to a bounded pool (RESOURCE_EXHAUSTED at once when it is
// full), runs the handler, turns its errors into a gRPC status with details, logs one line and
// counts metrics. Exceptions of libraries stop here. Thread-safe.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/metrics/metrics.h"
#include "common/rpc/call.h"
#include "common/rpc/service_token.h"
#include "common/rpc/worker_pool.h"

namespace keys::rpc {

// gRPC 1.51 does not tell a callback handler which method was called.
struct Method {
  std::string_view service;  // "keys.catalog.v1.Catalog"
  std::string_view name;     // "GetKey"
};

// The owner in whose turn a call waits, and something that is held until its handler has ended (may
// be null).
struct Turn {
  std::string owner;
  std::shared_ptr<void> place;
};
// Called before a call waits for a thread. An error becomes the call's answer. Must not block.
using Admit = std::function<absl::StatusOr<Turn>(const Call&)>;

class Unary {
 public:
  struct Options {
    WorkerPool::Options pool;
    // No call runs longer than this, even if the client allows it.
    absl::Duration max_duration = absl::Seconds(10);
  };
  Unary(Options options, PeerVerifier& verifier, metrics::Registry& metrics);

  // Without `admit` all calls wait in one line.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* context, Method method,
                                const Request* request, Response* response, Handler handler,
                                const Admit& admit = nullptr) {
    return RunErased(
        context, method,
        [request, response, handler = std::move(handler)](Call& call) {
          absl::StatusOr<Response> result = handler(call, *request);
          if (!result.ok()) return std::move(result).status();
          *response = *std::move(result);
          return absl::OkStatus();
        },
        admit);
  }

  // Calls that wait or run.
  int in_flight() const { return pool_.in_flight(); }

  // True when every admitted call has been answered before the deadline.
  bool Drain(Deadline deadline) { return pool_.WaitIdle(deadline); }

 private:
  using Job = std::function<absl::Status(Call&)>;
  grpc::ServerUnaryReactor* RunErased(grpc::CallbackServerContext* context, Method method, Job job,
                                      const Admit& admit);
  absl::StatusOr<Call> MakeCall(const grpc::CallbackServerContext& context, Method method) const;
  absl::Status RunJob(Method method, Call& call, const Job& job);
  void Account(Method method, const Call& call, const absl::Status& status, absl::Duration took);

  // The metrics of one method, looked up by their labels once and then held.
  static constexpr size_t kCodes = 17;
  struct Figures {
    prometheus::Histogram* duration = nullptr;
    std::array<prometheus::Counter*, kCodes> answered{};
  };
  void Count(Method method, absl::StatusCode code, absl::Duration took);

  const Options options_;
  PeerVerifier& verifier_;
  metrics::Registry& metrics_;
  prometheus::Counter& refused_;
  prometheus::Gauge& waiting_;
  prometheus::Gauge& running_;
  std::mutex mutex_;
  std::map<std::pair<std::string_view, std::string_view>, Figures> figures_;
  // The last member, so that its threads end before the members that they use.
  WorkerPool pool_;
};

}  // namespace keys::rpc

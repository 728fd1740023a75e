// Calls from the gateway to the services, by descriptor: no generated stub is included here.
//
//   Upstream upstream({{"catalog", "127.0.0.1:7001"}}, minter);
//   upstream.Call({.process = "catalog", .grpc_path = "/keys.catalog.v1.Catalog/ListKeys",
//                  .request = request, .response = response, .exchange = exchange,
//                  .timeout = absl::Seconds(8)},
//                 [](const UpstreamAnswer& answer) { … });
//
// Every call carries the service token, request id, trace and the end user's claims, and never the
// end user's token. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/rpc/service_token.h"
#include "gateway/exchange.h"
#include "google/protobuf/message.h"

namespace keys::gateway {

struct UpstreamCall {
  std::string process;
  // The path as gRPC writes it, "/package.Service/Method".
  std::string grpc_path;
  // Both must live until `done` has been called.
  const google::protobuf::Message* request = nullptr;
  google::protobuf::Message* response = nullptr;
  const Exchange& exchange;
  // The longest time for this call. The exchange's own deadline holds too.
  absl::Duration timeout;
  // An empty text is not sent.
  std::string idempotency_key;
  std::string if_match;
  // Refused at once, as RESOURCE_EXHAUSTED, when the process has more to do than it gets done
  // (LoadLimit). For what people wait for while they browse and can ask for again.
  bool may_be_refused = false;
};

struct UpstreamAnswer {
  absl::Status status;
  // The service answered with a stored answer for the idempotency key.
  bool replayed = false;
  // The part of the ETag that the service chose. May be empty.
  std::string entity_tag;
  // The catalog's revision of the snapshot that was read, or that the change made. An error may
  // have one too.
  std::optional<int64_t> revision = std::nullopt;
};

class Upstream {
 public:
  // host:port by process name.
  Upstream(const std::map<std::string, std::string>& addresses, rpc::TokenMinter& minter,
           metrics::Registry& metrics);
  ~Upstream();
  Upstream(const Upstream&) = delete;
  Upstream& operator=(const Upstream&) = delete;

  using Done = std::function<void(const UpstreamAnswer&)>;
  // `done` is called once, on a thread of gRPC's, or on this one when the call is refused. An
  // unknown process is a programmer's error.
  void Call(const UpstreamCall& call, Done done);

  // Asks a process's gRPC health service. Ok when it says SERVING, else UNAVAILABLE with the
  // reason.
  void CheckHealth(const std::string& process, absl::Duration timeout,
                   std::function<void(absl::Status)> done);

  std::vector<std::string> processes() const;

  // Cancels the calls under way and waits until every `done` has returned. Later calls are
  // cancelled at once.
  void Stop();

 private:
  struct Peer;
  class Flights;
  Peer& PeerOf(const std::string& process);

  rpc::TokenMinter& minter_;
  std::map<std::string, std::unique_ptr<Peer>> peers_;
  const std::unique_ptr<Flights> flights_;
};

}  // namespace keys::gateway

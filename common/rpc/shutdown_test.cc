// Servers that take each other's place on one port while clients call.
#include <grpc/support/time.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/crypto/ed25519.h"
#include "common/rpc/client.h"
#include "common/time/clock.h"
#include "keys/analytics/v1/analytics.grpc.pb.h"

namespace keys::rpc {
namespace {

using analytics::v1::AnalyticsInternal;
using analytics::v1::RecordEventsRequest;
using analytics::v1::RecordEventsResponse;

class Counting final : public AnalyticsInternal::CallbackService {
 public:
  explicit Counting(std::atomic<int>& handled) : handled_(handled) {}
  grpc::ServerUnaryReactor* RecordEvents(grpc::CallbackServerContext* context,
                                         const RecordEventsRequest*,
                                         RecordEventsResponse*) override {
    ++handled_;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  std::atomic<int>& handled_;
};

// A server that shares its port, as a process with REUSE_PORT=1.
struct Sharing {
  Sharing(std::atomic<int>& handled, int at) : service(handled) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(absl::StrCat("127.0.0.1:", at), grpc::InsecureServerCredentials(),
                             &port);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 1);
    builder.RegisterService(&service);
    server = builder.BuildAndStart();
    REQUIRE(server != nullptr);
  }
  void Shutdown() const {
    server->Shutdown(
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_seconds(20, GPR_TIMESPAN)));
  }

  Counting service;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

TEST_CASE("calls that meet a server shutting down are handled once, by it or by the next") {
  std::atomic<int> handled = 0, called = 0, failed = 0;
  std::atomic<bool> enough = false;
  auto serving = std::make_unique<Sharing>(handled, 0);
  const int port = serving->port;
  FakeClock clock;
  TokenMinter minter("billing", crypto::Ed25519PrivateKey::Generate(), clock);
  Channel channel(absl::StrCat("127.0.0.1:", port), minter);
  const auto stub = AnalyticsInternal::NewStub(channel.grpc());
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      for (; !enough; ++called) {
        const auto answer = channel.Invoke(stub.get(), &AnalyticsInternal::Stub::RecordEvents,
                                           RecordEventsRequest(),
                                           Outgoing(Deadline::After(absl::Seconds(10)), "request"));
        if (!answer.ok()) ++failed;
      }
    });
  }
  for (int round = 0; round < 20; ++round) {
    const int before = called;
    while (called < before + 200) std::this_thread::yield();
    auto next = std::make_unique<Sharing>(handled, port);
    serving->Shutdown();
    serving = std::move(next);
  }
  enough = true;
  for (std::thread& caller : callers) caller.join();
  serving->Shutdown();
  CHECK(failed == 0);
  CHECK(handled == called);
}

}  // namespace
}  // namespace keys::rpc

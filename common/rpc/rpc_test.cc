// The adapter and the client over a real gRPC server on a free port.
#include <arpa/inet.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/crypto/encode.h"
#include "common/error/error.h"
#include "common/rpc/client.h"
#include "common/rpc/service.h"
#include "common/rpc/unary.h"
#include "common/rpc/wire.h"
#include "keys/analytics/v1/analytics.grpc.pb.h"

namespace keys::rpc {
namespace {

using analytics::v1::AnalyticsInternal;
using analytics::v1::GetPopularityRequest;
using analytics::v1::GetPopularityResponse;
using analytics::v1::RecordEventsRequest;
using analytics::v1::RecordEventsResponse;

using Recorder = std::function<absl::StatusOr<RecordEventsResponse>(Call&)>;

// A server whose RPC RecordEvents runs in the lane `unary`, and a client that calls as `peer`.
// Calls that ran in the service's own pool instead would find no thread free in it.
struct World {
  explicit World(Recorder handler, Unary::Options options = {}, const std::string& peer = "billing",
                 Admit admit = nullptr)
      : verifier(*PeerList::FromJson(absl::StrCat(
                     R"({"peers":{")", peer, R"(":{"public_key":")",
                     crypto::Base64Encode(key.PublicKey().Raw()),
                     R"(","calls":["keys.analytics.v1.AnalyticsInternal/RecordEvents"]}}})")),
                 clock),
        unary(options, verifier, metrics),
        full({.pool = {.threads = 1, .max_in_flight = 0}}, verifier, metrics),
        service(Serve(std::move(handler), std::move(admit))),
        minter(peer, key, clock) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service.get());
    server = builder.BuildAndStart();
    channel = std::make_unique<Channel>(absl::StrCat("127.0.0.1:", port), minter);
    stub = AnalyticsInternal::NewStub(channel->grpc());
  }
  ~World() { server->Shutdown(); }

  std::unique_ptr<grpc::Service> Serve(Recorder handler, Admit admit) {
    const auto record = [handler = std::move(handler)](Call& call, const RecordEventsRequest&) {
      return handler(call);
    };
    const auto popularity =
        [](Call&, const GetPopularityRequest&) -> absl::StatusOr<GetPopularityResponse> {
      return GetPopularityResponse();
    };
    return MakeService<AnalyticsInternal>(
        full, {In({unary, std::move(admit)},
                  OnCall<RecordEventsRequest, RecordEventsResponse>("RecordEvents", record)),
               OnCall<GetPopularityRequest, GetPopularityResponse>("GetPopularity", popularity)});
  }

  absl::StatusOr<RecordEventsResponse> Send(Deadline by = Deadline::After(absl::Seconds(10)),
                                            const std::string& request_id = "request-1") {
    return channel->Invoke(stub.get(), &AnalyticsInternal::Stub::RecordEvents,
                           RecordEventsRequest(), Outgoing(by, request_id));
  }

  int port = 0;
  FakeClock clock;
  crypto::Ed25519PrivateKey key = crypto::Ed25519PrivateKey::Generate();
  metrics::Registry metrics;
  PeerVerifier verifier;
  Unary unary;
  Unary full;
  std::unique_ptr<grpc::Service> service;
  TokenMinter minter;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<Channel> channel;
  std::unique_ptr<AnalyticsInternal::Stub> stub;
};

TEST_CASE("a handler learns who calls, under which request, by when") {
  World world([](Call& call) -> absl::StatusOr<RecordEventsResponse> {
    CHECK(call.peer() == "billing");
    CHECK(call.request_id() == "request-1");
    CHECK(call.trace().trace_id.size() == 32);
    CHECK(call.deadline().Remaining() <= absl::Seconds(5));
    RecordEventsResponse response;
    response.set_stored(7);
    return response;
  });
  const auto response = world.Send(Deadline::After(absl::Seconds(5)));
  REQUIRE(response.ok());
  CHECK(response->stored() == 7);
}

TEST_CASE("whoever calls without a good service token is told what is missing") {
  World world([](Call&) -> absl::StatusOr<RecordEventsResponse> { return RecordEventsResponse(); });
  grpc::ClientContext bare;
  RecordEventsResponse response;
  const grpc::Status status = world.stub->RecordEvents(&bare, RecordEventsRequest(), &response);
  CHECK(status.error_code() == grpc::StatusCode::UNAUTHENTICATED);
  CHECK(status.error_message().find("x-keys-service-token") != std::string::npos);
}

TEST_CASE("a service that refuses our token is an outage for whoever asked us") {
  World world([](Call&) -> absl::StatusOr<RecordEventsResponse> { return RecordEventsResponse(); });
  for (const absl::Duration apart : {absl::Seconds(95), -absl::Minutes(7)}) {
    FakeClock other(world.clock.Now() + apart);
    TokenMinter minter("billing", world.key, other);
    Channel channel(absl::StrCat("127.0.0.1:", world.port), minter);
    const auto stub = AnalyticsInternal::NewStub(channel.grpc());
    const auto refused =
        channel.Invoke(stub.get(), &AnalyticsInternal::Stub::RecordEvents, RecordEventsRequest(),
                       Outgoing(Deadline::After(absl::Seconds(10)), "request-1"));
    CHECK(error::ReasonOf(refused.status()) == error::Reason::UNAVAILABLE);
  }
  CHECK(world.Send().ok());
}

TEST_CASE(
    "a call that is not admitted is answered at once; what an admitted one holds goes first") {
  std::atomic<int> held = 0, handled = 0;
  const Admit admit = [&held](const Call&) -> absl::StatusOr<Turn> {
    if (held > 0) return error::Make(error::Reason::RATE_LIMITED, "Wait a little.");
    ++held;
    return Turn{"a", std::shared_ptr<void>(&held, [&held](void*) { --held; })};
  };
  std::promise<void> release;
  World world(
      [&, released = release.get_future().share()](Call&) -> absl::StatusOr<RecordEventsResponse> {
        ++handled;
        released.wait();
        return RecordEventsResponse();
      },
      {.pool = {.threads = 4}}, "billing", admit);
  auto first = std::async(std::launch::async, [&] { return world.Send(); });
  while (handled == 0) std::this_thread::yield();
  CHECK(error::ReasonOf(world.Send().status()) == error::Reason::RATE_LIMITED);
  release.set_value();
  CHECK(first.get().ok());
  CHECK(held == 0);
  CHECK(world.Send().ok());
  CHECK(handled == 2);
}

TEST_CASE("what nobody waits for any more is not begun") {
  std::atomic<int> handled = 0;
  std::promise<void> release;
  World world(
      [&, released = release.get_future().share()](Call&) -> absl::StatusOr<RecordEventsResponse> {
        ++handled;
        released.wait();
        return RecordEventsResponse();
      },
      {.pool = {.threads = 1}});
  const auto await = [&world](int calls) {
    while (world.unary.in_flight() < calls) std::this_thread::yield();
  };
  auto first = std::async(std::launch::async, [&] { return world.Send(); });
  await(1);
  grpc::ClientContext context;
  context.AddMetadata(kServiceTokenKey, world.minter.Token());
  auto given_up = std::async(std::launch::async, [&] {
    RecordEventsResponse response;
    return world.stub->RecordEvents(&context, RecordEventsRequest(), &response).error_code();
  });
  await(2);
  context.TryCancel();
  CHECK(given_up.get() == grpc::StatusCode::CANCELLED);
  // The third call uses the same connection, so when it has arrived, the end of the call before it
  // has arrived too.
  auto third = std::async(std::launch::async, [&] { return world.Send(); });
  await(3);
  release.set_value();
  CHECK(first.get().ok());
  CHECK(third.get().ok());
  CHECK(handled == 2);
}

TEST_CASE("callers take turns for the threads there are") {
  const Admit admit = [](const Call& call) -> absl::StatusOr<Turn> {
    return Turn{call.request_id(), nullptr};
  };
  std::mutex mutex;
  std::string order;
  std::promise<void> release;
  World world(
      [&, released =
              release.get_future().share()](Call& call) -> absl::StatusOr<RecordEventsResponse> {
        released.wait();
        std::lock_guard lock(mutex);
        order += call.request_id();
        return RecordEventsResponse();
      },
      {.pool = {.threads = 1}}, "billing", admit);
  std::vector<std::future<bool>> answers;
  const auto send = [&](const std::string& who) {
    answers.push_back(std::async(std::launch::async, [&world, who] {
      return world.Send(Deadline::After(absl::Seconds(30)), who).ok();
    }));
    while (world.unary.in_flight() < static_cast<int>(answers.size())) std::this_thread::yield();
  };
  for (int i = 0; i < 4; ++i) send("g");
  send("q");
  release.set_value();
  for (auto& answer : answers) CHECK(answer.get());
  // The call that had the thread comes first, then one of each owner, then the rest.
  CHECK(order == "ggqgg");
}

TEST_CASE("an error keeps its reason across processes; any other loses its text") {
  World told([](Call&) -> absl::StatusOr<RecordEventsResponse> {
    return error::Make(error::Reason::NOT_FOR_SALE, "This KEY is not sold singly.");
  });
  const absl::Status sale = told.Send().status();
  CHECK(error::ReasonOf(sale) == error::Reason::NOT_FOR_SALE);
  CHECK(sale.message() == "This KEY is not sold singly.");

  World untold([](Call&) -> absl::StatusOr<RecordEventsResponse> {
    return absl::InternalError("column secret does not exist");
  });
  const absl::Status bare = untold.Send().status();
  CHECK(bare.code() == absl::StatusCode::kInternal);
  CHECK(bare.message().empty());

  World thrown([](Call&) -> absl::StatusOr<RecordEventsResponse> {
    throw std::runtime_error("from a library");
  });
  CHECK(thrown.Send().status().code() == absl::StatusCode::kInternal);
}

// A port whose first connection is taken late and then leads to `port`, as if the peer were busy.
class LateFront {
 public:
  LateFront(int port, absl::Duration delay) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof(address);
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(listener_, 1) == 0);
    REQUIRE(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    relay_ = std::thread([this, port, delay] { Relay(port, delay); });
  }
  ~LateFront() {
    relay_.join();
    close(listener_);
  }
  int port() const { return port_; }

 private:
  static sockaddr_in Loopback(int port) {
    return {.sin_family = AF_INET,
            .sin_port = htons(static_cast<uint16_t>(port)),
            .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
  }
  // Returns when the client's side of the connection ends.
  void Relay(int port, absl::Duration delay) const {
    const int client = accept(listener_, nullptr, nullptr);
    absl::SleepFor(delay);
    const int peer = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = Loopback(port);
    if (connect(peer, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      while (Pass(client, peer)) {
      }
    }
    close(client);
    close(peer);
  }
  static bool Pass(int client, int peer) {
    pollfd ends[] = {{client, POLLIN, 0}, {peer, POLLIN, 0}};
    if (poll(ends, 2, -1) <= 0) return false;
    for (int from = 0; from < 2; ++from) {
      if (ends[from].revents == 0) continue;
      char bytes[4096];
      const ssize_t count = read(ends[from].fd, bytes, sizeof(bytes));
      if (count <= 0 || write(ends[1 - from].fd, bytes, static_cast<size_t>(count)) != count) {
        return false;
      }
    }
    return true;
  }

  int listener_;
  int port_ = 0;
  std::thread relay_;
};

TEST_CASE("a peer that is slow to take the connection is waited for") {
  World world([](Call&) -> absl::StatusOr<RecordEventsResponse> { return RecordEventsResponse(); });
  LateFront late(world.port, absl::Milliseconds(500));
  world.channel = std::make_unique<Channel>(absl::StrCat("127.0.0.1:", late.port()), world.minter);
  world.stub = AnalyticsInternal::NewStub(world.channel->grpc());
  const absl::Status status = world.Send().status();
  // The holders of the connection are destroyed before the front, which waits for its end.
  world.stub.reset();
  world.channel.reset();
  CHECK(status.ToString() == "OK");
}

TEST_CASE("a channel knows the highest revision that any answer carried, failures included") {
  std::atomic<int64_t> revision = 0;
  World world([&revision](Call& call) -> absl::StatusOr<RecordEventsResponse> {
    if (revision > 0) call.set_revision(revision);
    if (revision == 9) return error::Make(error::Reason::NOT_FOR_SALE, "After it was changed.");
    return RecordEventsResponse();
  });
  for (const auto& [sent, known] : {std::pair{0, 0}, {7, 7}, {5, 7}, {9, 9}, {0, 9}}) {
    revision = sent;
    CHECK(world.Send().ok() == (sent != 9));
    CHECK(world.channel->revision() == known);
  }
}

TEST_CASE("a full pool answers at once with UNAVAILABLE and a reason") {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> inside = 0;
  World world(
      [&inside, released](Call&) -> absl::StatusOr<RecordEventsResponse> {
        ++inside;
        released.wait();
        return RecordEventsResponse();
      },
      {.pool = {.threads = 1, .max_in_flight = 2}});
  const auto figures = [&world] {
    return std::array{world.metrics.Gauge("keys_rpc_running", "").Value(),
                      world.metrics.Gauge("keys_rpc_waiting", "").Value(),
                      world.metrics.Counter("keys_rpc_refused_total", "").Value()};
  };
  // The figures are there before anything happens, so that an alert can see the first refusal.
  CHECK(world.metrics.Serialize().find("\nkeys_rpc_refused_total 0\n") != std::string::npos);
  std::thread first([&world] { CHECK(world.Send().ok()); });
  while (inside == 0) std::this_thread::yield();
  std::thread second([&world] { CHECK(world.Send().ok()); });
  while (figures()[1] == 0) std::this_thread::yield();
  CHECK(error::ReasonOf(world.Send().status()) == error::Reason::UNAVAILABLE);
  CHECK(figures() == std::array<double, 3>{1, 1, 1});
  release.set_value();
  first.join();
  second.join();
  CHECK(figures() == std::array<double, 3>{0, 0, 1});
}

TEST_CASE("a service that is down, or silent past the deadline, gives UNAVAILABLE") {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  World world([released](Call&) -> absl::StatusOr<RecordEventsResponse> {
    released.wait();
    return RecordEventsResponse();
  });
  CHECK(error::ReasonOf(world.Send(Deadline::After(absl::Milliseconds(100))).status()) ==
        error::Reason::UNAVAILABLE);
  release.set_value();
  world.server->Shutdown();
  CHECK(error::ReasonOf(world.Send().status()) == error::Reason::UNAVAILABLE);
}

TEST_CASE("end users are believed from the gateway only") {
  const auto handler = [](Call& call) -> absl::StatusOr<RecordEventsResponse> {
    RecordEventsResponse response;
    response.set_stored(call.caller().admin ? 1 : 0);
    return response;
  };
  for (const char* peer : {"gateway", "billing"}) {
    World world(handler, {}, peer);
    grpc::ClientContext context;
    context.AddMetadata(kServiceTokenKey, world.minter.Token());
    context.AddMetadata(kAdminKey, "1");
    RecordEventsResponse response;
    REQUIRE(world.stub->RecordEvents(&context, RecordEventsRequest(), &response).ok());
    CHECK(response.stored() == (std::string(peer) == "gateway" ? 1 : 0));
  }
}

TEST_CASE("organisations and odd bytes travel in metadata unharmed") {
  const std::string id = "0192f0c1-2345-7abc-8def-0123456789ab";
  const auto orgs = ParseOrgs(FormatOrgs({{id, "owner"}, {id, "member"}}));
  REQUIRE(orgs.size() == 2);
  CHECK(orgs[0].role == "owner");
  CHECK(ParseOrgs("x:owner," + id + ":emperor," + id).empty());
  const std::string odd = "Mozilla/5.0 (\xc3\xa9%) \n\x01";
  CHECK(PercentDecode(PercentEncode(odd)) == odd);
}

}  // namespace
}  // namespace keys::rpc

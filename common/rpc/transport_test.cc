// Mutual TLS with real certificates over real sockets. The certificates are made by
// scripts/certificates.sh, as an operator makes them.
#include "common/rpc/transport.h"

#include <grpc/support/time.h>
#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/time/clock.h"
#include "keys/analytics/v1/analytics.grpc.pb.h"

namespace keys::rpc {
namespace {

using analytics::v1::AnalyticsInternal;
using analytics::v1::RecordEventsRequest;
using analytics::v1::RecordEventsResponse;
using std::chrono::steady_clock;

constexpr unsigned kReread = 1;

// A folder of certificates that is removed with the object.
class Authority {
 public:
  explicit Authority(const std::string& more = "gateway catalog") {
    std::string pattern = (std::filesystem::temp_directory_path() / "keys-tls-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    Run(absl::StrCat("make ", more));
  }
  ~Authority() { std::filesystem::remove_all(folder_); }
  Authority(const Authority&) = delete;

  void Renew(const std::string& program, const std::string& more = "") {
    Run(absl::StrCat("renew ", program, " ", more));
  }
  TlsFiles Of(const std::string& program) const {
    const std::string at = absl::StrCat(folder_, "/", program, "/");
    return {.authority = at + "ca.pem", .certificate = at + "cert.pem", .key = at + "key.pem"};
  }
  const std::string& folder() const { return folder_; }

 private:
  void Run(const std::string& arguments) const {
    const std::string command =
        absl::StrCat("scripts/certificates.sh ", arguments, " --out ", folder_);
    REQUIRE(std::system(command.c_str()) == 0);
  }
  std::string folder_;
};

class Answering final : public AnalyticsInternal::Service {
  grpc::Status RecordEvents(grpc::ServerContext*, const RecordEventsRequest*,
                            RecordEventsResponse* response) override {
    response->set_stored(7);
    return grpc::Status::OK;
  }
};

// A server on a free port, reached under each address of the loopback network.
struct Served {
  explicit Served(const Transport& transport) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("0.0.0.0:0", transport.server(), &port);
    builder.RegisterService(&service);
    server = builder.BuildAndStart();
    REQUIRE(server != nullptr);
  }
  ~Served() { server->Shutdown(); }

  Answering service;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

// A new connection, which no other channel of this process shares.
std::shared_ptr<grpc::Channel> Connect(const Served& served, const Transport& transport,
                                       const std::string& host = "127.0.0.1") {
  grpc::ChannelArguments own;
  own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  own.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(absl::StrCat(host, ":", served.port), transport.channel(), own);
}

grpc::Status Send(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  context.set_deadline(
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_seconds(20, GPR_TIMESPAN)));
  RecordEventsResponse response;
  return AnalyticsInternal::NewStub(channel)->RecordEvents(&context, RecordEventsRequest(),
                                                           &response);
}

bool Answers(const Served& served, const Transport& transport,
             const std::string& host = "127.0.0.1") {
  return Send(Connect(served, transport, host)).ok();
}

// Waits until new connections are taken, or refused, as files that were replaced ask for.
bool Becomes(bool taken, const Served& served, const Transport& transport) {
  const auto by = steady_clock::now() + std::chrono::seconds(60);
  while (Answers(served, transport) != taken) {
    if (steady_clock::now() > by) return false;
    std::this_thread::yield();
  }
  return true;
}

Transport TlsOf(const TlsFiles& files) {
  auto made = Transport::Tls(files, kReread);
  REQUIRE(made.ok());
  return *std::move(made);
}

TEST_CASE("only clients with a certificate of the same authority are served") {
  const Authority ours;
  const Authority others;
  const Served served(TlsOf(ours.Of("catalog")));
  CHECK(Answers(served, TlsOf(ours.Of("gateway"))));
  CHECK(Answers(served, TlsOf(ours.Of("gateway")), "localhost"));

  grpc::SslCredentialsOptions nameless;
  std::ifstream file(ours.Of("gateway").authority);
  nameless.pem_root_certs = std::string(std::istreambuf_iterator<char>(file), {});
  const auto without =
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", served.port), grpc::SslCredentials(nameless));
  CHECK(Send(without).error_code() == grpc::StatusCode::UNAVAILABLE);
  CHECK_FALSE(Answers(served, Transport::PlainText()));

  // The stranger trusts our authority, so it is the server that must refuse its certificate.
  const TlsFiles theirs = others.Of("gateway");
  const std::string both = others.folder() + "/both.pem";
  REQUIRE(std::system(
              absl::StrCat("cat ", theirs.authority, " ", ours.Of("gateway").authority, " > ", both)
                  .c_str()) == 0);
  CHECK_FALSE(Answers(served, TlsOf({both, theirs.certificate, theirs.key})));
  CHECK(Answers(served, TlsOf({both, ours.Of("gateway").certificate, ours.Of("gateway").key})));
}

TEST_CASE("a client refuses servers of another authority, of another name, or without TLS") {
  const Authority ours;
  const Authority others;
  // This server trusts both, so it is the client that must refuse.
  const TlsFiles theirs = others.Of("catalog");
  const std::string both = others.folder() + "/both.pem";
  REQUIRE(std::system(
              absl::StrCat("cat ", theirs.authority, " ", ours.Of("catalog").authority, " > ", both)
                  .c_str()) == 0);
  const Served strange(TlsOf({both, theirs.certificate, theirs.key}));
  CHECK_FALSE(Answers(strange, TlsOf(ours.Of("gateway"))));
  CHECK(Answers(strange, TlsOf(others.Of("gateway"))));

  const Served served(TlsOf(ours.Of("catalog")));
  CHECK_FALSE(Answers(served, TlsOf(ours.Of("gateway")), "127.0.0.2"));

  const Served plain(Transport::PlainText());
  CHECK_FALSE(Answers(plain, TlsOf(ours.Of("gateway"))));
}

TEST_CASE("a certificate that has ended is refused until it is renewed, without a restart") {
  Authority ours("--days -1 gateway catalog");
  const Transport client = TlsOf(ours.Of("gateway"));
  const Served served(TlsOf(ours.Of("catalog")));
  CHECK_FALSE(Answers(served, client));
  ours.Renew("catalog");
  ours.Renew("gateway");
  CHECK(Becomes(true, served, client));
  ours.Renew("gateway", "--days -1");
  CHECK(Becomes(false, served, client));
}

TEST_CASE("certificates are replaced while calls run, and no call fails") {
  Authority ours;
  const Served served(TlsOf(ours.Of("catalog")));
  const Transport client = TlsOf(ours.Of("gateway"));
  const auto kept = Connect(served, client);
  std::atomic<bool> enough = false;
  std::atomic<int> calls = 0, failed = 0;
  std::thread on_one_connection([&] {
    for (; !enough; ++calls) failed += Send(kept).ok() ? 0 : 1;
  });
  std::thread on_new_connections([&] {
    for (; !enough; ++calls) failed += Answers(served, client) ? 0 : 1;
  });
  // The address by which the server is called is only in the new certificate, so that an answer
  // shows that the new one is in use.
  for (int round = 0; round < 2; ++round) {
    const std::string host = absl::StrCat("127.0.0.", 3 + round);
    CHECK_FALSE(Answers(served, client, host));
    ours.Renew("catalog", absl::StrCat("--name catalog=", host));
    ours.Renew("gateway");
    const auto by = steady_clock::now() + std::chrono::seconds(60);
    while (!Answers(served, client, host) && steady_clock::now() < by) std::this_thread::yield();
    CHECK(Answers(served, client, host));
  }
  enough = true;
  on_one_connection.join();
  on_new_connections.join();
  CHECK(failed == 0);
  CHECK(calls > 100);
}

TEST_CASE("files that do not fit each other are refused by name") {
  const Authority ours;
  const Authority others;
  const TlsFiles good = ours.Of("catalog");
  const auto refusal = [](const TlsFiles& files) {
    return std::string(Transport::Tls(files).status().message());
  };
  CHECK(refusal(good).empty());
  CHECK_THAT(refusal({good.authority, good.certificate, ours.Of("gateway").key}),
             Catch::Contains("is not the key of the certificate"));
  CHECK_THAT(refusal({others.Of("catalog").authority, good.certificate, good.key}),
             Catch::Contains("is not signed by an authority of"));
  CHECK_THAT(refusal({good.authority, good.key, good.key}),
             Catch::Contains("is no PEM file of certificates"));
  CHECK_THAT(refusal({good.authority, good.certificate, good.certificate}),
             Catch::Contains("is no PEM file of a private key"));
  CHECK_THAT(refusal({"/nowhere", good.certificate, good.key}), Catch::Contains("/nowhere"));
}

TEST_CASE("the end of a certificate is told in seconds since 1970") {
  const Authority ours("--days 30 catalog");
  const auto end = crypto::CertificateEnd(ours.Of("catalog").certificate);
  REQUIRE(end.ok());
  const int64_t now = absl::ToUnixSeconds(SystemClock().Now());
  CHECK(*end - now > 30 * 86400 - 600);
  CHECK(*end - now <= 30 * 86400);
  CHECK_FALSE(crypto::CertificateEnd(ours.Of("catalog").key).ok());
}

}  // namespace
}  // namespace keys::rpc

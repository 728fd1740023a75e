#include <curl/curl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "tests/fakes/stripe_sandbox/app.h"
#include "tests/fakes/stripe_sandbox/endpoints.h"
#include "tests/fakes/stripe_sandbox/options.h"
#include "tests/fakes/stripe_sandbox/tls_front.h"
#include "tests/fakes/stripe_sandbox/transaction.h"
#include "tests/fakes/stripe_sandbox/world.h"

namespace stripe_sandbox {
namespace {

constexpr int64_t kSweepMillis = 100;
constexpr int kDrainMillis = 1500;  // the promise is to be gone within two seconds

int Fail(const std::string& why) {
  std::fprintf(stderr, "keys-stripe-sandbox: %s\n", why.c_str());
  return 1;
}

std::vector<std::string> Addresses(const Options& options) {
  std::vector<std::string> addresses = {options.listen};
  if (!options.admin_listen.empty()) addresses.push_back(options.admin_listen);
  for (std::string& address : addresses) {
    if (address.starts_with("localhost:")) address.replace(0, 9, "127.0.0.1");
  }
  return addresses;
}

int PortOf(const std::string& address) {
  return std::atoi(address.substr(address.rfind(':') + 1).c_str());
}

void Announce(const Options& options, const std::vector<int>& ports, int tls_port) {
  std::printf("listening on http://127.0.0.1:%d\n", ports[0]);
  if (tls_port != 0) std::printf("listening on https://127.0.0.1:%d\n", tls_port);
  if (!options.admin_listen.empty()) std::printf("admin on http://127.0.0.1:%d\n", ports[1]);
  std::fflush(stdout);
}

void WaitForSignal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

// Lets requests under way end, but not for long: whatever was answered is already in the journal.
void Drain(const HttpServer& server) {
  for (int waited = 0; server.active() > 0 && waited < kDrainMillis; waited += 20) {
    usleep(20 * 1000);
  }
}

int Run(const Options& options) {
  // Blocked before any thread starts, so that only sigwait sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  curl_global_init(CURL_GLOBAL_DEFAULT);

  std::string why;
  std::unique_ptr<Subset> subset = Subset::Load(options.subset_file, &why);
  if (subset == nullptr) return Fail(why);
  World world(options, std::move(subset));
  if (!world.store.Open(options.state_file, &why)) return Fail(why);
  // The base URL is part of the objects, so the port must be known before the first request is
  // served: requests wait for it.
  StopSignal ready;
  HttpServer server;
  const auto serve = [&world, &ready](const HttpRequest& request) {
    while (!ready.raised()) ready.Sleep(1000);
    return Serve(world, request);
  };
  if (!server.Start(Addresses(options), serve, &why)) return Fail(why);
  const std::vector<int> ports = server.Ports();
  TlsFront tls;
  if (!options.listen_tls.empty() &&
      !tls.Start(PortOf(options.listen_tls), options.tls_cert, ports[0], &why)) {
    return Fail(why);
  }
  world.base_url = "http://127.0.0.1:" + std::to_string(ports[0]);
  if (!options.webhook_url.empty()) {
    Transaction tx(world);
    SetInitialEndpoint(tx, options.webhook_url, options.webhook_secrets);
    tx.Commit();
  }
  world.webhooks.Start();
  ready.Raise();
  Announce(options, ports, tls.port());

  std::thread([&world] {
    while (!world.stop.raised()) {
      SweepDeadlines(world);
      world.stop.Sleep(kSweepMillis);
    }
  }).detach();
  WaitForSignal(signals);
  world.stop.Raise();
  Drain(server);
  std::fflush(nullptr);
  // civetweb's and libcurl's threads may be waiting for other machines; none of them holds anything
  // that is not in the journal.
  _exit(0);
}

}  // namespace
}  // namespace stripe_sandbox

int main(int argc, char** argv) {
  const stripe_sandbox::ParsedOptions parsed = stripe_sandbox::ParseOptions(argc, argv);
  return parsed.run ? stripe_sandbox::Run(parsed.options) : parsed.exit_code;
}

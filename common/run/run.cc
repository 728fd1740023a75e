#include "common/run/run.h"

#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "common/log/writer.h"
#include "common/rpc/transport.h"
#include "common/run/admin_server.h"
#include "common/run/process_metrics.h"

namespace keys::run {
namespace {

constexpr int kExitUsage = 2;
constexpr int kMaxMessageBytes = 32 * 1024 * 1024;
constexpr int kMaxMetadataBytes = 16 * 1024;
constexpr absl::Duration kReadyInterval = absl::Seconds(1);
constexpr absl::Duration kReadyTimeout = absl::Seconds(2);

// The main thread waits for signals, so every thread that is made later inherits the blocked mask.
sigset_t BlockStopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

// An ending process waits this long for stderr to take its last lines.
constexpr absl::Duration kLogPatience = absl::Seconds(1);

// From here on no serving thread writes to stderr itself, gRPC's own threads included, because
// whoever reads stderr may stop reading.
void StartLog(const std::string& service, const Clock& clock) {
  log::Configure(service, &clock);
  log::StartWriter();
  gpr_set_log_function([](gpr_log_func_args* line) {
    if (line->severity == GPR_LOG_SEVERITY_ERROR) {
      log::Warning("grpc.error", {{"file", line->file}, {"message", line->message}});
    }
  });
}

// Asks the module each second and tells the admin port and gRPC's health service.
class ReadinessLoop {
 public:
  ReadinessLoop(Module& module, AdminServer& admin, grpc::Server* server)
      : module_(module), admin_(admin), server_(server), thread_([this] { Run(); }) {}
  ~ReadinessLoop() {
    Retire();
    wake_.notify_all();
    thread_.join();
    Tell(false);
  }

  // The admin port tells at once, and from now on, that this process is not ready. gRPC's health
  // service tells it when the loop ends: callers are sent elsewhere by GOAWAY, and a gateway that
  // asks for the health of its services need not become unready because one of them is replaced.
  void Retire() {
    std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
    Publish(absl::UnavailableError("stopping"));
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      const absl::Status ready = module_.Ready(Deadline::After(kReadyTimeout));
      lock.lock();
      if (stopping_) return;
      Publish(ready);
      Tell(ready.ok());
      wake_.wait_for(lock, absl::ToChronoMilliseconds(kReadyInterval),
                     [this] { return stopping_; });
    }
  }
  void Publish(const absl::Status& ready) {
    const bool was_ready = admin_.ready().ok();
    if (ready.ok() && !was_ready) log::Info("process.ready");
    if (!ready.ok() && was_ready) log::Warning("process.not_ready", {{"why", MessageOf(ready)}});
    admin_.SetReady(ready);
  }
  void Tell(bool serving) {
    if (server_ == nullptr) return;
    if (auto* health = server_->GetHealthCheckService()) health->SetServingStatus(serving);
  }

  Module& module_;
  AdminServer& admin_;
  grpc::Server* server_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

absl::StatusOr<std::unique_ptr<grpc::Server>> StartGrpc(const config::Config& config,
                                                        Module& module, int* port) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  const std::string& address = config.Text("GRPC_LISTEN");
  builder.AddListeningPort(address, rpc::CurrentTransport().server(), port);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // The largest metadata of a request: a user agent of 501 characters, percent-encoded, with 32
  // organisations and a service token.
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  // Two processes that share a port each get some of the connections, which is wanted only while
  // one takes the place of the other.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, config.Flag("REUSE_PORT") ? 1 : 0);
  for (grpc::Service* service : module.Services()) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || *port == 0) {
    return absl::UnavailableError(StrCat("cannot listen on ", address, " (GRPC_LISTEN)"));
  }
  return server;
}

absl::Status Serve(Process& process, const Spec& spec, const sigset_t& stop_signals) {
  ProcessMetrics figures(process.metrics(), spec.name, absl::ToUnixSeconds(process.clock().Now()));
  const config::Config& config = process.config();
  if (const std::string& own = config.Text("GRPC_TLS_CERT_FILE"); !own.empty()) {
    figures.WatchCertificates(own, config.Text("GRPC_TLS_CA_FILE"));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<AdminServer> admin,
                   AdminServer::Start(config.Text("ADMIN_LISTEN"), process.metrics(),
                                      [&figures] { figures.Update(); }));
  ASSIGN_OR_RETURN(const std::unique_ptr<Module> module, spec.make(process));
  std::unique_ptr<grpc::Server> server;
  int grpc_port = 0;
  if (spec.serves_grpc) {
    ASSIGN_OR_RETURN(server, StartGrpc(config, *module, &grpc_port));
  }
  module->Start();
  log::Info("process.started", {{"pid", static_cast<int64_t>(getpid())},
                                {"grpc_port", grpc_port},
                                {"admin_port", admin->port()}});
  {
    ReadinessLoop readiness(*module, *admin, server.get());
    int signal = 0;
    sigwait(&stop_signals, &signal);
    const int64_t lame_duck = config.Integer("LAME_DUCK_SECONDS");
    log::Info("process.stopping", {{"signal", signal}, {"lame_duck_seconds", lame_duck}});
    alarm(static_cast<unsigned>(lame_duck) + kHardStopSeconds);
    readiness.Retire();
    module->Retire();
    const timespec duration = {.tv_sec = lame_duck};
    sigtimedwait(&stop_signals, nullptr, &duration);
  }
  module->Quiesce();
  process.watches().Stop();
  if (server != nullptr) {
    server->Shutdown(
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                     gpr_time_from_millis(absl::ToInt64Milliseconds(kDrain), GPR_TIMESPAN)));
  }
  process.unary().Drain(Deadline::After(kDrain));
  module->Stop();
  log::Info("process.stopped");
  return absl::OkStatus();
}

std::vector<config::Variable> AllVariables(const Spec& spec) {
  std::vector<config::Variable> variables = CommonVariables(spec.serves_grpc);
  variables.insert(variables.end(), spec.variables.begin(), spec.variables.end());
  return variables;
}

int Help(const Spec& spec) {
  std::cout << "keys-" << spec.name
            << " [--print-config | --list-variables | --help]\n\nEnvironment:\n"
            << config::Describe(AllVariables(spec));
  return 0;
}

int Refuse(const Spec& spec, const absl::Status& why) {
  std::cerr << "keys-" << spec.name << ": the configuration is not valid:\n"
            << MessageOf(why) << "\n";
  return kExitUsage;
}

}  // namespace

int Main(int argc, char** argv, const Spec& spec) {
  bool print_config = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    if (flag == "--help") return Help(spec);
    if (flag == "--list-variables") {
      std::cout << config::DescribeAsJson(AllVariables(spec)) << "\n";
      return 0;
    }
    if (flag != "--print-config") {
      std::cerr << "keys-" << spec.name << ": unknown flag " << flag << "; see --help\n";
      return kExitUsage;
    }
    print_config = true;
  }
  auto config = config::Config::Load(AllVariables(spec), std::getenv);
  if (!config.ok()) return Refuse(spec, config.status());
  // Debian's Abseil looks for deadlocks at each lock of one of its mutexes, under one lock for all,
  // and gRPC has many of those.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const sigset_t stop_signals = BlockStopSignals();
  auto process = Process::Make(spec.name, *std::move(config));
  if (!process.ok()) return Refuse(spec, process.status());
  if (print_config) {
    const absl::Status fits = spec.check ? spec.check(**process) : absl::OkStatus();
    if (!fits.ok()) return Refuse(spec, fits);
    std::cout << (*process)->config().Print();
    return 0;
  }
  StartLog(spec.name, (*process)->clock());
  const absl::Status served = Serve(**process, spec, stop_signals);
  if (!served.ok() && !absl::IsInvalidArgument(served)) {
    log::Error("process.failed", {{"why", MessageOf(served)}});
  }
  log::Flush(kLogPatience);
  if (absl::IsInvalidArgument(served)) {
    // A value that only the module can judge is reported like any other error of the configuration.
    return Refuse(spec, served);
  }
  return served.ok() ? 0 : 1;
}

}  // namespace keys::run

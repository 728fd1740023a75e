#include "common/run/process.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/ed25519.h"
#include "common/failpoint/failpoint.h"
#include "common/rpc/transport.h"
#include "common/run/loopback.h"

namespace keys::run {
namespace {

// Failpoints and a clock that can be shifted are for trials on one machine, so both are refused
// unless every listener is on the loopback interface.
absl::Status CheckLoopbackOnly(const config::Config& config, const char* variable) {
  if (config.Text(variable).empty()) return absl::OkStatus();
  for (const char* name : {"ADMIN_LISTEN", "GRPC_LISTEN", "HTTP_LISTEN"}) {
    const std::string* value = config.FindText(name);
    if (value != nullptr && !IsLoopback(*value)) {
      return absl::InvalidArgumentError(
          StrCat(variable, " is refused: ", name, " is not a loopback address"));
    }
  }
  return absl::OkStatus();
}

// All three files, or none: with two of them an operator who believes that calls are encrypted
// would be wrong.
absl::Status SetTransport(const config::Config& config) {
  const rpc::TlsFiles files = {.authority = config.Text("GRPC_TLS_CA_FILE"),
                               .certificate = config.Text("GRPC_TLS_CERT_FILE"),
                               .key = config.Text("GRPC_TLS_KEY_FILE")};
  const int given = !files.authority.empty() + !files.certificate.empty() + !files.key.empty();
  if (given == 0) return absl::OkStatus();
  if (given < 3) {
    return absl::InvalidArgumentError(
        "GRPC_TLS_CA_FILE, GRPC_TLS_CERT_FILE and GRPC_TLS_KEY_FILE belong together: set all of "
        "them, or none");
  }
  ASSIGN_OR_RETURN(auto transport, rpc::Transport::Tls(files));
  rpc::SetTransport(std::move(transport));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Make(std::string name, config::Config config) {
  RETURN_IF_ERROR(CheckLoopbackOnly(config, "CLOCK_OFFSET_FILE"));
  RETURN_IF_ERROR(CheckLoopbackOnly(config, "FAILPOINTS_FILE"));
  RETURN_IF_ERROR(SetTransport(config));
  failpoint::Configure(config.Text("FAILPOINTS_FILE"));
  auto process = std::unique_ptr<Process>(new Process(std::move(name), std::move(config)));
  const config::Config& settings = process->config_;
  process->clock_ = std::make_unique<SystemClock>(settings.Text("CLOCK_OFFSET_FILE"));
  process->ids_ = std::make_unique<UuidV7Source>(*process->clock_);
  ASSIGN_OR_RETURN(auto key,
                   crypto::Ed25519PrivateKey::FromPemFile(settings.Text("SERVICE_KEY_FILE")));
  process->minter_ =
      std::make_unique<rpc::TokenMinter>(process->name_, std::move(key), *process->clock_);
  ASSIGN_OR_RETURN(auto peers, rpc::PeerList::FromFile(settings.Text("SERVICE_PEERS_FILE")));
  process->verifier_ = std::make_unique<rpc::PeerVerifier>(std::move(peers), *process->clock_);
  const rpc::WorkerPool::Options pool = {
      .threads = static_cast<int>(settings.Integer("WORKER_THREADS")),
      .max_in_flight = static_cast<int>(settings.Integer("MAX_IN_FLIGHT"))};
  process->unary_ = std::make_unique<rpc::Unary>(rpc::Unary::Options{.pool = pool},
                                                 *process->verifier_, process->metrics_);
  process->watches_ =
      std::make_unique<rpc::Watches>(rpc::WatchOptions{}, *process->verifier_, process->metrics_);
  return process;
}

std::vector<config::Variable> CommonVariables(bool serves_grpc) {
  using config::Kind;
  std::vector<config::Variable> variables = {
      {.name = "ADMIN_LISTEN",
       .kind = Kind::kHostPort,
       .fallback = "127.0.0.1:0",
       .help = "where /metrics, /healthz and /readyz are served"},
      {.name = "SERVICE_KEY_FILE",
       .kind = Kind::kFile,
       .help = "this process's Ed25519 private key, PEM"},
      {.name = "SERVICE_PEERS_FILE",
       .kind = Kind::kFile,
       .help = "which process has which public key and may call what, JSON"},
      {.name = "GRPC_TLS_CA_FILE",
       .kind = Kind::kFile,
       .fallback = "",
       .help = "the certificates of the authorities whose peers are trusted, PEM; with the next "
               "two: gRPC by mutual TLS, else in plain text"},
      {.name = "GRPC_TLS_CERT_FILE",
       .kind = Kind::kFile,
       .fallback = "",
       .help = "this process's certificate, PEM; read again every few seconds"},
      {.name = "GRPC_TLS_KEY_FILE",
       .kind = Kind::kFile,
       .fallback = "",
       .help = "the private key of that certificate, PEM without a passphrase"},
      {.name = "LAME_DUCK_SECONDS",
       .kind = Kind::kInteger,
       .fallback = "0",
       .help =
           "how long a process that was told to end is not ready and serves on, before it stops "
           "taking calls",
       .max = 300},
      {.name = "REUSE_PORT",
       .kind = Kind::kFlag,
       .fallback = "0",
       .help = "let a second process listen on the same port, which takes this one's place without "
               "a refused connection"},
      {.name = "CLOCK_OFFSET_FILE",
       .kind = Kind::kText,
       .fallback = "",
       .help = "seconds added to the clock; for tries on loopback only"},
      {.name = "FAILPOINTS_FILE",
       .kind = Kind::kText,
       .fallback = "",
       .help = "rules of where to fail on purpose; for tries on loopback only"},
      {.name = "WORKER_THREADS",
       .kind = Kind::kInteger,
       .fallback = "8",
       .help = "threads that run handlers",
       .min = 1,
       .max = 256},
      {.name = "MAX_IN_FLIGHT",
       .kind = Kind::kInteger,
       .fallback = "256",
       .help = "calls running and waiting before further ones are refused",
       .min = 1,
       .max = 100000}};
  if (serves_grpc) {
    variables.push_back(
        {.name = "GRPC_LISTEN", .kind = Kind::kHostPort, .help = "where gRPC is served"});
  }
  return variables;
}

}  // namespace keys::run

#include "gateway/server/server.h"

#include <sys/resource.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <exception>
#include <future>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "common/base/text.h"
#include "common/log/log.h"
#include "common/time/deadline.h"
#include "gateway/server/connection.h"
#include "gateway/server/port_turn.h"

namespace keys::gateway {
namespace {

// Deadlines are kept to this precision.
constexpr auto kSweepInterval = std::chrono::milliseconds(100);
// The pause after accept has failed, e.g. because no file descriptors are left.
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
constexpr int kBacklog = 1024;

// One event loop on one thread, with the connections that live there.
class Worker {
 public:
  Worker(HttpHandler& handler, const ServerLimits& limits, asio::thread_pool& file_threads,
         BodyMemory& body_memory, std::atomic<size_t>& streams)
      : io_(1),
        work_(io_.get_executor()),
        sweep_(io_),
        context_{.handler = handler,
                 .limits = limits,
                 .file_threads = file_threads,
                 .body_memory = body_memory,
                 .streams = streams} {}

  asio::io_context& io() { return io_; }
  ServingContext& context() { return context_; }
  std::list<std::shared_ptr<Connection>>& connections() { return connections_; }

  void Start() {
    ArmSweep();
    thread_ = std::thread([this] { io_.run(); });
  }
  void Join() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }
  // These three are called on this worker's thread.
  void Retire() { context_.retiring = true; }
  // Closes idle connections. Those that have sent nothing yet get a moment, because their request
  // may be on its way.
  void CloseIdle() {
    context_.retiring = context_.draining = true;
    for (const auto& connection : connections_) {
      boost::system::error_code gone;
      if (!connection->idle || connection->socket.available(gone) > 0) continue;
      connection->fresh ? connection->ExpireAfter(kFirstRequestGrace) : Cut(*connection);
    }
  }
  void CloseAll() {
    for (const auto& connection : connections_) Cut(*connection);
  }

 private:
  void ArmSweep() {
    sweep_.expires_after(kSweepInterval);
    sweep_.async_wait([this](const boost::system::error_code& cancelled) {
      if (cancelled) return;
      SweepDeadlines();
      ArmSweep();
    });
  }
  // Ends operations whose time is over. A stream that may not go on is cut here, because its
  // coroutine may be waiting for a client that reads slowly. Cancelling ends what the connection
  // waits for, and its coroutine then sees `expired`. The cancelling is repeated until the
  // coroutine sets another deadline, because at the moment of a sweep it may wait for nothing.
  void SweepDeadlines() {
    const auto now = std::chrono::steady_clock::now();
    for (const auto& connection : connections_) {
      connection->CutIfOver();
      if (connection->deadline > now) continue;
      connection->expired = true;
      boost::system::error_code ignored;
      connection->socket.cancel(ignored);
    }
  }
  static void Cut(Connection& connection) {
    boost::system::error_code ignored;
    connection.socket.close(ignored);
  }

  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer sweep_;
  ServingContext context_;
  std::list<std::shared_ptr<Connection>> connections_;
  std::thread thread_;
};

std::string AddressOf(const tcp::socket& socket) {
  boost::system::error_code gone;
  const auto endpoint = socket.remote_endpoint(gone);
  if (gone) return "";
  const auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

// Each connection needs a file descriptor, and the soft limit is often 1024.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

absl::Status CannotListen(const std::string& listen, std::string_view why) {
  return absl::UnavailableError(StrCat("cannot listen on ", listen, " (HTTP_LISTEN): ", why));
}

}  // namespace

struct Server::State {
  State(const ServerOptions& options, HttpHandler& handler, metrics::Registry& metrics)
      : limits(options.limits),
        reuse_port(options.reuse_port),
        body_memory{.limit = limits.max_body_memory},
        file_threads(static_cast<size_t>(options.file_threads)),
        open(metrics.Gauge("keys_gateway_connections", "Connections open now.")),
        accepted(metrics.Counter("keys_gateway_connections_total", "Connections taken.")),
        turned_away(metrics.Counter("keys_gateway_connections_turned_away_total",
                                    "Connections beyond the limit.")) {
    for (int i = 0; i < options.threads; ++i) {
      workers.push_back(
          std::make_unique<Worker>(handler, limits, file_threads, body_memory, streams));
    }
    acceptor = std::make_unique<tcp::acceptor>(workers.front()->io());
  }

  absl::Status Listen(const std::string& listen);
  absl::Status Open(const std::string& listen, const tcp::endpoint& endpoint);
  asio::awaitable<void> Accept();
  void TakeWaiting();
  void GiveTurn(PortTurn turn);
  void Retire();
  void Take(tcp::socket socket, Worker& worker);
  void Left(Worker& worker, std::list<std::shared_ptr<Connection>>::iterator at);
  bool Drain(absl::Duration duration);
  void Join();

  const ServerLimits limits;
  const bool reuse_port;
  BodyMemory body_memory;
  std::atomic<size_t> streams = 0;
  asio::thread_pool file_threads;
  std::vector<std::unique_ptr<Worker>> workers;
  std::unique_ptr<tcp::acceptor> acceptor;
  prometheus::Gauge& open;
  prometheus::Counter& accepted;
  prometheus::Counter& turned_away;
  int port = 0;
  size_t next_worker = 0;
  std::atomic<bool> stopping = false;
  std::atomic<bool> had_connection = false;
  std::mutex mutex;
  std::condition_variable left;
  size_t connected = 0;
};

namespace {

// Runs on the connection's worker when its coroutine has ended.
struct ConnectionEnded {
  std::function<void()> forget;
  void operator()(const std::exception_ptr& problem) const {
    if (problem) log::Error("server.connection_failed", {{"why", "exception"}});
    forget();
  }
};

struct AcceptEnded {
  void operator()(const std::exception_ptr& problem) const {
    if (problem) log::Error("server.accept_failed", {{"why", "exception"}});
  }
};

}  // namespace

absl::Status Server::State::Listen(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return CannotListen(listen, "it is not host:port");
  boost::system::error_code problem;
  tcp::resolver resolver(workers.front()->io());
  std::string host = listen.substr(0, colon);
  // An IPv6 address is in brackets only before its port (RFC 3986 §3.2.2).
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto found =
      resolver.resolve(host, listen.substr(colon + 1), tcp::resolver::passive, problem);
  if (problem || found.empty()) return CannotListen(listen, problem.message());
  return Open(listen, found.begin()->endpoint());
}

absl::Status Server::State::Open(const std::string& listen, const tcp::endpoint& endpoint) {
  boost::system::error_code problem;
  acceptor->open(endpoint.protocol(), problem);
  // With this option a restart need not wait for old connections of the last run to expire. It does
  // not let a second process listen on the port.
  if (!problem) acceptor->set_option(tcp::acceptor::reuse_address(true), problem);
  if (!problem && reuse_port && !SharePort(acceptor->native_handle())) {
    return CannotListen(listen, "the kernel does not share ports (REUSE_PORT)");
  }
  if (!problem) acceptor->bind(endpoint, problem);
  if (!problem) acceptor->listen(kBacklog, problem);
  if (problem) return CannotListen(listen, problem.message());
  if (reuse_port) GiveTurn(PortTurn::kEldest);
  port = acceptor->local_endpoint().port();
  return absl::OkStatus();
}

asio::awaitable<void> Server::State::Accept() {
  asio::steady_timer pause(acceptor->get_executor());
  while (!stopping) {
    Worker& worker = *workers[next_worker++ % workers.size()];
    tcp::socket socket(worker.io());
    const auto [problem] = co_await acceptor->async_accept(socket, kAsTuple);
    if (!problem) {
      Take(std::move(socket), worker);
      continue;
    }
    if (stopping) co_return;
    log::Warning("server.accept_failed", {{"why", problem.message()}});
    pause.expires_after(kAcceptPause);
    const auto [cancelled] = co_await pause.async_wait(kAsTuple);
    if (cancelled) co_return;
  }
}

// The kernel resets what is still in its queue when the listener is closed, and those clients have
// been told that they are connected. Runs on the first worker's thread, as Accept does.
void Server::State::TakeWaiting() {
  boost::system::error_code problem;
  acceptor->non_blocking(true, problem);
  for (int taken = 0; taken < kBacklog && problem != asio::error::would_block; ++taken) {
    Worker& worker = *workers[next_worker++ % workers.size()];
    tcp::socket socket(worker.io());
    acceptor->accept(socket, problem);
    if (!problem) Take(std::move(socket), worker);
  }
}

void Server::State::GiveTurn(PortTurn turn) {
  if (SetPortTurn(acceptor->native_handle(), turn)) return;
  log::Warning("server.port_turn_refused",
               {{"why", "connections may be reset when a process that shares the port ends"}});
}

void Server::State::Retire() {
  for (auto& worker : workers) {
    asio::post(worker->io(), [&worker] { worker->Retire(); });
  }
  // A process that had no connection stands behind another one, which keeps its turn.
  if (reuse_port && had_connection) GiveTurn(PortTurn::kNext);
}

void Server::State::Take(tcp::socket socket, Worker& worker) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  // Only operations that do not wait by themselves (TakeArrived) are affected; the others wait as
  // before.
  socket.non_blocking(true, ignored);
  std::string address = AddressOf(socket);
  auto connection = std::make_shared<Connection>(std::move(socket), std::move(address));
  bool full = false;
  {
    std::lock_guard lock(mutex);
    full = connected >= limits.max_connections;
    ++connected;
  }
  accepted.Increment();
  had_connection = true;
  if (full) turned_away.Increment();
  open.Increment();
  asio::post(worker.io(), [this, &worker, connection, full] {
    auto& list = worker.connections();
    const auto at = list.insert(list.end(), connection);
    auto serving =
        full ? TurnAway(connection, worker.context()) : Serve(connection, worker.context());
    asio::co_spawn(worker.io(), std::move(serving),
                   ConnectionEnded{[this, &worker, at] { Left(worker, at); }});
  });
}

void Server::State::Left(Worker& worker, std::list<std::shared_ptr<Connection>>::iterator at) {
  worker.connections().erase(at);
  open.Decrement();
  std::lock_guard lock(mutex);
  --connected;
  left.notify_all();
}

bool Server::State::Drain(absl::Duration duration) {
  stopping = true;
  std::promise<void> closed;
  asio::post(workers.front()->io(), [this, &closed] {
    TakeWaiting();
    boost::system::error_code ignored;
    acceptor->close(ignored);
    closed.set_value();
  });
  closed.get_future().wait();
  for (auto& worker : workers) {
    asio::post(worker->io(), [&worker] { worker->CloseIdle(); });
  }
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(duration);
  std::unique_lock lock(mutex);
  const bool clean = left.wait_until(lock, deadline, [this] { return connected == 0; });
  lock.unlock();
  for (auto& worker : workers) {
    asio::post(worker->io(), [&worker] { worker->CloseAll(); });
  }
  return clean;
}

void Server::State::Join() {
  for (auto& worker : workers) worker->Join();
  file_threads.join();
}

Server::Server(std::shared_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  if (!state_->stopping) Stop(absl::ZeroDuration());
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      HttpHandler& handler,
                                                      metrics::Registry& metrics) {
  RaiseFileLimit();
  auto state = std::make_shared<State>(options, handler, metrics);
  if (absl::Status listening = state->Listen(options.listen); !listening.ok()) return listening;
  for (auto& worker : state->workers) {
    worker->context().server = state;
    worker->Start();
  }
  asio::co_spawn(state->workers.front()->io(), state->Accept(), AcceptEnded());
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

int Server::port() const { return state_->port; }

void Server::Retire() { state_->Retire(); }

bool Server::Stop(absl::Duration drain) {
  const bool clean = state_->Drain(drain);
  state_->Join();
  return clean;
}

}  // namespace keys::gateway

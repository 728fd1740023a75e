// One client's connection and the coroutine that serves it. Internal to server/: only its .cc files
// may include this, because Asio costs seconds of compilation.
//
// A connection and everything here belong to the one thread that runs its io_context.
#pragma once

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "common/base/check.h"
#include "gateway/server/http.h"
#include "gateway/server/server.h"

namespace keys::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

// Gives an operation's error to the coroutine as a value, so that it does not throw.
inline constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

// The time that a connection without a request has to send one when the server stops.
inline constexpr absl::Duration kFirstRequestGrace = absl::Milliseconds(500);

struct Connection : std::enable_shared_from_this<Connection> {
  Connection(tcp::socket connected, std::string peer)
      : socket(std::move(connected)), peer_address(std::move(peer)) {}

  tcp::socket socket;
  const std::string peer_address;
  // Bytes that were read and not used yet. Those behind a request belong to the next one.
  std::string received;

  // The worker cancels the socket's operation when this time has passed (SweepDeadlines).
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  bool expired = false;
  // True while no byte of a request has arrived. The connection may be closed at any moment then.
  bool idle = false;
  // True until the first request has arrived.
  bool fresh = true;
  // The body that is being sent. The worker cuts the connection when it may not be sent any more.
  const BodySource* sending = nullptr;
  // `ending` is set while the last block is handed to the kernel; `at_tail` is set as well when all
  // of it is there.
  bool ending = false;
  bool at_tail = false;

  void ExpireAfter(absl::Duration duration) {
    expired = false;
    deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(duration);
  }
  void NeverExpire() { deadline = std::chrono::steady_clock::time_point::max(); }

  // Ends the connection without sending what the kernel still holds. The client sees a reset.
  void Cut() {
    boost::system::error_code ignored;
    socket.set_option(tcp::socket::linger(true, 0), ignored);
    socket.close(ignored);
  }
  // Cuts the connection when its body may not be sent any more. At the tail the waiting coroutine
  // decides instead.
  void CutIfOver();
};

// The memory that all bodies being received or answered may hold together, over all workers.
struct BodyMemory {
  const size_t limit;
  std::atomic<size_t> taken = 0;
};

// Shared by the connections of one worker.
struct ServingContext {
  HttpHandler& handler;
  const ServerLimits& limits;
  asio::thread_pool& file_threads;
  BodyMemory& body_memory;
  // The number of streams being sent by all workers.
  std::atomic<size_t>& streams;
  // Keeps the io_context alive for answers that come after the server has stopped.
  std::weak_ptr<void> server;
  // Set when the process is to end soon. No connection is kept after its current request then.
  bool retiring = false;
  // Set when the server stops. Connections that have not sent a request get a moment only.
  bool draining = false;
};

// Reads requests and writes their answers until the connection ends.
asio::awaitable<void> Serve(std::shared_ptr<Connection> connection, ServingContext& context);

// Tells a connection beyond the limit to come back later, and closes it.
asio::awaitable<void> TurnAway(std::shared_ptr<Connection> connection, ServingContext& context);

// Says how an answer is sent.
struct WriteOptions {
  // Leaves out the body, for the answer to HEAD.
  bool head_only = false;
  bool keep_alive = true;
  bool http_1_0 = false;
  // The value of "Keep-Alive: timeout=…". 0 leaves the field out.
  int64_t idle_seconds = 0;
};

// Writes the whole answer, each block within the write deadline. Returns false when the connection
// is broken.
asio::awaitable<bool> WriteResponse(Connection& connection, ServingContext& context,
                                    HttpResponse& response, WriteOptions options);

}  // namespace keys::gateway

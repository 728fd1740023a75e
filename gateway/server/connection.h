// One client's connection and the coroutine that serves it. Internal to server/: only its .cc files
// may include this, because Asio costs seconds of compilation.
//
// A connection and everything here belong to the one thread that runs its io_context.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "common/base/check.h"
#include "gateway/server/http.h"
#include "gateway/server/server.h"

namespace keys::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

struct Connection : std::enable_shared_from_this<Connection> {
  Connection(tcp::socket connected, std::string peer)
      : socket(std::move(connected)), peer_address(std::move(peer)) {}

  tcp::socket socket;
  const std::string peer_address;
  // Read and not yet used; what follows a request is the next one.
  std::string received;

  // The worker cancels the socket's operation when this has passed (SweepDeadlines).
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  bool expired = false;
  // No byte of a request has arrived: it may be closed at any moment.
  bool idle = false;
  // What is being sent; the worker cuts the connection when it may not be sent any more.
  const BodySource* sending = nullptr;
  // The last block of it is being handed to the kernel, or all of it is (then also at_tail).
  bool ending = false;
  bool at_tail = false;

  void ExpireAfter(absl::Duration duration) {
    expired = false;
    deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(duration);
  }
  void NeverExpire() { deadline = std::chrono::steady_clock::time_point::max(); }

  // Ends it without sending what the kernel still holds; the client sees a reset.
  void Cut() {
    boost::system::error_code ignored;
    socket.set_option(tcp::socket::linger(true, 0), ignored);
    socket.close(ignored);
  }
  // Cuts when what is being sent may not be sent any more; who waits at the tail decides there.
  void CutIfOver();
};

// What bodies that are on their way or being answered may hold together; of all workers.
struct BodyMemory {
  const size_t limit;
  std::atomic<size_t> taken = 0;
};

// What connections of one worker share.
struct ServingContext {
  HttpHandler& handler;
  const ServerLimits& limits;
  asio::thread_pool& file_threads;
  BodyMemory& body_memory;
  // Streams being sent by all workers.
  std::atomic<size_t>& streams;
  // Keeps the io_context alive for answers that come after the server has stopped.
  std::weak_ptr<void> server;
  // Set when the server stops: no connection is kept after its current request.
  bool draining = false;
};

// Reads requests and writes their answers until the connection ends.
asio::awaitable<void> Serve(std::shared_ptr<Connection> connection, ServingContext& context);

// Tells a connection beyond the limit to come back later, and closes it.
asio::awaitable<void> TurnAway(std::shared_ptr<Connection> connection, ServingContext& context);

// How an answer goes out.
struct WriteOptions {
  // The answer to HEAD: all of it but the body.
  bool head_only = false;
  bool keep_alive = true;
  bool http_1_0 = false;
  // For "Keep-Alive: timeout=…"; 0 leaves it out.
  int64_t idle_seconds = 0;
};

// Writes the whole answer, each block within the write deadline. False when the connection is
// broken.
asio::awaitable<bool> WriteResponse(Connection& connection, ServingContext& context,
                                    HttpResponse& response, WriteOptions options);

}  // namespace keys::gateway

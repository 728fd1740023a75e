// The HTTP/1.1 server: it takes connections, reads requests within limits and has a handler answer
// them.
//
//   ASSIGN_OR_RETURN(auto server, Server::Start({.listen = "127.0.0.1:8080"}, handler, metrics));
//   …
//   server->Stop(absl::Seconds(8));
//
// Every limit has a name and a status: a request line too long is 414, a header too long 431, a
// body too long 413, a header or body that does not arrive in time 408; an idle connection is
// closed without a word, a connection too many is told 503. Requests of one connection are answered
// in turn. Thread-safe. The handler must outlive the server and the answers it still owes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "gateway/server/http.h"
#include "gateway/server/request_head.h"

namespace keys::gateway {

// Idle connections are kept this much longer than clients are told ("Keep-Alive: timeout=…"), so
// that a client that obeys does not send a request into a connection that is being closed.
inline constexpr absl::Duration kIdleGrace = absl::Seconds(5);

struct ServerLimits {
  HeadLimits head;
  size_t max_connections = 12'000;
  // The time from a request's first byte to the end of its header.
  absl::Duration header_deadline = absl::Seconds(10);
  // The time without any byte of a request.
  absl::Duration idle_deadline = absl::Seconds(60);
  // The time from the end of the header to the end of the body.
  absl::Duration body_deadline = absl::Seconds(30);
  // The most memory for the bodies of all requests under way. A request that would need more is
  // answered 503. Bodies up to 16 KiB are not counted.
  size_t max_body_memory = size_t{256} << 20;
  // The most streams being sent, each of which holds a block of 128 KiB. One more is answered 503.
  size_t max_streams = 2000;
  // The time in which the client must take a response, or each block of a stream.
  absl::Duration write_deadline = absl::Seconds(30);
};

struct ServerOptions {
  // host:port; port 0 takes a free one.
  std::string listen;
  // Another process may listen on the same port. The one that began first takes all connections
  // until it retires; then the next one does (port_turn.h).
  bool reuse_port = false;
  ServerLimits limits;
  // The number of event loops, each with a thread. A connection stays with one.
  int threads = 2;
  // The number of threads that read blocks of streams.
  int file_threads = 2;
};

class Server {
 public:
  // Returns UNAVAILABLE when the address cannot be used.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       HttpHandler& handler,
                                                       metrics::Registry& metrics);
  // Stops at once if Stop was not called.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const;

  // Everything is served on, but each answer says "Connection: close", and with `reuse_port` new
  // connections go to the next process that listens on the port.
  void Retire();

  // Takes the connections that wait in the kernel's queue, stops taking others, closes idle ones,
  // lets requests under way be answered for at most
  // `drain`, then cuts the rest. Blocks until this is done. Returns true when no connection had to
  // be cut.
  bool Stop(absl::Duration drain);

 private:
  struct State;
  explicit Server(std::shared_ptr<State> state);
  // Shared with answers that are still owed when the server stops.
  std::shared_ptr<State> state_;
};

}  // namespace keys::gateway

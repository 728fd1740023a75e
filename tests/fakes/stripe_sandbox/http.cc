#include "tests/fakes/stripe_sandbox/http.h"

#include <civetweb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>

namespace stripe_sandbox {
namespace {

constexpr int kHighestDescriptor = 4096;
// A connection waits this long for its next request. Each one that waits holds a thread.
constexpr int kIdleSeconds = 3;
// Kept longer than clients are told: one whose event loop stood still for some seconds (a test that
// waits for a program) sends its next request before it looks whether the connection was closed.
constexpr int kIdleGraceSeconds = 6;

const char* ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 303:
      return "See Other";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 404:
      return "Not Found";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

std::string LowerCaseName(const char* name) {
  std::string lower = name;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

HttpRequest ReadRequest(mg_connection* connection) {
  const mg_request_info* info = mg_get_request_info(connection);
  HttpRequest request;
  request.method = info->request_method;
  const std::string uri = info->request_uri;
  request.path = uri.substr(0, uri.find('?'));
  if (info->query_string != nullptr) request.query = info->query_string;
  for (int i = 0; i < info->num_headers; ++i) {
    request.headers[LowerCaseName(info->http_headers[i].name)] = info->http_headers[i].value;
  }
  char buffer[16384];
  for (;;) {
    const int count = mg_read(connection, buffer, sizeof buffer);
    if (count <= 0) break;
    if (request.body.size() + static_cast<size_t>(count) > HttpServer::kMaxBodyBytes) {
      request.body_too_large = true;
    } else {
      request.body.append(buffer, static_cast<size_t>(count));
    }
  }
  return request;
}

// civetweb does not tell the socket of a connection: it is the one whose peer is the client's port.
int SocketOf(mg_connection* connection) {
  const int client_port = mg_get_request_info(connection)->remote_port;
  const int server_port = mg_get_request_info(connection)->server_port;
  for (int descriptor = 3; descriptor < kHighestDescriptor; ++descriptor) {
    sockaddr_in peer{};
    sockaddr_in own{};
    socklen_t size = sizeof peer;
    if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    size = sizeof own;
    if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size) != 0) continue;
    if (ntohs(peer.sin_port) == client_port && ntohs(own.sin_port) == server_port) {
      return descriptor;
    }
  }
  return -1;
}

// Dissolving the association of a TCP socket makes the kernel send a reset.
void SendReset(mg_connection* connection) {
  const int descriptor = SocketOf(connection);
  if (descriptor < 0) return;
  sockaddr none{};
  none.sa_family = AF_UNSPEC;
  connect(descriptor, &none, sizeof none);
}

void WriteReply(mg_connection* connection, const HttpRequest& request, const HttpReply& reply) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " " + ReasonPhrase(reply.status) +
                     "\r\nContent-Type: " + reply.content_type +
                     "\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  const std::string wanted = request.Header("connection");
  // Without this header a client may send its next request at the moment when the connection is
  // closed.
  head += wanted == "close"
              ? "Connection: close\r\n\r\n"
              : "Connection: keep-alive\r\nKeep-Alive: timeout=" + std::to_string(kIdleSeconds) +
                    "\r\n\r\n";
  if (request.method != "HEAD") head += reply.body;
  mg_write(connection, head.data(), head.size());
}

struct Served {
  const HttpServer::Handler* handler;
  std::atomic<int>* active;
};

int Serve(mg_connection* connection, void* data) {
  const Served& served = *static_cast<const Served*>(data);
  ++*served.active;
  const HttpRequest request = ReadRequest(connection);
  const HttpReply reply = (*served.handler)(request);
  if (reply.cut == HttpReply::Cut::kReset) SendReset(connection);
  if (reply.cut == HttpReply::Cut::kNone) {
    WriteReply(connection, request, reply);
  } else {
    mg_disable_connection_keep_alive(connection);
  }
  --*served.active;
  return reply.status;
}

}  // namespace

const std::string& HttpRequest::Header(const std::string& name) const {
  static const std::string kNone;
  const auto found = headers.find(name);
  return found == headers.end() ? kNone : found->second;
}

HttpReply TextReply(int status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

HttpReply Redirect(const std::string& location) {
  return {.status = 303, .content_type = "text/plain", .headers = {{"Location", location}}};
}

bool HttpServer::Start(const std::vector<std::string>& addresses, Handler handler,
                       std::string* why) {
  handler_ = std::move(handler);
  std::string listeners;
  for (const std::string& address : addresses) {
    listeners += (listeners.empty() ? "" : ",") + address;
  }
  const std::string threads = std::to_string(kThreads);
  const std::string idle = std::to_string((kIdleSeconds + kIdleGraceSeconds) * 1000);
  const char* options[] = {"listening_ports",
                           listeners.c_str(),
                           "num_threads",
                           threads.c_str(),
                           "enable_keep_alive",
                           "yes",
                           "keep_alive_timeout_ms",
                           idle.c_str(),
                           "request_timeout_ms",
                           "30000",
                           "tcp_nodelay",
                           "1",
                           nullptr};
  mg_init_library(0);
  char error[256] = "";
  mg_error_data failure{};
  failure.text = error;
  failure.text_buffer_size = sizeof error;
  mg_init_data start{};
  mg_callbacks callbacks{};
  start.callbacks = &callbacks;
  start.configuration_options = options;
  context_ = mg_start2(&start, &failure);
  if (context_ == nullptr) {
    *why = "cannot listen on " + listeners + ": " + error;
    return false;
  }
  mg_set_request_handler(context_, "/", Serve, new Served{&handler_, &active_});
  return true;
}

std::vector<int> HttpServer::Ports() const {
  mg_server_port ports[8];
  const int count = mg_get_server_ports(context_, 8, ports);
  std::vector<int> bound;
  for (int i = 0; i < count; ++i) bound.push_back(ports[i].port);
  return bound;
}

}  // namespace stripe_sandbox

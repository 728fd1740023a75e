// HTTP as the sandbox's parts see it, and the server that carries it (civetweb).
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

struct mg_context;

namespace stripe_sandbox {

struct HttpRequest {
  std::string method;
  std::string path;                            // not decoded, without the query
  std::string query;                           // without '?'
  std::map<std::string, std::string> headers;  // names in lower case; the last of equal names
  std::string body;
  bool body_too_large = false;

  const std::string& Header(const std::string& lower_case_name) const;
};

struct HttpReply {
  // The fate of the connection when no answer is sent.
  enum class Cut { kNone, kReset, kClose };

  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  Cut cut = Cut::kNone;
};

HttpReply TextReply(int status, std::string text);
HttpReply Redirect(const std::string& location);  // 303

// Listens on every address given and calls `handler` on one thread per connection, until the
// process ends: there is no stopping, because civetweb needs up to two seconds to let go of idle
// connections.
class HttpServer {
 public:
  static constexpr int kThreads = 64;
  static constexpr size_t kMaxBodyBytes = 1 << 20;

  using Handler = std::function<HttpReply(const HttpRequest&)>;

  // `addresses` like "127.0.0.1:0". False with `*why` on failure.
  bool Start(const std::vector<std::string>& addresses, Handler handler, std::string* why);
  // The ports that were bound, in the order of the addresses.
  std::vector<int> Ports() const;
  // Requests that are being answered.
  int active() const { return active_; }

 private:
  mg_context* context_ = nullptr;  // lives until the process ends
  Handler handler_;
  std::atomic<int> active_{0};
};

}  // namespace stripe_sandbox

// Outgoing HTTP, blocking, over libcurl.
//
//   std::unique_ptr<http::HttpClient> client = http::MakeCurlClient({.ca_file = "/etc/ca.pem"});
//   http::Request request{.method = "GET", .url = "https://api.example/v1/x"};
//   request.deadline = Deadline::After(absl::Seconds(4));
//   ASSIGN_OR_RETURN(const http::Response response, client->Send(request));
//
// TLS is always verified; redirects are not followed; proxies of the environment are not used; an
// answer larger than the cap is refused. Any HTTP status is a response, not an error. Errors say
// how far the request came, because a caller may repeat only what cannot have happened yet:
//   UNAVAILABLE        no connection, or TLS was refused: nothing was sent
//   DEADLINE_EXCEEDED  time ran out; the request may have been received
//   ABORTED            the connection broke; the request may have been received
//   RESOURCE_EXHAUSTED the answer was too large; the request was received
//   INVALID_ARGUMENT   the URL or the request cannot be sent
// Texts of errors are for the log. Thread-safe; connections are kept for reuse.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/time/deadline.h"

namespace keys::http {

struct Request {
  // GET, POST, PUT, DELETE, HEAD.
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // Path of a file that is sent as the body, in place of `body`, without being read into memory.
  std::string body_file;
  absl::Duration connect_timeout = absl::Seconds(2);
  Deadline deadline = Deadline::After(absl::Seconds(10));
};

struct Response {
  int status = 0;
  // Names in lower case, in the order received.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // Returns the first header of that lower-case name.
  std::optional<std::string_view> Header(std::string_view name) const;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual absl::StatusOr<Response> Send(const Request& request) = 0;
};

struct CurlOptions {
  // A PEM file of trusted authorities. If it is empty, the system's are trusted.
  std::string ca_file;
  std::string user_agent = "keys-marketplace";
  std::size_t max_response_bytes = 4u << 20;
  // The number of unused handles that are kept, each with its open connections.
  std::size_t max_idle_handles = 16;
};

// The first client makes the process ignore SIGPIPE.
std::unique_ptr<HttpClient> MakeCurlClient(CurlOptions options);

}  // namespace keys::http

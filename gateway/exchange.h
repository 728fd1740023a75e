// One request on its way through the gateway, and the endpoints that answer requests.
//
// An Exchange is passed from thread to thread but is used by one at a time; an endpoint calls its
// Reply exactly once. Endpoints are const after construction and thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/time/deadline.h"
#include "common/trace/traceparent.h"
#include "gateway/server/http.h"
#include "gateway/transcode/request_binder.h"
#include "keys/http/v1/rule.pb.h"

namespace keys::gateway {

struct Exchange {
  HttpRequest request;
  std::string request_id;
  TraceContext trace;
  // The client with its address and user agent; signed in when a good token was sent.
  rpc::Caller caller;
  // The answer must be ready by this time.
  Deadline deadline = Deadline::Never();
  Variables variables;
};
using ExchangePtr = std::shared_ptr<Exchange>;

// A response, or an error that becomes a problem document.
using Reply = std::function<void(absl::StatusOr<HttpResponse>)>;

class Endpoint {
 public:
  virtual ~Endpoint() = default;
  // Calls `reply` once, on any thread; must not block.
  virtual void Serve(ExchangePtr exchange, Reply reply) const = 0;
};

struct Route {
  std::string verb;
  std::string path_template;
  http::v1::Access access = http::v1::ACCESS_ANYONE;
  size_t max_body_bytes = size_t{1} << 20;
  // The page for a browser that prefers HTML. Null where there is no page.
  std::unique_ptr<Endpoint> page = nullptr;
  // False for Stripe's deliveries and health checks, which count against no limit.
  bool rate_limited = true;
  // False for endpoints that do not look at tokens, where a bad token must not fail the request.
  bool reads_token = true;
  // True for the route that takes the good token of an erased person. It remembers nothing of them.
  // Every other route refuses the token.
  bool takes_erased = false;
  // Counts callers without a token separately, by address, even where no limits are configured.
  bool limits_anonymous = false;
  // Null when there is only a page at this address.
  std::unique_ptr<Endpoint> endpoint;
};

}  // namespace keys::gateway

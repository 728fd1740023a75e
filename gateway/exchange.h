// One request on its way through the gateway, and the endpoints that answer requests.
//
// An Exchange is passed from thread to thread but is used by one at a time; whoever answers calls
// its Reply exactly once. Endpoints are const after construction and thread-safe.
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
  // With the client's address and user agent; signed in when a good token was sent.
  rpc::Caller caller;
  // By when an answer must stand.
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
  // What a browser that prefers HTML gets instead; null where there is no page.
  std::unique_ptr<Endpoint> page = nullptr;
  // Stripe's deliveries and health checks are not counted against anybody.
  bool rate_limited = true;
  // Endpoints that do not look at tokens: a bad one there is nobody's business.
  bool reads_token = true;
  // Takes the good token of somebody who was erased, which no other route does, and remembers
  // nothing of them.
  bool takes_erased = false;
  // Those without a token are counted apart, by address and whatever the configuration.
  bool limits_anonymous = false;
  // Null: there is nothing but the page at this address.
  std::unique_ptr<Endpoint> endpoint;
};

}  // namespace keys::gateway

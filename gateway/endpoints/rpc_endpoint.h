// A public RPC as an HTTP endpoint: headers and body checked, bound to the request message, what
// the rule needs fetched, the service called, the answer written as JSON with its cache headers.
//
// Const after construction; thread-safe. What it refers to must outlive it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/transcode/shape.h"
#include "gateway/upstream.h"

namespace keys::gateway {

class RpcEndpoint : public Endpoint {
 public:
  RpcEndpoint(const RpcRoute& route, Upstream& upstream) : route_(route), upstream_(upstream) {}

  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  // One call on its way: the messages and who waits for them.
  struct Flight;
  using FlightPtr = std::shared_ptr<Flight>;

  absl::Status Prepare(Flight& flight) const;
  void FetchAccessSet(const FlightPtr& flight) const;
  void Call(const FlightPtr& flight) const;
  HttpResponse Write(const Flight& flight, const UpstreamAnswer& answer) const;

  const RpcRoute route_;
  Upstream& upstream_;
};

// The Idempotency-Key to pass on; empty when absent. INVALID_ARGUMENT when it is not 1–255 visible
// ASCII characters, sent once.
absl::StatusOr<std::string> IdempotencyKeyOf(const HeaderFields& headers);

// UNSUPPORTED_MEDIA_TYPE unless the body is JSON in UTF-8, or there is none and no type for it.
absl::Status CheckJsonContentType(const HttpRequest& request);

}  // namespace keys::gateway

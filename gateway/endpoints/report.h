// Answers a report as JSON or, with `format=csv`, as a table to be saved. Both are written from the
// same message.
//
// Const; thread-safe. What it refers to must outlive it.
#pragma once

#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// Serves the routes with RpcRoute::report.
class ReportEndpoint : public Endpoint {
 public:
  ReportEndpoint(const RpcRoute& route, Upstream& upstream) : route_(route), upstream_(upstream) {}

  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  struct Flight;
  HttpResponse Respond(const Flight& flight) const;

  const RpcRoute route_;
  Upstream& upstream_;
};

}  // namespace keys::gateway

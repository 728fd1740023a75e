// POST /marketplace/admin/users/{id}/erase: every service takes the person out of its books
// (erasing.h).
//
// Whatever stops it on the way is answered as it is (503 with Retry-After). The same request again
// goes on where it stopped; without one the gateway does so by itself (erasure_finisher.h).
//
// Const; thread-safe. What it refers to must outlive it.
#pragma once

#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// The method of the contract that this serves.
inline constexpr char kEraseUser[] = "keys.person.v1.PersonErasure.EraseUser";

class PersonEraseEndpoint : public Endpoint {
 public:
  PersonEraseEndpoint(const RpcRoute& route, Upstream& upstream)
      : route_(route), upstream_(upstream) {}

  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const RpcRoute route_;
  Upstream& upstream_;
};

}  // namespace keys::gateway

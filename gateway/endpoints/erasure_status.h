// GET /marketplace/admin/users/{id}/erase, and GET /marketplace/me/erase for the caller: how far an
// erasure has come, as billing keeps it. It says which services are done and how many rows they
// changed, and nothing about the person. An erased person may ask with the token that they still
// have.
//
// Const; thread-safe. The objects that it refers to must outlive it.
#pragma once

#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// The contract's methods that this endpoint serves.
inline constexpr char kGetUserErasure[] = "keys.person.v1.PersonErasure.GetUserErasure";
inline constexpr char kGetOwnErasure[] = "keys.person.v1.OwnPerson.GetOwnErasure";

class ErasureStatusEndpoint : public Endpoint {
 public:
  ErasureStatusEndpoint(const RpcRoute& route, Upstream& upstream)
      : route_(route), upstream_(upstream) {}

  // Answers NOT_FOUND when the person was never erased.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const RpcRoute route_;
  Upstream& upstream_;
};

}  // namespace keys::gateway

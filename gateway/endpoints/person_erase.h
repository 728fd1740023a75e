// POST /marketplace/admin/users/{id}/erase, and POST /marketplace/me/erase for the caller: every
// service erases the person (erasing.h). Once billing has begun, the person's tokens are refused
// (erased_people.h).
//
// The answer is 200 when the erasure ends within kAnswerErasureWithin. An erasure that was begun
// and goes on, even because a service is away, is answered 202 with Location (erasure_status.h). An
// erasure that could not begin is answered with its error, an outage with 503 and Retry-After.
//
// Const; thread-safe. The objects that it refers to must outlive it.
#pragma once

#include "gateway/endpoints/erasures.h"
#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"

namespace keys::gateway {

// The contract's methods that this endpoint serves.
inline constexpr char kEraseUser[] = "keys.person.v1.PersonErasure.EraseUser";
inline constexpr char kEraseMe[] = "keys.person.v1.OwnPerson.EraseMe";
// The caller must send this text to be erased, so that no request erases somebody by mistake.
inline constexpr char kEraseMyAccount[] = "erase my account";

class PersonEraseEndpoint : public Endpoint {
 public:
  PersonEraseEndpoint(const RpcRoute& route, Erasures& erasures)
      : route_(route), erasures_(erasures) {}

  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const RpcRoute route_;
  Erasures& erasures_;
};

}  // namespace keys::gateway

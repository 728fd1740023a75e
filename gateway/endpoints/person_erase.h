// POST /marketplace/admin/users/{id}/erase, and POST /marketplace/me/erase for the caller: every
// service takes the person out of its books (erasing.h). Whom billing has begun to erase stays out
// from then on (erased_people.h).
//
// 200 when it ends within kAnswerErasureWithin. What was begun and goes on, also because a service
// is away, is answered 202 with Location (erasure_status.h). What could not be begun is answered as
// it is, an outage as 503 with Retry-After.
//
// Const; thread-safe. What it refers to must outlive it.
#pragma once

#include "gateway/endpoints/erasures.h"
#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"

namespace keys::gateway {

// The methods of the contract that this serves.
inline constexpr char kEraseUser[] = "keys.person.v1.PersonErasure.EraseUser";
inline constexpr char kEraseMe[] = "keys.person.v1.OwnPerson.EraseMe";
// What the caller says to be erased.
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

// POST /marketplace/admin/users/{id}/erase, and POST /marketplace/me/erase for the caller: every
// service takes the person out of its books (erasing.h). Whom billing has begun to erase stays out
// from then on (erased_people.h).
//
// Whatever stops it on the way is answered as it is (503 with Retry-After). The same request again
// goes on where it stopped; without one the gateway does so by itself (erasure_finisher.h).
//
// Const; thread-safe. What it refers to must outlive it.
#pragma once

#include "gateway/access/erased_people.h"
#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// The methods of the contract that this serves.
inline constexpr char kEraseUser[] = "keys.person.v1.PersonErasure.EraseUser";
inline constexpr char kEraseMe[] = "keys.person.v1.OwnPerson.EraseMe";
// What the caller says to be erased.
inline constexpr char kEraseMyAccount[] = "erase my account";

class PersonEraseEndpoint : public Endpoint {
 public:
  PersonEraseEndpoint(const RpcRoute& route, Upstream& upstream, ErasedPeople& erased)
      : route_(route), upstream_(upstream), erased_(erased) {}

  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const RpcRoute route_;
  Upstream& upstream_;
  ErasedPeople& erased_;
};

}  // namespace keys::gateway

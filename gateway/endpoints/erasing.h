// Erases a person from all services, one after the other. Billing comes first, because it sends
// facts to the others and chooses the stand-in. Analytics comes last, because all others send
// events to it. At the end billing forgets the stand-in.
//
// After each answer billing records how far the service has come. The record is what a client sees,
// and it keeps other gateways from taking the erasure up meanwhile.
//
// A service that is done finds nothing more to do, so after a failure the whole erasure simply
// begins anew. Failpoints: gateway.erase.<process>, before each is asked.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {

// Billing records which erasures have begun and how far they have come.
inline constexpr char kErasureHolder[] = "billing";
extern const char kGetErasure[];

struct Erasure {
  std::string user_id, reason;
  // The time limit of one call to a service.
  absl::Duration timeout;
  // Called when billing has begun. From then on the erasure will be finished, even if this gateway
  // stops. May be empty.
  std::function<void()> begun = nullptr;
  // Called when billing has recorded how far a service has come. May be empty.
  std::function<void()> stepped = nullptr;
};

// Returns the services in the order in which they are asked.
std::vector<std::string> ErasureOrder(const Upstream& upstream);

// `done` is called once, on any thread: with Ok when no service names the person any more, else
// with the failure, which is UNAVAILABLE with Retry-After when a service ran out of time.
// `upstream` must outlive the erasure.
void EraseEverywhere(Upstream& upstream, const ExchangePtr& exchange, const Erasure& erasure,
                     std::function<void(absl::Status)> done);

}  // namespace keys::gateway

// One erasure of a person on its way through all services, one after the other. Billing comes
// first: the others hear from it, and it names the stand-in. Analytics comes last: all others tell
// it what happened. In the end billing forgets the stand-in.
//
// After each answer billing writes down how far the service has come, so that whoever asks hears it
// and nobody else takes the erasure up meanwhile.
//
// A service that is done finds nothing more to do, so the whole is begun anew after a failure.
// Failpoints: gateway.erase.<process>, before each is asked.
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

struct Erasure {
  std::string user_id, reason;
  // For each service.
  absl::Duration timeout;
  // Called when billing has begun: it will be finished, whatever happens. May be empty.
  std::function<void()> begun = nullptr;
  // Called when it was written down how far a service has come. May be empty.
  std::function<void()> stepped = nullptr;
};

// The services, as they are asked.
std::vector<std::string> ErasureOrder(const Upstream& upstream);

// `done` is called once, on any thread: Ok when nothing names them any more; else what stopped it,
// UNAVAILABLE with Retry-After when a service ran out of time. `upstream` outlives it.
void EraseEverywhere(Upstream& upstream, const ExchangePtr& exchange, const Erasure& erasure,
                     std::function<void(absl::Status)> done);

}  // namespace keys::gateway

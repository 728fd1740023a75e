// The sandbox's own books, which tests compare with the shop's. Thread-safe.
#pragma once

#include <string>

#include "tests/fakes/stripe_sandbox/json.h"
#include "tests/fakes/stripe_sandbox/world.h"

namespace stripe_sandbox {

// GET /_ledger
Json Ledger(World& world);
// GET /metrics, in Prometheus' text format
std::string Metrics(World& world);

}  // namespace stripe_sandbox

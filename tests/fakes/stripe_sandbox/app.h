// Says which part serves which path.
#pragma once

#include "tests/fakes/stripe_sandbox/http.h"
#include "tests/fakes/stripe_sandbox/world.h"

namespace stripe_sandbox {

HttpReply Serve(World& world, const HttpRequest& request);

// Does what the clock brings about: sessions expire, kept answers and old events are dropped. Call
// it often.
void SweepDeadlines(World& world);

}  // namespace stripe_sandbox

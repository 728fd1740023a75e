// POST /_control: what a test may do to the world outside the shop. README.md lists the actions.
// Thread-safe.
#pragma once

#include "tests/fakes/stripe_sandbox/http.h"
#include "tests/fakes/stripe_sandbox/world.h"

namespace stripe_sandbox {

HttpReply ServeControl(World& world, const HttpRequest& request);

}  // namespace stripe_sandbox

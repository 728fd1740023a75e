// Webhook endpoints beyond the API's own operations on them.
#pragma once

#include <string>
#include <vector>

#include "tests/fakes/stripe_sandbox/outcome.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

// The endpoint of the command line; it gets every event.
constexpr char kInitialEndpoint[] = "we_1SandboxInitialEndpoint";

// Makes the initial endpoint, or points it elsewhere. Empty `secrets` keeps those it has.
void SetInitialEndpoint(Transaction& tx, const std::string& url,
                        const std::vector<std::string>& secrets);
// Replaces the secrets an endpoint signs with: one v1 each.
Outcome SetEndpointSecrets(Transaction& tx, const std::string& id,
                           const std::vector<std::string>& secrets);

}  // namespace stripe_sandbox

// Reads what a request sent against the schema of its operation, the way Stripe does: objects are
// closed at every depth, values are typed, enumerated and bounded. Pure functions.
#pragma once

#include <string>
#include <variant>

#include "tests/fakes/stripe_sandbox/json.h"
#include "tests/fakes/stripe_sandbox/outcome.h"
#include "tests/fakes/stripe_sandbox/subset.h"

namespace stripe_sandbox {

// `tree` comes from FormTree. The result holds integers, numbers, booleans, strings, arrays and
// objects as the schema types them; a parameter that was sent empty to unset a field is "".
// Unknown parameters are reported before invalid ones, those before missing ones.
Outcome ReadParams(const Subset& subset, const Json& schema, const Json& tree);

}  // namespace stripe_sandbox

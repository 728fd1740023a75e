// The shape of Stripe's objects, taken from the OpenAPI subset: makes an object with every required
// field, lays parameters over it, and says where an object does not fit. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "tests/fakes/stripe_sandbox/json.h"
#include "tests/fakes/stripe_sandbox/subset.h"

namespace stripe_sandbox {

// Every required field: null where that is allowed, else the only enum word, "", 0, false, [] or an
// object made the same way.
Json Skeleton(const Subset& subset, const Json& schema);

// Sets those members of `params` that the object's schema knows under the same name; objects get
// the required fields the sender left out, "" becomes null where null is allowed.
void Overlay(const Subset& subset, const Json& schema, const Json& params, Json* object);

// Empty when `value` fits: types, required fields, enums that Stripe may not extend, lengths, and
// no field that the schema does not name. Each entry says where and why.
std::vector<std::string> Misfits(const Subset& subset, const Json& schema, const Json& value);

}  // namespace stripe_sandbox

// The input of an API operation, and functions that operations share.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tests/fakes/stripe_sandbox/json.h"
#include "tests/fakes/stripe_sandbox/outcome.h"
#include "tests/fakes/stripe_sandbox/subset.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

struct Call {
  Transaction& tx;
  const Operation& operation;
  std::string id;  // what stands in the path for {id}
  Json params;     // read by ReadParams
};

// Answers an object or a list as it is stored, or refuses; what it puts is committed only if it
// does not refuse.
using Handler = Outcome (*)(Call&);

// The object in the path, or 404. `noun` is Stripe's word in the message.
std::optional<ApiError> FindInPath(Call& call, const std::string& type, const std::string& noun,
                                   Json* found);

// Stripe's rules of metadata: "" removes a key, or all when it stands for the whole.
void MergeMetadata(const Json& params, Json* object);

// A page of the objects that `keep` takes, newest first: limit, starting_after, ending_before and
// created are read from the parameters.
Outcome ListPage(Call& call, const std::string& type, const std::function<bool(const Json&)>& keep);
// The same over a given list, oldest first as it stands.
Outcome ListOf(Call& call, const Json::Array& items);

// Whether the object's member equals the parameter, or the parameter was not sent.
bool SameOrUnasked(const Call& call, const char* name, const Json& object);

}  // namespace stripe_sandbox

// Form-encoded bodies and query strings with Stripe's nested keys: `a[b][0][c]=x`, `a[]=x`.
// Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fakes/stripe_sandbox/json.h"

namespace stripe_sandbox {

using FormPairs = std::vector<std::pair<std::string, std::string>>;

// '+' and %XX decoded; a malformed %XX is kept as it stands.
std::string PercentDecode(std::string_view text);
std::string PercentEncode(std::string_view text);

// Pairs in the order sent, decoded.
FormPairs SplitForm(std::string_view text);

// The tree the pairs describe: leaves are strings, all else objects; `a[0]` is a member "0", `a[]`
// the next free number. Whether a level is a list is for the schema to say. Of two equal keys the
// last wins. Keys deeper than 16 levels are kept flat, so that validation refuses them.
Json FormTree(const FormPairs& pairs);

}  // namespace stripe_sandbox

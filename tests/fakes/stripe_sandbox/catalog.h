// Products and prices, as the operations on them and inline `price_data` make them. The caller's
// transaction holds what is put; nothing is put on refusal that a later commit would keep, because
// a refused operation is never committed.
#pragma once

#include <string>

#include "tests/fakes/stripe_sandbox/call.h"

namespace stripe_sandbox {

// `params` as in POST /v1/products or product_data; `active` false for products made inline.
Outcome MakeProduct(Transaction& tx, const Json& params, bool active);

// `params` as in POST /v1/prices or price_data, `path` leads to it in messages ("line_items[0]
// [price_data]"; "" at the top), `product_id` must exist.
Outcome MakePrice(Transaction& tx, const Json& params, const std::string& path,
                  const std::string& product_id);

// "a" below path "b[c]" is "b[c][a]".
std::string ParamName(const std::string& path, const std::string& name);

}  // namespace stripe_sandbox

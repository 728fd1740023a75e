// Stripe's idempotency layer (API v1): the answer to a POST is kept under its Idempotency-Key for
// 24 hours of the sandbox's clock, in the transaction of its effect.
#pragma once

#include <optional>
#include <string>

#include "tests/fakes/stripe_sandbox/form.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

// The values that must be equal for a key to be used again. The order of parameters does not
// matter.
std::string IdempotencyFingerprint(const std::string& method, const std::string& path,
                                   FormPairs sent);

struct KeptAnswer {
  int status = 0;
  std::string body;
  std::string request_id;  // of the first request
  bool same_request = false;
};
std::optional<KeptAnswer> FindKept(const Transaction& tx, const std::string& key,
                                   const std::string& fingerprint);

void Keep(Transaction& tx, const std::string& key, const std::string& fingerprint,
          const KeptAnswer& answer);

}  // namespace stripe_sandbox

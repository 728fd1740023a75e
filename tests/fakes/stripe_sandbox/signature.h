// Stripe's webhook signature. Pure function.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stripe_sandbox {

// "t=…,v1=…[,v1=…],v0=…": one v1 per secret, over `timestamp` + "." + `body`, the key being the
// whole secret with its "whsec_". The v0 is a fake, as in Stripe's test mode.
std::string SignatureHeader(const std::vector<std::string>& secrets, int64_t timestamp,
                            const std::string& body);

}  // namespace stripe_sandbox

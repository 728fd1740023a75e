// Billing's gRPC services, with one line for each RPC. Thread-safe.
#pragma once

#include <memory>
#include <vector>

#include "common/rpc/unary.h"
#include "services/billing/checkout/tenant_gate.h"

namespace grpc {
class Service;
}

namespace keys::billing {

struct Wiring;

// The pools in which billing's calls run besides the process's own, which runs the reads. Calls
// that wait for Stripe must not take the threads of other calls, so webhooks and calls to Stripe
// each run in a pool of their own.
struct Lanes {
  Lanes(rpc::PeerVerifier& verifier, metrics::Registry& metrics);

  // These divide the pool `stripe`, which they outlive: `callers` limits what one caller may have
  // in it, waiting and running, and `gate` limits the threads of one tenant.
  TenantGate callers;
  TenantGate gate;
  rpc::Unary stripe;
  rpc::Unary webhooks;
};

// Makes Billing, BillingAdmin and BillingWebhook. `reads` is the pool of RPCs that do not wait for
// Stripe. The arguments must outlive the services.
std::vector<std::unique_ptr<grpc::Service>> MakeBillingServices(rpc::Unary& reads, Lanes& lanes,
                                                                Wiring& wiring);

}  // namespace keys::billing

// POST /billing/webhook: Stripe's bytes and signature, untouched, to billing. Nothing here reads
// them, whatever their Content-Type. Const; thread-safe.
#pragma once

#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

class WebhookEndpoint : public Endpoint {
 public:
  explicit WebhookEndpoint(Upstream& upstream) : upstream_(upstream) {}

  // {"received":true}, with "duplicate":true for an event that was known. INVALID_SIGNATURE,
  // WEBHOOK_DISABLED.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  Upstream& upstream_;
};

}  // namespace keys::gateway

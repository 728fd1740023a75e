// POST /billing/webhook: passes Stripe's bytes and signature to billing unchanged. Nothing here
// reads them, whatever their Content-Type, because the signature covers the raw bytes. Const;
// thread-safe.
#pragma once

#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

class WebhookEndpoint : public Endpoint {
 public:
  explicit WebhookEndpoint(Upstream& upstream) : upstream_(upstream) {}

  // Answers {"received":true}, with "duplicate":true for an event that was known.
  // INVALID_SIGNATURE, WEBHOOK_DISABLED.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  Upstream& upstream_;
};

}  // namespace keys::gateway
